import { cut, plainText } from '../../lib/rendering/plain-text.ts'

type Scalar = number | boolean | string | readonly string[] | undefined

const maxValue = 20_000

/**
 * A YAML block of TAP 14 below a test: indented by two, in forms that every YAML reader supports:
 * `key: value`, texts on one line in double quotes, nested mappings.
 */
export function yamlBlock(
  values: Readonly<Record<string, Scalar | Readonly<Record<string, Scalar>>>>,
): string {
  const lines = Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return []
    if (typeof value !== 'object' || Array.isArray(value))
      return [`${key}: ${scalar(value as Scalar)}`]
    // Names that differ only in control characters become equal, but a key must be unique.
    const inner = new Map(
      Object.entries(value).map(([name, each]) => [text(name), scalar(each as Scalar)]),
    )
    return inner.size > 0
      ? [`${key}:`, ...Array.from(inner, ([name, each]) => `  ${name}: ${each}`)]
      : []
  })
  return ['---', ...lines, '...'].map((line) => `  ${line}\n`).join('')
}

function scalar(value: Scalar): string {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return text(value.join(', '))
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** Numbers that JSON cannot represent, but YAML can. */
function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return '.nan'
  return value > 0 ? '.inf' : '-.inf'
}

/** As in JSON, which is valid YAML. */
function text(value: string): string {
  return JSON.stringify(plainText(cut(value, maxValue)))
}

import { listed } from './listed.ts'
/**
 * The labels that distinguish measurements of one metric: `{ concurrency: 15 }`. Values are numbers
 * (percentages in points) or texts.
 */
export type Labels = Readonly<Record<string, number | string>>

/**
 * The key of a metric that was measured under several conditions: `throughput{concurrency=15,workers=3}`.
 *
 * ```
 * key   ::= metric "{" label { "," label } "}"     labels sorted by name
 * label ::= name "=" (number | text)
 * ```
 * A text that looks like a number, or contains a separator of labels, is quoted as in JSON.
 */
export function labelled(metric: string, labels: Labels): string {
  const pairs = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (pairs.length === 0) return metric
  return `${metric}{${pairs.map(([name, value]) => `${name}=${writeValue(value)}`).join(',')}}`
}

function writeValue(value: number | string): string {
  if (typeof value === 'number') return String(value)
  return isNumeral(value) || !bareText.test(value) ? JSON.stringify(value) : value
}

function isNumeral(text: string): boolean {
  return String(Number(text)) === text
}

const quotedText = String.raw`"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[\da-f]{4})*"`
const label = String.raw`\w+=(?:${quotedText}|[^"{},=\p{Cc}]+)`
const bareText = /^[^"{},=\p{Cc}]+$/u
const labelledKey = new RegExp(String.raw`^([^{]+)\{(${label}(?:,${label})*)\}$`, 'u')

/** The metric and the labels of a key; labels that look like numbers are numbers. */
export function readLabelled(key: string): { readonly metric: string; readonly labels: Labels } {
  const [, metric = key, text = ''] = (key.endsWith('}') && labelledKey.exec(key)) || []
  const pairs = [...text.matchAll(new RegExp(label, 'gu'))].map(([pair]) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), readValue(pair.slice(at + 1))] as const
  })
  return { metric, labels: Object.fromEntries(pairs) }
}

function readValue(text: string): number | string {
  if (text.startsWith('"')) return JSON.parse(text)
  return isNumeral(text) ? Number(text) : text
}

/** Whether a measurement's labels include the given ones: `{}` matches all. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(labels, name) && labels[name] === value,
  )
}

/** For people: `concurrency 15, workers 3`. */
export function labelsInWords(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** At most this many levels are named individually. */
const maxNamed = 8

/** For people, in their order: `concurrency 1, 5 and 15`; with more than one label, each separately. */
export function levelsInWords(levels: readonly Labels[]): string {
  const names = new Set(levels.flatMap((level) => Object.keys(level)))
  const isOfOne = names.size === 1
  const words = levels.map((level) =>
    isOfOne ? Object.values(level).join() : `(${labelsInWords(level)})`,
  )
  const left = words.length - maxNamed
  const reported = left > 1 ? [...words.slice(0, maxNamed), `${left} more`] : words
  const list = listed(reported)
  return isOfOne ? `${[...names].join()} ${list}` : list
}

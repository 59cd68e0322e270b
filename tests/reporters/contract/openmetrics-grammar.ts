/**
 * A strict parser of OpenMetrics text, written from the grammar and the rules of the specification, version
 * 1.0 (prometheus.io/docs/specs/om/open_metrics_spec), and independent of the reporter.
 */

export interface Family {
  readonly name: string
  readonly type: string
  readonly unit: string
  readonly help: string
  readonly samples: readonly Sample[]
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const metricName = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const labelName = '[a-zA-Z_][a-zA-Z0-9_]*'
const escapedString = String.raw`(?:[^"\\\n]|\\["\\n])*`
const label = `${labelName}="${escapedString}"`
const realNumber = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`
const descriptorLine = new RegExp(`^# (TYPE|UNIT|HELP) (${metricName})(?: (.*))?$`, 's')
const sampleLine = new RegExp(
  String.raw`^(${metricName})(?:\{((?:${label}(?:,${label})*)?)\})? (${realNumber}|[+-]Inf|NaN)$`,
)
const types = [
  'unknown',
  'gauge',
  'counter',
  'stateset',
  'info',
  'histogram',
  'gaugehistogram',
  'summary',
]

/** Suffixes of the samples of each type; for the types that are parsed here. */
const suffixes: Readonly<Record<string, readonly string[]>> = { gauge: [''], info: ['_info'] }

/** @throws Error with the line that breaks a rule */
export function readOpenMetrics(text: string): readonly Family[] {
  if (!text.endsWith('# EOF\n')) throw new Error('the end is missing: # EOF and a line feed')
  const reader = new Reader()
  const lines = text.slice(0, -'# EOF\n'.length).split('\n')
  if (lines.pop() !== '') throw new Error('# EOF does not stand on a line of its own')
  for (const [index, line] of lines.entries()) {
    try {
      reader.take(line)
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}: ${line.slice(0, 300)}`)
    }
  }
  return reader.families()
}

interface OpenFamily {
  readonly name: string
  readonly descriptors: Map<string, string>
  readonly samples: Sample[]
  readonly labelSets: Set<string>
}

class Reader {
  readonly #families: OpenFamily[] = []
  readonly #names = new Set<string>()

  take(line: string): void {
    const descriptor = descriptorLine.exec(line)
    if (descriptor) {
      const [, kind = '', name = '', value = ''] = descriptor
      this.#describe(kind, name, value)
      return
    }
    const sample = sampleLine.exec(line)
    if (!sample) throw new Error('neither a descriptor nor a sample')
    const [, name = '', labels = '', value = ''] = sample
    this.#sample(name, labels, value)
  }

  families(): readonly Family[] {
    return this.#families.map(({ name, descriptors, samples }) => ({
      name,
      type: descriptors.get('TYPE') ?? 'unknown',
      unit: descriptors.get('UNIT') ?? '',
      help: descriptors.get('HELP') ?? '',
      samples,
    }))
  }

  /** Of each kind at most one, before the samples; all lines of a family are adjacent. */
  #describe(kind: string, name: string, value: string): void {
    const family = this.#familyOf(name)
    if (family.samples.length > 0) throw new Error('a descriptor behind samples')
    if (family.descriptors.has(kind)) throw new Error(`a second ${kind}`)
    if (kind === 'TYPE' && !types.includes(value)) throw new Error('no such type')
    if (kind === 'UNIT' && value !== '' && !name.endsWith(`_${value}`)) {
      throw new Error('the name does not end with the unit')
    }
    if (kind === 'HELP' && !new RegExp(`^${escapedString}$`).test(value)) {
      throw new Error('the help is not escaped')
    }
    family.descriptors.set(kind, value)
  }

  #familyOf(name: string): OpenFamily {
    const last = this.#families.at(-1)
    if (last?.name === name) return last
    if (this.#names.has(name)) throw new Error('a family that was left comes again')
    this.#names.add(name)
    const family = { name, descriptors: new Map(), samples: [], labelSets: new Set<string>() }
    this.#families.push(family)
    return family
  }

  #sample(name: string, labelText: string, value: string): void {
    const family = this.#families.at(-1)
    const allowed = suffixes[family?.descriptors.get('TYPE') ?? ''] ?? []
    if (!family || !allowed.some((suffix) => name === family.name + suffix)) {
      throw new Error('a sample of another family, or of none')
    }
    const labels = labelsOf(labelText)
    const labelSet = JSON.stringify(Object.entries(labels).toSorted())
    if (family.labelSets.has(labelSet)) throw new Error('the same labels twice')
    family.labelSets.add(labelSet)
    const isInfo = family.descriptors.get('TYPE') === 'info'
    if (isInfo && Number(value) !== 1) throw new Error('an info that is not 1')
    family.samples.push({ name, labels, value: Number(value) })
  }
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(new RegExp(`(${labelName})="(${escapedString})"`, 'g'))]
  const names = pairs.map(([, name]) => name)
  if (new Set(names).size < names.length) throw new Error('a label twice')
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, unescaped(value)]))
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character))
}

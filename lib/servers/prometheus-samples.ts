import { createRequire } from 'node:module'
import type parsePrometheusText from 'parse-prometheus-text-format'

const require = createRequire(import.meta.url)
let parser: typeof parsePrometheusText | undefined

/** One line of a Prometheus text. */
export interface PrometheusSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** May be NaN or infinite, which exporters write for unknown values. */
  readonly value: number
}

/** A line of a requested metric that is not a sample. */
export class MalformedMetric extends Error {}

/**
 * The samples of some metrics in a Prometheus text or an OpenMetrics text, in their order.
 *
 * The parser gets each of their lines separately. With a whole text it loses the last line without a line
 * end, merges equal series and mixes the labels of histograms; and a page of a thousand histograms is read
 * for only five lines.
 * @throws MalformedMetric for a line of these metrics that cannot be read, and for a series with two values
 */
export function prometheusSamples(text: string, names: ReadonlySet<string>): PrometheusSample[] {
  const samples: PrometheusSample[] = []
  const seen = new Set<string>()
  for (const line of linesOf(text)) {
    const name = nameAtStart.exec(line)?.[1]
    if (name === undefined || !names.has(name)) continue
    const sample = readLine(line)
    const series = JSON.stringify([name, Object.entries(sample.labels).toSorted(byName)])
    if (seen.has(series)) throw new MalformedMetric(`two values of the same series of \`${name}\``)
    seen.add(series)
    samples.push(sample)
  }
  return samples
}

/** Whether any line looks like a sample: otherwise it is a different kind of page. */
export function isPrometheusText(text: string): boolean {
  for (const line of linesOf(text)) if (sampleLine.test(line)) return true
  return false
}

const nameAtStart = /^[ \t]*([a-zA-Z_:][a-zA-Z0-9_:]*)(?=[ \t{])/
const sampleLine = /^[ \t]*[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{.*\})?[ \t]+[-+]?(?:[\d.]|NaN|Inf)/i

/** Without a copy of the whole text. */
function* linesOf(text: string): Generator<string> {
  let from = 0
  while (from < text.length) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    yield text.slice(from, to)
    from = to + 1
  }
}

function readLine(line: string): PrometheusSample {
  const [family, ...others] = parsed(`${line}\n`)
  const [sample] = family?.metrics ?? []
  const value = numberOf(sample?.value ?? '')
  if (!family || !sample || others.length > 0 || value === undefined) throw malformed(line)
  return { name: family.name, labels: sample.labels ?? {}, value }
}

function parsed(line: string) {
  try {
    // Most runs read no such text.
    parser ??= require('parse-prometheus-text-format') as typeof parsePrometheusText
    return parser(line)
  } catch (error) {
    if (error instanceof Error) throw malformed(line)
    throw error
  }
}

/** Only the name of a line is repeated: labels may contain anything. */
function malformed(line: string): MalformedMetric {
  return new MalformedMetric(`a line of \`${nameAtStart.exec(line)?.[1]}\` is not valid`)
}

/** As Go's `strconv.ParseFloat` writes it; the parser leaves it as text, and `''` would be 0. */
function numberOf(text: string): number | undefined {
  const special = specialValues.get(text.toLowerCase())
  if (special !== undefined) return special
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined
}

const specialValues = new Map([
  ['nan', Number.NaN],
  ...['inf', '+inf', 'infinity', '+infinity'].map((word): [string, number] => [word, Infinity]),
  ...['-inf', '-infinity'].map((word): [string, number] => [word, -Infinity]),
])

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1
}

import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js'
import type { LoadRecord } from '../../../lib/record/load-record.ts'
import { labelled, labelsInWords } from '../../../lib/units/labels.ts'
import type { ReportedTest } from './reported-test.ts'

/** A load of a test, with its subject. */
export interface NamedLoad {
  /** Its worker, if the test has several cases. */
  readonly subject: string
  readonly load: LoadRecord
}

export function loadsOf({ cases, counts }: ReportedTest): readonly NamedLoad[] {
  return cases.flatMap(({ subject, measurements }) =>
    measurements.flatMap(({ loads = [] }) =>
      loads.map((load) => ({ subject: counts.total > 1 ? subject : '', load })),
    ),
  )
}

/** Loads of the same kind: the repetitions of one side of a level. */
export interface LoadGroup {
  readonly name: string
  readonly isBaseline: boolean
  readonly loads: readonly LoadRecord[]
}

export function groupLoads(loads: readonly NamedLoad[]): readonly LoadGroup[] {
  const groups = new Map<string, LoadGroup>()
  for (const { subject, load } of loads) {
    const { repetition: _, ...labels } = load.labels
    const key = `${subject} ${labelled('', labels)}`
    const known = groups.get(key)
    groups.set(key, {
      name: nameOf(subject, load),
      isBaseline: labels.side === 'baseline',
      loads: [...(known?.loads ?? []), load],
    })
  }
  return [...groups.values()]
}

/** `concurrency 15, baseline`; without a comparison the side needs no name. */
function nameOf(subject: string, { labels, driver }: LoadRecord): string {
  const { repetition: _, side, load, ...level } = labels
  const words = [
    subject,
    labelsInWords(level),
    load === undefined ? '' : `${load}% of the throughput`,
    side === 'baseline' ? 'baseline' : '',
  ].filter(Boolean)
  return words.join(', ') || driver
}

/** Distribution of response times. */
export interface Distribution {
  readonly count: number
  /** In milliseconds, ascending. */
  readonly values: readonly { readonly ms: number; readonly count: number }[]
  quantileMs(share: number): number
}

/** The latencies of loads together; undefined if none was measured or the record cannot be decoded. */
export function latencyDistribution(loads: readonly LoadRecord[]): Distribution | undefined {
  const counts = new Map<number, number>()
  for (const { total } of loads) {
    for (const { ms, count } of recorded(total.times.latency?.histogram)) {
      counts.set(ms, (counts.get(ms) ?? 0) + count)
    }
  }
  const values = [...counts].map(([ms, count]) => ({ ms, count })).toSorted((a, b) => a.ms - b.ms)
  const total = values.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return undefined
  return { count: total, values, quantileMs: (share) => quantile(values, share * total) }
}

function quantile(values: Distribution['values'], rank: number): number {
  let passed = 0
  for (const { ms, count } of values) {
    passed += count
    if (passed >= rank) return ms
  }
  return values.at(-1)?.ms ?? Number.NaN
}

/** The counts of an HDR histogram of microseconds. */
function recorded(histogram: string | undefined): { ms: number; count: number }[] {
  const decoded = histogram === undefined ? undefined : decode(histogram)
  if (!(decoded instanceof JsHistogram)) return []
  const values: { ms: number; count: number }[] = []
  const { recordedValuesIterator: iterator } = decoded
  iterator.reset()
  while (iterator.hasNext()) {
    const { valueIteratedTo, countAddedInThisIterationStep: count } = iterator.next()
    values.push({ ms: valueIteratedTo / 1_000, count })
  }
  return values
}

function decode(histogram: string) {
  try {
    return decodeFromCompressedBase64(histogram, 32)
  } catch (error) {
    // A truncated or hand-edited record: the rest of it still gives a report.
    if (error instanceof Error) return undefined
    throw error
  }
}

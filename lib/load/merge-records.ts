import type {
  ClientRecord,
  LoadRecord,
  SeriesRecord,
  TimelinePart,
  TimeName,
  TimeRecord,
} from '../record/load-record.ts'
import type { Labels } from '../units/labels.ts'
import { mergeTelemetry } from './merge-telemetry.ts'
import { minAccepted } from './overclaims.ts'
import { mergeTimes } from './time-histogram.ts'

/**
 * One record of consecutive loads, such as the repetitions of a level: counts add up, distributions are
 * merged, and the worst value of the client is kept.
 * @throws RangeError for an empty list
 */
export function mergeRecords(records: readonly LoadRecord[], labels: Labels): LoadRecord {
  const [first] = records
  if (!first) throw new RangeError('no load to merge')
  if (records.length === 1) return { ...first, labels }
  const telemetry = mergeTelemetry(records)
  const ids = [...new Set(records.flatMap(({ workers }) => Object.keys(workers)))]
  return {
    ...first,
    labels,
    durationMs: sum(records, ({ durationMs }) => durationMs),
    ...(first.planned !== undefined && { planned: sum(records, ({ planned = 0 }) => planned) }),
    started: sum(records, ({ started }) => started),
    dropped: sum(records, ({ dropped }) => dropped),
    retries: sum(records, ({ retries }) => retries),
    slotsExceeded: sum(records, ({ slotsExceeded }) => slotsExceeded),
    busySlots: mergeBusySlots(records),
    isCutShort: records.some(({ isCutShort }) => isCutShort),
    total: mergeSeries(records.map(({ total }) => total)),
    workers: Object.fromEntries(
      ids.map((id) => [id, mergeSeries(records.flatMap(({ workers }) => workers[id] ?? []))]),
    ),
    ...mergedErrors(records),
    client: worstClient(records),
    timeline: oneTimeline(records),
    ...(telemetry && { telemetry }),
  }
}

function mergedErrors(records: readonly LoadRecord[]): Pick<LoadRecord, 'said' | 'overclaims'> {
  const said = mergedWords(records)
  const overclaims = minAccepted(records.flatMap((each) => each.overclaims ?? []))
  return {
    ...(said && { said }),
    ...(overclaims.length > 0 && { overclaims }),
  }
}

/** The first error message of each worker and status; undefined: none. */
export function mergedWords(records: readonly LoadRecord[]): LoadRecord['said'] {
  const said: Record<string, Record<string, string>> = {}
  for (const [id, words] of records.flatMap((each) => Object.entries(each.said ?? {}))) {
    said[id] = { ...words, ...said[id] }
  }
  return Object.keys(said).length > 0 ? said : undefined
}

function mergeBusySlots(records: readonly LoadRecord[]): LoadRecord['busySlots'] {
  const total = sum(records, ({ durationMs }) => durationMs)
  const mean = (value: (record: LoadRecord) => number) =>
    total === 0 ? 0 : sum(records, (record) => value(record) * record.durationMs) / total
  return {
    mean: mean(({ busySlots }) => busySlots.mean),
    untilLastStart: mean(({ busySlots }) => busySlots.untilLastStart),
    most: Math.max(...records.map(({ busySlots }) => busySlots.most)),
  }
}

/** Requests of several loads, merged. */
export function mergeSeries(series: readonly SeriesRecord[]): SeriesRecord {
  const faults: Record<string, number> = {}
  const words: Record<string, string> = {}
  for (const each of series) {
    for (const [fault, count] of Object.entries(each.faults)) {
      faults[fault] = (faults[fault] ?? 0) + count
    }
    for (const [fault, said] of Object.entries(each.words ?? {})) words[fault] ??= said
  }
  const hasSlo = series.some(({ good }) => good !== undefined)
  return {
    ended: sum(series, ({ ended }) => ended),
    ok: sum(series, ({ ok }) => ok),
    faults,
    ...(Object.keys(words).length > 0 && { words }),
    ...(hasSlo && { good: sum(series, ({ good = 0 }) => good) }),
    inputTokens: sum(series, ({ inputTokens }) => inputTokens),
    outputTokens: sum(series, ({ outputTokens }) => outputTokens),
    ...sumIfAny(series, 'cachedTokens'),
    ...sumIfAny(series, 'cacheHits'),
    ...sumIfAny(series, 'uncounted'),
    ...sumIfAny(series, 'streamed'),
    ...sumIfAny(series, 'heldBack'),
    ...sumIfAny(series, 'inBursts'),
    inFlightMax: Math.max(...series.map(({ inFlightMax }) => inFlightMax)),
    times: mergeAllTimes(series),
  }
}

function sumIfAny(
  series: readonly SeriesRecord[],
  name: 'cachedTokens' | 'cacheHits' | 'uncounted' | 'streamed' | 'heldBack' | 'inBursts',
): Partial<SeriesRecord> {
  const total = sum(series, (each) => each[name] ?? 0)
  return total > 0 ? { [name]: total } : {}
}

function mergeAllTimes(series: readonly SeriesRecord[]): SeriesRecord['times'] {
  const names = [...new Set(series.flatMap(({ times }) => Object.keys(times) as TimeName[]))]
  const merged = names.map((name): [TimeName, TimeRecord | undefined] => [
    name,
    mergeTimes(series.flatMap(({ times }) => times[name] ?? [])),
  ])
  return Object.fromEntries(merged)
}

/** The worst of the client. */
export function worstClient(records: readonly LoadRecord[]): ClientRecord {
  const clients = records.map(({ client }) => client)
  const most = (value: (client: ClientRecord) => number) => Math.max(...clients.map(value))
  const ifKnown = (name: 'hostLoad' | 'otherLoad') => {
    const known = clients.flatMap((client) => client[name] ?? [])
    return known.length > 0 && { [name]: Math.max(...known) }
  }
  const asked = clients[0]?.inFlightAsked
  const ceilings = clients.flatMap(({ ceilingPerSecond }) => ceilingPerSecond ?? [])
  return {
    eventLoopDelayP99Ms: most(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms),
    eventLoopDelayMaxMs: most(({ eventLoopDelayMaxMs }) => eventLoopDelayMaxMs),
    eventLoopUtilization: most(({ eventLoopUtilization }) => eventLoopUtilization),
    cpuCores: most(({ cpuCores }) => cpuCores),
    lateStartP99Ms: most(({ lateStartP99Ms }) => lateStartP99Ms),
    lateStartMaxMs: most(({ lateStartMaxMs }) => lateStartMaxMs),
    inFlightMean: sum(clients, ({ inFlightMean }) => inFlightMean) / clients.length,
    ...ifKnown('hostLoad'),
    ...ifKnown('otherLoad'),
    ...(asked !== undefined && { inFlightAsked: asked }),
    ...(ceilings.length > 0 && { ceilingPerSecond: Math.min(...ceilings) }),
    limitedBy: [...new Set(clients.flatMap(({ limitedBy }) => limitedBy))],
  }
}

/** One after the other, as if nothing had been between them. */
function oneTimeline(records: readonly LoadRecord[]): TimelinePart[] {
  let beforeMs = 0
  return records.flatMap(({ timeline, durationMs }) => {
    const shifted = timeline.map((part) => ({ ...part, atMs: part.atMs + beforeMs }))
    beforeMs += durationMs
    return shifted
  })
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

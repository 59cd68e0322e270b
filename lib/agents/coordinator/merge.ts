import { mergedWords, mergeSeries, worstClient } from '../../load/merge-records.ts'
import { mergePaces, type PaceRecord } from '../../load/pace.ts'
import type {
  AgentPart,
  ClientRecord,
  LoadRecord,
  SeriesRecord,
  TimelinePart,
} from '../../record/load-record.ts'
import type { AgentResult } from '../protocol.ts'

/** An agent that reported nothing, and its requests with unknown outcome. */
export interface LostAgent {
  readonly name: string
  readonly host: string
  readonly cores: number
  readonly clockErrorMs: number
  /** How many it had sent, as far as known. */
  readonly requests: number
  readonly words: string
}

/** The measurements of all agents of one load. */
export interface AgentResults {
  readonly results: readonly AgentResult[]
  readonly lost: readonly LostAgent[]
  /** The agreed start, by Redis' clock. */
  readonly startMs: number
}

export interface MergedLoad {
  readonly record: LoadRecord
  readonly pace: PaceRecord
}

/** Outcome of a request about which nothing is known. */
const unknownOutcome = 'unknown'

/**
 * One record of parts of a load that ran at the same time. Unlike repetitions, their durations overlap and
 * their requests in flight add up; distributions become one with exact counts, extremes and means.
 * @throws RangeError if no agent reported
 */
export function mergeParts({ results, lost, startMs }: AgentResults): MergedLoad {
  const records = results.map(({ record }) => record)
  const [first] = records
  if (!first) throw new RangeError('no agent reported')
  const lateMs = results.map(({ startedAtMs }) => startedAtMs - startMs)
  const beginMs = Math.min(...lateMs)
  const shifts = lateMs.map((ms) => ms - beginMs)
  const durationMs = Math.max(...records.map((record, n) => (shifts[n] ?? 0) + record.durationMs))
  const unknown = sum(lost, ({ requests }) => requests)
  const said = mergedWords(records)
  const isPlanned = records.every(({ planned }) => planned !== undefined)
  const { planned: _planned, said: _said, overclaims: _overclaims, ...rest } = first
  const ids = [...new Set(records.flatMap(({ workers }) => Object.keys(workers)))]
  const record: LoadRecord = {
    ...rest,
    durationMs,
    ...(isPlanned && { planned: sum(records, ({ planned = 0 }) => planned) + unknown }),
    started: sum(records, ({ started }) => started) + unknown,
    dropped: sum(records, ({ dropped }) => dropped),
    retries: sum(records, ({ retries }) => retries),
    slotsExceeded: sum(records, ({ slotsExceeded }) => slotsExceeded),
    busySlots: busySlotsOf(records, durationMs),
    isCutShort: records.some(({ isCutShort }) => isCutShort),
    total: withUnknown(together(records.map(({ total }) => total)), unknown, lost),
    workers: Object.fromEntries(
      ids.map((id) => [id, together(records.flatMap(({ workers }) => workers[id] ?? []))]),
    ),
    ...(said && { said }),
    client: clientOf(results),
    timeline: mergeTimelines(records, shifts),
    agents: [
      ...results.map((result, n) => partOf(result, lateMs[n] ?? 0)),
      ...lost.map(lostPart),
    ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
  const paces = results.map(({ pace }, n) => shifted(pace, shifts[n] ?? 0))
  return { record, pace: mergePaces(paces) }
}

/** The sum is an upper bound of the maximum in flight, because each agent knows only its own. */
function together(series: readonly SeriesRecord[]): SeriesRecord {
  return { ...mergeSeries(series), inFlightMax: sum(series, ({ inFlightMax }) => inFlightMax) }
}

function withUnknown(
  total: SeriesRecord,
  unknown: number,
  lost: readonly LostAgent[],
): SeriesRecord {
  if (unknown === 0) return total
  const words = lost.map((agent) => agent.words).join('; ')
  return {
    ...total,
    ended: total.ended + unknown,
    faults: { ...total.faults, [unknownOutcome]: (total.faults[unknownOutcome] ?? 0) + unknown },
    words: { ...total.words, [unknownOutcome]: words },
  }
}

function busySlotsOf(records: readonly LoadRecord[], durationMs: number): LoadRecord['busySlots'] {
  const area = sum(records, (record) => record.busySlots.mean * record.durationMs)
  return {
    mean: durationMs === 0 ? 0 : area / durationMs,
    untilLastStart: sum(records, ({ busySlots }) => busySlots.untilLastStart),
    most: sum(records, ({ busySlots }) => busySlots.most),
  }
}

/**
 * The worst value of all agents, except for sums; one agent that was the limit makes the whole measurement
 * unfit.
 */
function clientOf(results: readonly AgentResult[]): ClientRecord {
  const records = results.map(({ record }) => record)
  const clients = records.map(({ client }) => client)
  const asked = clients.flatMap(({ inFlightAsked }) => inFlightAsked ?? [])
  const ceilings = clients.flatMap(({ ceilingPerSecond }) => ceilingPerSecond ?? [])
  const hasAll = ceilings.length === clients.length && ceilings.length > 0
  const { inFlightAsked: _asked, ceilingPerSecond: _ceiling, ...worst } = worstClient(records)
  return {
    ...worst,
    inFlightMean: sum(clients, ({ inFlightMean }) => inFlightMean),
    ...(asked.length > 0 && { inFlightAsked: sum(asked, (count) => count) }),
    ...(hasAll && { ceilingPerSecond: sum(ceilings, (perSecond) => perSecond) }),
    limitedBy: results.flatMap(({ agent, record }) =>
      record.client.limitedBy.map((reason) => `agent ${agent}: ${reason}`),
    ),
  }
}

function partOf(result: AgentResult, startedLateMs: number): AgentPart {
  const { agent: name, host, cores, clockErrorMs, record } = result
  const { total, client, started, durationMs } = record
  const { latency } = total.times
  return {
    name,
    host,
    cores,
    clockErrorMs,
    startedLateMs,
    started,
    durationMs,
    ended: total.ended,
    ok: total.ok,
    ...(latency && { latencyP50Ms: latency.p50Ms, latencyP99Ms: latency.p99Ms }),
    limitedBy: client.limitedBy,
  }
}

function lostPart({ name, host, cores, clockErrorMs, requests, words }: LostAgent): AgentPart {
  return {
    name,
    host,
    cores,
    clockErrorMs,
    startedLateMs: 0,
    started: requests,
    ended: 0,
    ok: 0,
    durationMs: 0,
    limitedBy: [],
    lost: words,
  }
}

/**
 * One timeline with intervals as long as the longest of any agent; all grew from the same length by
 * doubling. The p95 of a merged interval is the largest one: the distributions behind it are not kept.
 */
function mergeTimelines(records: readonly LoadRecord[], shifts: readonly number[]): TimelinePart[] {
  const partMs = Math.max(0, ...records.map(({ timeline }) => timeline[1]?.atMs ?? 0))
  const merged: TimelinePart[] = []
  for (const [n, { timeline }] of records.entries()) {
    const ownMs = timeline[1]?.atMs ?? partMs
    for (const part of timeline) {
      const middleMs = part.atMs + ownMs / 2 + (shifts[n] ?? 0)
      const index = partMs === 0 ? 0 : Math.floor(middleMs / partMs)
      while (merged.length <= index) merged.push(emptyPart(merged.length * partMs))
      const weight = partMs === 0 ? 1 : ownMs / partMs
      merged[index] = addPart(merged[index] ?? emptyPart(0), part, weight)
    }
  }
  return merged
}

function emptyPart(atMs: number): TimelinePart {
  return { atMs, ended: 0, ok: 0, outputTokens: 0 }
}

/** @param weight fraction of the merged interval that the other one covers */
function addPart(to: TimelinePart, part: TimelinePart, weight: number): TimelinePart {
  const ok = to.ok + part.ok
  const latencySum = (to.latencyAvgMs ?? 0) * to.ok + (part.latencyAvgMs ?? 0) * part.ok
  const p95s = [to.latencyP95Ms, part.latencyP95Ms].filter((ms) => ms !== undefined)
  const flow = (name: 'inFlightMean' | 'queuedMean') =>
    (to[name] ?? part[name]) === undefined
      ? {}
      : { [name]: (to[name] ?? 0) + (part[name] ?? 0) * weight }
  return {
    atMs: to.atMs,
    ended: to.ended + part.ended,
    ok,
    outputTokens: to.outputTokens + part.outputTokens,
    ...(ok > 0 && { latencyAvgMs: latencySum / ok, latencyP95Ms: Math.max(...p95s) }),
    ...flow('inFlightMean'),
    ...flow('queuedMean'),
  }
}

function shifted({ due, answered }: PaceRecord, byMs: number): PaceRecord {
  const moved = <T extends { firstMs: number; lastMs: number }>(events: T): T => ({
    ...events,
    firstMs: events.firstMs + byMs,
    lastMs: events.lastMs + byMs,
  })
  return { ...(due && { due: moved(due) }), ...(answered && { answered: moved(answered) }) }
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

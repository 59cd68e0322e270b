import type { LoadRecord } from '../../record/load-record.ts'
import { labelsInWords } from '../../units/labels.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { perSecond } from './level-metrics.ts'
import type { LevelLoads } from './measure-level.ts'
import { type Side, slotsOf } from './plan.ts'

/** Tolerance for the noise of a measured ratio, and for the end of a run. */
const tolerance = 1.15
/** A level may exceed its share of a lower one by this factor. */
const maxAboveShare = 1.5

/**
 * Why a speedup cannot be true: it is above what slots and speeds of the workers allow. Then one side was
 * spared work, by a cache or by different responses. Undefined: it can be true.
 */
export function beyondIdeal(loads: LevelLoads, at: string): string | undefined {
  const { level, candidate, baseline } = loads
  if (!level.baseline) return undefined
  const ideal = idealOf(level.candidate, level.baseline, candidate)
  const least = minSpeedup(candidate, baseline)
  if (ideal === undefined || least === undefined || least <= ideal * tolerance) return undefined
  const [measured, possible] = [least, ideal].map((times) => formatQuantity(times, 'multiplier'))
  return `a speedup of at least ${measured} at ${at} is beyond the ${possible} that slots and speeds of the workers allow: the baseline did work that the others were spared, for example by a prompt cache`
}

/**
 * The largest plausible ratio of capacities: of slots, of workers, and of slots over service times, because
 * other workers may be faster than the baseline's. Their times come from the one load that all get.
 * Undefined if the speed of a worker relative to the baseline's is unknown.
 */
function idealOf(fast: Side, slow: Side, candidate: readonly LoadRecord[]): number | undefined {
  const isPart = slow.workers.every(({ id }) => fast.workers.some((worker) => worker.id === id))
  if (!isPart) return undefined
  const rate = ({ workers }: Side) =>
    workers.reduce((sum, { id, maxConcurrentRequests }) => {
      return sum + maxConcurrentRequests / (serviceMs(candidate, id) ?? Number.NaN)
    }, 0)
  const bySpeed = rate(fast) / rate(slow)
  if (!Number.isFinite(bySpeed)) return undefined
  const bySlots = slotsOf(fast.workers) / slotsOf(slow.workers)
  const byUse = usableSlots(fast) / usableSlots(slow)
  return Math.max(bySlots, byUse, fast.workers.length / slow.workers.length, bySpeed)
}

/** A baseline with fewer requests in flight than its slots leaves some of them unused. */
function usableSlots({ workers, concurrency }: Side): number {
  return Math.min(concurrency, slotsOf(workers))
}

function serviceMs(records: readonly LoadRecord[], id: string): number | undefined {
  const times = records.flatMap(({ workers }) => workers[id]?.times.service_time ?? [])
  const count = times.reduce((sum, time) => sum + time.count, 0)
  return count === 0
    ? undefined
    : times.reduce((sum, { avgMs, count: part }) => sum + avgMs * part, 0) / count
}

/** Two standard errors below the mean of the repetitions' logarithms. */
function minSpeedup(
  candidate: readonly LoadRecord[],
  baseline: readonly LoadRecord[],
): number | undefined {
  const logs = candidate.flatMap((record, index) => {
    const other = baseline[index]
    return other ? Math.log(perSecond(record) / perSecond(other)) : []
  })
  const count = logs.length
  if (count === 0 || !logs.every(Number.isFinite)) return undefined
  const mean = logs.reduce((sum, log) => sum + log, 0) / count
  if (count === 1) return Math.exp(mean)
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (count - 1)
  return Math.exp(mean - 2 * Math.sqrt(variance / count))
}

/**
 * Why the levels cannot be of the same cluster: a level with more requests in flight serves far more per
 * request in flight than a lower level of the same workers.
 */
export function farAbove(measured: readonly LevelLoads[]): string[] {
  return measured.flatMap((loads) => {
    const own = perLane(loads)
    const lower = measured.filter(
      ({ level: { candidate: side } }) =>
        side.workers.length === loads.level.candidate.workers.length &&
        side.concurrency < loads.level.candidate.concurrency,
    )
    const most = Math.max(...lower.map(perLane))
    if (lower.length === 0 || !(own > most * maxAboveShare)) return []
    const times = formatQuantity(own / most, 'multiplier')
    return `${labelsInWords(loads.level.labels)} had ${times} the throughput per request in flight of any lower level: a cache, or a cluster that was not warm before`
  })
}

function perLane({ level, candidate }: LevelLoads): number {
  const sum = candidate.reduce((total, record) => total + perSecond(record), 0)
  return sum / Math.max(1, candidate.length) / level.candidate.concurrency
}

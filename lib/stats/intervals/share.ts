import type { Interval } from '../../units/interval.ts'
import { batchMeans } from '../series/batch-means.ts'
import { clopperPearson } from './clopper-pearson.ts'

/** One worker's share of the requests, in percentage points, with the interval of its true share. */
export interface ShareEstimate extends Interval {
  readonly share: number
}

export interface ShareOptions {
  /** Maximum number of runs into which the sequence is cut. */
  readonly batches?: number
  /** Between 0 and 1. */
  readonly confidence?: number
}

/** With fewer runs than this, runs that are equal by chance would make the interval vanish. */
const minBatches = 5

/**
 * The share of each worker, from the order in which requests went to them.
 *
 * By batch means, because the binomial interval is for independent requests. Those behind a balancer are
 * not: a worker that has just got one is less likely to get the next, so that shares vary less than
 * binomially, and in a strict rotation not at all. The length of a run is a multiple of the number of
 * workers, whereby a rotation of at least five rounds is exact.
 *
 * If runs are not informative, the interval is that of Clopper and Pearson, too wide rather than too
 * narrow: in a sequence of fewer than five rounds, and for a worker that got nothing of it or all.
 * @param sequence ids of the workers, in the order in which requests were sent to them or ended
 * @param ids the workers of the result, whether or not they got any
 * @returns by id, in the order of `ids`; empty for an empty sequence: no data is not a share
 */
export function shareIntervals(
  sequence: readonly string[],
  ids: readonly string[],
  { batches = 10, confidence = 0.95 }: ShareOptions = {},
): ReadonlyMap<string, ShareEstimate> {
  if (sequence.length === 0) return new Map()
  const runs = cut(sequence, batches)
  // The only worker necessarily gets all of it; one of several may by chance.
  if (ids.length === 1 && sequence.every((id) => id === ids[0])) {
    return new Map(ids.map((id) => [id, { share: 100, low: 100, high: 100, confidence }]))
  }
  const estimates = ids.map((id) => [id, estimate(id, sequence, runs, confidence)] as const)
  // In a rotation all runs are equal for every worker; if they are for one only, that is chance.
  const isRotation = estimates.every(([, { share, low, high }]) => share === 0 || low === high)
  const atLeast = isRotation ? 0 : 100 / sequence.length
  return new Map(estimates.map(([id, each]) => [id, widened(each, atLeast)]))
}

/** No interval is narrower than one request more or less. */
function widened({ share, low, high, confidence }: ShareEstimate, points: number): ShareEstimate {
  return {
    share,
    low: Math.max(0, Math.min(low, share - points)),
    high: Math.min(100, Math.max(high, share + points)),
    confidence,
  }
}

/** Runs of equal length, a multiple of the number of workers in them; the remainder is in none. */
function cut(sequence: readonly string[], batches: number): readonly (readonly string[])[] {
  const workers = new Set(sequence).size
  const rounds = Math.floor(sequence.length / workers)
  const count = Math.min(batches, rounds)
  const length = Math.floor(rounds / count) * workers
  return Array.from({ length: count }, (_, index) =>
    sequence.slice(index * length, (index + 1) * length),
  )
}

function estimate(
  id: string,
  sequence: readonly string[],
  runs: readonly (readonly string[])[],
  confidence: number,
): ShareEstimate {
  const count = countOf(id, sequence)
  const share = (100 * count) / sequence.length
  const isReporting = count > 0 && count < sequence.length
  // Of integer counts, not of shares: if all are equal, division must leave no remainder.
  const counts = runs.map((run) => countOf(id, run))
  const spread =
    isReporting && runs.length >= minBatches ? batchMeans(counts, runs.length, confidence) : null
  if (!spread) return { share, ...exactInterval(count, sequence.length, confidence) }
  const halfWidth = (50 * (spread.high - spread.low)) / (runs[0]?.length ?? 1)
  return {
    share,
    low: Math.max(0, share - halfWidth),
    high: Math.min(100, share + halfWidth),
    confidence,
  }
}

function countOf(id: string, sequence: readonly string[]): number {
  return sequence.reduce((count, each) => (each === id ? count + 1 : count), 0)
}

function exactInterval(count: number, total: number, confidence: number): Interval {
  const { lower, upper } = clopperPearson(count, total, confidence)
  return { low: 100 * lower, high: 100 * upper, confidence }
}

import { cacheDoubt } from '../../record/load-doubts.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import { drift } from '../../stats/series/drift.ts'
import { labelsInWords } from '../../units/labels.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { beyondIdeal } from './ideal-speedup.ts'
import type { LevelLoads } from './measure-level.ts'

/** A throughput that changes by less than this during a level is not reported. */
const minDrift = 0.15
/** Responses of the two sides may differ in length by this much. */
const mostUnequal = 0.05

/**
 * Why a level cannot be judged, one reason per line; empty if it is fit: the load generator was the limit,
 * the cluster changed during the run, the sides did not do the same work, or caches responded instead of
 * workers.
 */
export function unfitness(loads: LevelLoads): readonly string[] {
  const at = labelsInWords(loads.level.labels)
  const reasons = [
    clientLimit(loads, at),
    drifting(loads.candidate, at),
    unequalWork(loads, at),
    cacheDoubt([...loads.candidate, ...loads.baseline]),
    unequalCaches(loads, at),
    beyondIdeal(loads, at),
  ]
  return reasons.flatMap((reason) => reason ?? [])
}

/** Disturbances by the load generator that do not invalidate the level; undefined: none. */
export function disturbance({ level, candidate, baseline }: LevelLoads): string | undefined {
  const limited = [...candidate, ...baseline].filter(isLimited)
  const [reason] = limited.at(-1)?.client.limitedBy ?? []
  if (reason === undefined) return undefined
  const at = labelsInWords(level.labels)
  return `at ${at} the load generator was the limit of ${limited.length} of ${candidate.length + baseline.length} loads: ${reason}`
}

/**
 * One load that the client disturbed is noise like any other, which is part of the spread of the
 * repetitions; if half of a side's loads were disturbed, the level shows nothing about the cluster.
 */
function clientLimit({ candidate, baseline }: LevelLoads, at: string): string | undefined {
  const spoiled = [candidate, baseline].find((side) => {
    const count = side.filter(isLimited).length
    return count > 0 && count * 2 >= side.length
  })
  const [reason] = spoiled?.filter(isLimited).at(-1)?.client.limitedBy ?? []
  return reason && `the load generator was the limit at ${at}: ${reason}`
}

function isLimited({ client }: LoadRecord): boolean {
  return client.limitedBy.length > 0
}

/** Successful responses in equal intervals, without the incomplete ends of each load. */
function drifting(records: readonly LoadRecord[], at: string): string | undefined {
  const parts = records.flatMap(({ timeline }) => timeline.slice(1, -1).map(({ ok }) => ok))
  if (parts.length === 0 || parts.some((ok) => ok === 0)) return undefined
  const found = drift(parts)
  if (!found) return undefined
  const { ratio, interval } = found
  const isSure = interval.low > 1 || interval.high < 1
  if (!isSure || Math.abs(ratio - 1) < minDrift) return undefined
  const change = formatQuantity(Math.abs(ratio - 1) * 100, 'percentage')
  return ratio < 1
    ? `the throughput fell by ${change} in the course of ${at}: workers that get hot, or something else that began to run`
    : `the throughput rose by ${change} in the course of ${at}: it was not warm yet`
}

function unequalWork({ candidate, baseline }: LevelLoads, at: string): string | undefined {
  const [fast, slow] = [tokensPerResponse(candidate), tokensPerResponse(baseline)]
  if (fast === undefined || slow === undefined) return undefined
  if (Math.abs(fast / slow - 1) <= mostUnequal) return undefined
  const [now, before] = [fast, slow].map((tokens) => tokens.toFixed(1))
  return `the sides did different work at ${at}: ${now} tokens per response versus ${before} of the baseline`
}

function tokensPerResponse(records: readonly LoadRecord[]): number | undefined {
  const sum = (value: (record: LoadRecord) => number) =>
    records.reduce((total, record) => total + value(record), 0)
  const tokens = sum(({ total }) => total.outputTokens)
  return tokens > 0 ? tokens / sum(({ total }) => total.ok) : undefined
}

/** Shares of cached prompt tokens of the two sides may differ by this much. */
const mostUnequalCaches = 0.1

/** For prompts that are resent on purpose: the side with more cache hits had less to do. */
function unequalCaches({ candidate, baseline }: LevelLoads, at: string): string | undefined {
  const [now, before] = [cachedShare(candidate), cachedShare(baseline)]
  if (now === undefined || before === undefined) return undefined
  if (Math.abs(now - before) <= mostUnequalCaches) return undefined
  const [mine, its] = [now, before].map((share) => formatQuantity(share * 100, 'percentage'))
  return `cache hits differ between the sides at ${at}: ${mine} of the prompt tokens were cached versus ${its} of the baseline`
}

function cachedShare(records: readonly LoadRecord[]): number | undefined {
  const input = records.reduce((total, { total: { inputTokens } }) => total + inputTokens, 0)
  const cached = records.reduce((total, { total: { cachedTokens = 0 } }) => total + cachedTokens, 0)
  return input > 0 ? cached / input : undefined
}

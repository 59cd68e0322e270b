import { strategy as cacheAffinity } from './cache-affinity.ts'
import { strategy as hybrid } from './hybrid.ts'
import { strategy as leastOutstanding } from './least-outstanding.ts'
import { strategy as p2c } from './p2c.ts'
import { strategy as peakEwma } from './peak-ewma.ts'
import { strategy as prequal } from './prequal.ts'
import { strategy as roundRobin } from './round-robin.ts'
import type { StrategyFactory } from './strategy.ts'
import { strategy as weighted } from './weighted.ts'

const table = {
  hybrid,
  least_outstanding: leastOutstanding,
  round_robin: roundRobin,
  weighted,
  p2c,
  peak_ewma: peakEwma,
  prequal,
  cache_affinity: cacheAffinity,
} satisfies Readonly<Record<string, StrategyFactory>>

/** The strategies by their names in the cluster file, the default first. */
export const strategies: Readonly<typeof table & Record<string, StrategyFactory>> = table

export const strategyNames: readonly string[] = Object.keys(strategies)

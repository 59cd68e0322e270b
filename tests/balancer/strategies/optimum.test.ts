import { describe, expect, test } from 'vitest'
import { strategies } from '../../../lib/balancer/strategies/registry.ts'
import { closedLoop, type Demand, lognormal, poisson } from './demand.ts'
import { equal, type Fleet, oneSlow, tenUnequal } from './fleets.ts'
import { minMakespanMs, optimalMeanLatencyMs } from './optimum.ts'
import { simulate } from './simulation.ts'

const options = { requests: 3000, sizes: lognormal, meanMs: 100 }
const seeds = [1, 2, 3]

/** Demand for a part of the slots, or of what the fleet can work off. */
const clients = (part: number) => (fleet: Fleet, seed: number) =>
  closedLoop(Math.max(1, Math.round(part * fleet.slots)), { ...options, seed })
const arrivals = (part: number) => (fleet: Fleet, seed: number) =>
  poisson((part * fleet.capacity * 1000) / options.meanMs, { ...options, seed })

type DemandOf = (fleet: Fleet, seed: number) => Demand

/** Mean latency over the optimum's, the mean of several seeds. */
function latencyRatio(name: string, fleet: Fleet, demandOf: DemandOf): number {
  return meanOf(seeds, (seed) => {
    const demand = demandOf(fleet, seed)
    const run = simulate({ workers: fleet.workers, demand, strategy: strategies[name]!, seed })
    return run.meanLatencyMs / optimalMeanLatencyMs(fleet.steady, demand)
  })
}

/** Time until all is done over that of slots busy to the last moment. */
function makespanRatio(name: string, fleet: Fleet, demandOf: DemandOf): number {
  return meanOf(seeds, (seed) => {
    const demand = demandOf(fleet, seed)
    const run = simulate({ workers: fleet.workers, demand, strategy: strategies[name]!, seed })
    return run.makespanMs / minMakespanMs(fleet.steady, demand)
  })
}

function meanOf(all: readonly number[], ratio: (seed: number) => number): number {
  return all.reduce((sum, each) => sum + ratio(each), 0) / all.length
}

// Each bound is the measured value (in brackets) and a fifth more of the distance to the optimum, or 0.01.
const belowSlots: [string, Fleet, DemandOf, number][] = [
  ['equal, 35 % of the slots', equal, clients(0.35), 1.01], // [1.000]
  ['equal, 60 % of the capacity', equal, arrivals(0.6), 1.01], // [1.000]
  ['one 3x slower, 35 % of the slots', oneSlow, clients(0.35), 1.015], // [1.005]
  ['one 3x slower, 60 % of the slots', oneSlow, clients(0.6), 1.02], // [1.010]
  ['one 3x slower, 30 % of the capacity', oneSlow, arrivals(0.3), 1.03], // [1.016]
  ['one 3x slower, 60 % of the capacity', oneSlow, arrivals(0.6), 1.11], // [1.086]
  ['ten unequal, 35 % of the slots', tenUnequal, clients(0.35), 1.07], // [1.049]
  ['ten unequal, 60 % of the slots', tenUnequal, clients(0.6), 1.05], // [1.032]
  ['ten unequal, 30 % of the capacity', tenUnequal, arrivals(0.3), 1.14], // [1.111]
  ['ten unequal, 60 % of the capacity', tenUnequal, arrivals(0.6), 1.08], // [1.061]
]

describe('below the slots, hybrid is near to list scheduling with all times known', () => {
  test.each(belowSlots)('%s', (_words, fleet, demandOf, bound) => {
    expect(latencyRatio('hybrid', fleet, demandOf)).toBeLessThan(bound)
  })
})

describe('at the slots every strategy is near to the bound, because of the central queue', () => {
  const cases = Object.keys(strategies).flatMap((name): [string, string, Fleet, number][] => [
    [name, 'equal', equal, 1.02], // [1.005]
    [name, 'one 3x slower', oneSlow, 1.03], // [1.008 to 1.010]
    [name, 'ten unequal', tenUnequal, 1.12], // [1.037 to 1.087]
  ])
  test.each(cases)('%s, %s', (name, _words, fleet, bound) => {
    expect(makespanRatio(name, fleet, clients(1.5))).toBeLessThan(bound)
  })
})

describe('with one worker 3x slower and demand below the slots', () => {
  const demands: [string, DemandOf][] = [
    ['35 % of the slots', clients(0.35)],
    ['60 % of the slots', clients(0.6)],
    ['30 % of the capacity', arrivals(0.3)],
  ]
  test.each(demands)(
    'hybrid is far better than strategies that do not measure speed: %s',
    (_words, demandOf) => {
      const hybrid = latencyRatio('hybrid', oneSlow, demandOf)
      for (const blind of ['least_outstanding', 'p2c', 'round_robin']) {
        // At least 1.27 times the mean latency was measured.
        expect(latencyRatio(blind, oneSlow, demandOf) / hybrid).toBeGreaterThan(1.2)
      }
    },
  )
})

describe('the optimum', () => {
  test('is the duration of the requests if there is a fast slot for each', () => {
    const demand = closedLoop(1, { ...options, seed: 1 })
    const meanMs = demand.sizesMs.reduce((sum, each) => sum + each, 0) / demand.sizesMs.length
    expect(optimalMeanLatencyMs(oneSlow.steady, demand)).toBeCloseTo(meanMs)
  })

  test('is a lower bound if all workers are equal', () => {
    for (const name of Object.keys(strategies)) {
      expect(latencyRatio(name, equal, arrivals(0.6))).toBeGreaterThan(0.999)
    }
  })

  test('is a lower bound of every run', () => {
    for (const name of Object.keys(strategies)) {
      expect(makespanRatio(name, tenUnequal, clients(1))).toBeGreaterThan(1)
    }
  })
})

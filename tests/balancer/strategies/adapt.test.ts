import { describe, expect, test } from 'vitest'
import { strategies } from '../../../lib/balancer/strategies/registry.ts'
import { closedLoop, lognormal, poisson } from './demand.ts'
import { equal } from './fleets.ts'
import { type Run, shares, simulate, type WorkerModel } from './simulation.ts'

/** The third of three equal workers is 3x slower from the 20th to the 60th second. */
const [first, second, third] = equal.workers
const ailing: WorkerModel = {
  ...third!,
  serviceMs: (sizeMs, startMs) => (startMs >= 20_000 && startMs < 60_000 ? 3 * sizeMs : sizeMs),
}
const workers = [first!, second!, ailing]

/** Its share well inside each of the three phases. */
function sharesOf(run: Run) {
  return {
    before: shares(run, 5_000, 20_000)(ailing.id),
    slow: shares(run, 25_000, 60_000)(ailing.id),
    after: shares(run, 100_000)(ailing.id),
  }
}

describe('at the slots, the share of a worker that becomes 3x slower follows its capacity', () => {
  const demand = closedLoop(20, { requests: 18_000, sizes: lognormal, meanMs: 100, seed: 1 })

  test.each(Object.entries(strategies))('%s', (_name, strategy) => {
    const { before, slow, after } = sharesOf(simulate({ workers, demand, strategy }))
    expect(before).toBeCloseTo(1 / 3, 1)
    expect(slow).toBeCloseTo(1 / 7, 1)
    expect(after).toBeCloseTo(1 / 3, 1)
  })
})

describe('below the slots, hybrid', () => {
  const options = { requests: 9000, sizes: lognormal, meanMs: 100, seed: 1 }
  const { hybrid } = strategies
  const run = simulate({ workers, demand: poisson(60, options), strategy: hybrid })
  const { before, slow, after } = sharesOf(run)

  test('shares evenly while all are equal', () => {
    expect(Math.abs(before - 1 / 3)).toBeLessThan(0.05)
  })

  test('gives the slow worker the requests for which the others have no room', () => {
    expect(slow).toBeLessThan(0.05)
  })

  test('shares evenly again when it has recovered', () => {
    expect(Math.abs(after - 1 / 3)).toBeLessThan(0.05)
  })
})

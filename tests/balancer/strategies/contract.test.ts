import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromFunction } from '../../../lib/balancer/strategies/from-function.ts'
import { strategies } from '../../../lib/balancer/strategies/registry.ts'
import type { StrategyFactory } from '../../../lib/balancer/strategies/strategy.ts'
import {
  closedLoop,
  type Demand,
  lognormal,
  nearlyConstant,
  poisson,
  type Sizes,
} from './demand.ts'
import { equal } from './fleets.ts'
import { type Happening, History, happenings } from './history.ts'
import { shares, simulate } from './simulation.ts'

/** User-defined strategies must keep the same promises. */
const inTurn: StrategyFactory = () => {
  let turn = 0
  return fromFunction((free) => free[turn++ % free.length]!, 'a function of a user')
}

const members = Object.entries({ ...strategies, 'a function of a user': inTurn })

describe.each(members)('strategy %s', (name, factory) => {
  test('has the name of its file', () => {
    expect(new History(factory).strategy.name).toBe(name)
  })

  test('returns only free workers, whichever join and leave', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        for (const { picked, free } of new History(factory).play(all).picks) {
          expect(free).toContain(picked)
        }
      }),
    )
  })

  test('picks the same workers again for the same seed and the same responses', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const [first, second] = [new History(factory), new History(factory)]
        expect(pickedIds(first.play(all))).toEqual(pickedIds(second.play(all)))
      }),
    )
  })

  test('does not send more requests to a worker because it fails', () => {
    fc.assert(
      fc.property(happenings, fc.nat(2), fc.nat(500), (all, index, durationMs) => {
        const [without, withFailure] = [new History(factory), new History(factory)]
        without.play(all)
        withFailure.play(all)
        const workerId = `worker-${index}`
        const { nowMs } = withFailure
        const failure = { workerId, nowMs, durationMs, isOk: false, inFlight: 1 }
        withFailure.strategy.observe?.(failure)
        if (withFailure.request() === workerId) expect(without.request()).toBe(workerId)
      }),
    )
  })

  test('ignores responses of workers that it does not know', () => {
    const known = respondedEvenly(factory)
    const disturbed = respondedEvenly(factory, (history) => {
      const { nowMs } = history
      const stray = { workerId: 'nobody', nowMs, durationMs: 100, isOk: true, inFlight: 1 }
      history.strategy.observe?.(stray)
      history.strategy.forget?.('no-one')
    })
    expect(pickedIds(disturbed)).toEqual(pickedIds(known))
  })

  test('lets unknown idle workers take turns', () => {
    const idle = new History(factory)
    const counts = countsOf(Array.from({ length: 60 }, () => pickIdle(idle)))
    for (const { id } of idle.rotation) expect(counts.get(id)).toBeGreaterThanOrEqual(10)
  })

  test('gives a new worker requests soon', () => {
    const history = respondedEvenly(factory)
    history.play([{ kind: 'join', slots: 3 }])
    const picked = Array.from({ length: 40 }, () => pickIdle(history))
    expect(picked).toContain('worker-3')
  })

  test.each(demands(nearlyConstant))('gives equal workers equal shares: %s', (_words, demand) => {
    const share = shares(simulate({ workers: equal.workers, demand, strategy: factory }))
    for (const { id } of equal.workers) expect(Math.abs(share(id) - 1 / 3)).toBeLessThan(0.1)
  })

  test.each(demands(lognormal))('starves no worker by chance: %s', (_words, demand) => {
    const share = shares(simulate({ workers: equal.workers, demand, strategy: factory }))
    for (const { id } of equal.workers) expect(share(id)).toBeGreaterThan(0.15)
  })

  test.each(demands(lognormal))(
    'gives no larger share to a worker that fails at once: %s',
    (_words, demand) => {
      const [first, ...rest] = equal.workers
      const broken = { ...first!, failsAfterMs: () => 1 }
      const run = simulate({ workers: [broken, ...rest], demand, strategy: factory })
      expect(shares(run)(broken.id)).toBeLessThan(0.4)
    },
  )

  test.each(demands(lognormal))(
    'gives no larger share to a worker that begins to fail: %s',
    (_words, demand) => {
      const [first, ...rest] = equal.workers
      const broken = {
        ...first!,
        failsAfterMs: (startMs: number) => (startMs > 3000 ? 1 : undefined),
      }
      const run = simulate({ workers: [broken, ...rest], demand, strategy: factory })
      expect(shares(run, 3000)(broken.id)).toBeLessThan(0.4)
    },
  )

  test('comes back to a worker that was slow once', () => {
    const [first, ...rest] = equal.workers
    const once = {
      ...first!,
      serviceMs: (sizeMs: number, startMs: number) => (startMs < 10_000 ? 5 * sizeMs : sizeMs),
    }
    const demand = poisson(20, {
      requests: 2400,
      sizes: lognormal,
      meanMs: 100,
      seed: 3,
      keys: 900,
    })
    const run = simulate({ workers: [once, ...rest], demand, strategy: factory })
    expect(shares(run, 60_000)(once.id)).toBeGreaterThan(0.15)
  })
})

/** Below the slots, where there is a choice; each request with a key of its own. */
function demands(sizes: Sizes): [string, Demand][] {
  const options = { requests: 3000, meanMs: 100, seed: 1, keys: 3000, sizes }
  return [
    ['one at a time', closedLoop(1, options)],
    ['four at a time', closedLoop(4, options)],
    ['nine at a time', closedLoop(9, options)],
    ['as they come', poisson(40, options)],
  ]
}

/** Three workers, each response after 100 ms. */
function respondedEvenly(factory: StrategyFactory, between?: (history: History) => void): History {
  const history = new History(factory)
  const round: Happening[] = [
    { kind: 'request', key: undefined },
    { kind: 'pass', timeMs: 100 },
    { kind: 'end', index: 0, isOk: true },
  ]
  for (let count = 0; count < 30; count++) {
    history.play(round)
    between?.(history)
  }
  return history
}

/** Picks a worker without sending it anything. */
function pickIdle({ strategy, rotation }: History): string {
  return strategy.pick(rotation, { path: '/', affinityKey: undefined }, rotation).id
}

function pickedIds({ picks }: History): string[] {
  return picks.map(({ picked }) => picked.id)
}

function countsOf(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

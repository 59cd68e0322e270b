import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slicedWorkload } from '../../lib/agents/agent/sliced-workload.ts'
import { planShares } from '../../lib/agents/coordinator/shares.ts'
import type { AgentShare, LoadPlan } from '../../lib/agents/protocol.ts'
import { workerOf } from '../../lib/cluster/worker-input.ts'
import type { DriverContext } from '../../lib/load/drivers/driver.ts'
import { type DriverPlan, driverOf } from '../../lib/load/drivers/driver-plan.ts'
import { countOfPart, everyNth } from '../../lib/load/drivers/part.ts'

const workload = { reference: 'short-chat', hash: 'x' }

function planOf(driver: DriverPlan, slots: readonly number[] = [5, 5, 4]): LoadPlan {
  return {
    driver,
    workload,
    workers: slots.map((maxConcurrentRequests, index) =>
      workerOf({ id: `w${index}`, host: '127.0.0.1', port: 1 + index, maxConcurrentRequests }),
    ),
    warmup: { requests: 7, concurrency: 3 },
    hasCeiling: false,
  }
}

function agents(count: number) {
  return Array.from({ length: count }, (_, index) => ({ name: `a${index}` }))
}

function sharesOf(plan: LoadPlan, count: number): readonly AgentShare[] {
  const shares = planShares(plan, agents(count))
  if ('code' in shares) throw new Error(shares.message)
  return shares
}

/** When and with which number of the workload requests become due, if all responses were immediate. */
async function sent({ driver, slice }: AgentShare): Promise<{ number: number; atMs: number }[]> {
  const list: { number: number; atMs: number }[] = []
  let originMs = 0
  const context: DriverContext = {
    signal: new AbortController().signal,
    send: async (index, intendedMs) => {
      list.push({ number: slice.first + index * slice.step, atMs: intendedMs - originMs })
      return { isValid: true } as never
    },
  }
  originMs = performance.now()
  await driverOf(driver).run(context)
  return list
}

const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs

test('schedules of agents interleave into the schedule of a single agent', async () => {
  const drivers: DriverPlan[] = [
    { kind: 'open', ratePerSecond: 2_000, arrivals: 'poisson', requests: 60, seed: 7 },
    { kind: 'open', ratePerSecond: 1_500, arrivals: 'constant', durationMs: 30 },
    {
      kind: 'stages',
      stages: [{ durationMs: 40, ratePerSecond: 2_000 }],
      arrivals: 'poisson',
      seed: 3,
    },
    { kind: 'replay', timesMs: [5, 5, 6, 9, 20, 21, 30], speed: 2 },
  ]
  for (const driver of drivers) {
    const one = await sent({ ...planOf(driver), slice: { first: 0, step: 1 } })
    const parts = await Promise.all(sharesOf(planOf(driver), 3).map(sent))
    const together = parts.flat().toSorted(byTime)
    expect(together.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      one.map(({ number }) => number),
    )
    // Each driver starts at its own instant here, so times are compared as gaps from the first of a part.
    const planned = parts.reduce((sum, part) => sum + part.length, 0)
    expect(planned).toBe(one.length)
    for (const part of parts) {
      const ofOne = one.filter(({ number }) => part.some((each) => each.number === number))
      const gaps = (list: typeof one) => list.map(({ atMs }) => atMs - (list[0]?.atMs ?? 0))
      expect(gaps(part).map(round)).toEqual(gaps(ofOne).map(round))
    }
  }
})

test('the parts of any schedule have together exactly its times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, noNaN: true })),
      fc.integer({ min: 1, max: 9 }),
      (times, of) => {
        const parts = Array.from({ length: of }, (_, index) => [...everyNth(times, { index, of })])
        expect(parts.flat().toSorted((a, b) => a - b)).toEqual(times.toSorted((a, b) => a - b))
        expect(parts.map(({ length }) => length)).toEqual(
          parts.map((_, index) => countOfPart(times.length, { index, of })),
        )
      },
    ),
  )
})

function round(ms: number): number {
  return Number(ms.toFixed(6))
}

test('shares of slots, concurrency, requests and warm-up add up to the whole for any number of agents', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.integer({ min: 12, max: 300 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 12, max: 500 }),
      fc.integer({ min: 0, max: 5_000 }),
      (count, slots, concurrency, requests) => {
        const plan = planOf({ kind: 'closed', concurrency, requests }, slots)
        const shares = sharesOf(plan, count)
        for (const [index, whole] of slots.entries()) {
          const parts = shares.map((share) => share.workers[index]?.maxConcurrentRequests ?? 0)
          expect(sum(parts)).toBe(whole)
          expect(Math.min(...parts)).toBeGreaterThan(0)
          expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1)
        }
        const drivers = shares.map(({ driver }) => driver as DriverPlan & { kind: 'closed' })
        expect(sum(drivers.map((driver) => driver.concurrency))).toBe(concurrency)
        expect(sum(shares.map(({ warmup }) => warmup.requests))).toBe(7)
        const numbers = shares.flatMap(({ slice }, index) =>
          Array.from({ length: drivers[index]?.requests ?? 0 }, (_, n) => slice.first + n),
        )
        expect(new Set(numbers).size).toBe(requests)
        expect(Math.max(-1, ...numbers)).toBe(requests - 1)
      },
    ),
  )
})

test('agents of an endless closed loop never send the same prompt', () => {
  const shares = sharesOf(planOf({ kind: 'closed', concurrency: 6, durationMs: 100 }), 3)
  const numbers = shares.flatMap(({ slice }) => {
    const sliced = slicedWorkload(numbered, slice)
    return [0, 1, 2].map((index) => Number(sliced.request(index).body))
  })
  expect(numbers.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

const numbered = {
  name: 'numbered',
  hash: 'x',
  request: (index: number) => ({ path: '/', headers: {}, body: String(index) }),
}

test('fewer slots than agents is an error that names the worker', () => {
  const driver: DriverPlan = { kind: 'open', ratePerSecond: 1, arrivals: 'constant', requests: 1 }
  expect(planShares(planOf(driver, [5, 1]), agents(2))).toEqual({
    code: 'TOO_FEW_SLOTS',
    message:
      '2 agents cannot share the one slot of worker w1, of which each needs one: use at most 1 agent, or raise its `max_concurrent_requests` if it serves more at once',
  })
})

test('a concurrency below the number of agents, or above what an agent keeps in flight, is an error', () => {
  const plan = planOf({ kind: 'closed', concurrency: 2, requests: 10 })
  expect(planShares(plan, agents(3))).toMatchObject({ code: 'TOO_LITTLE_CONCURRENCY' })
  const small = [{ name: 'a0', slots: 1 }, { name: 'a1' }]
  const wide = planOf({ kind: 'closed', concurrency: 8, requests: 10 })
  expect(planShares(wide, small)).toMatchObject({ code: 'AGENT_TOO_SMALL' })
})

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

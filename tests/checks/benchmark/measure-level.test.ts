import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { measureLevel, type SendLoad } from '../../../lib/checks/benchmark/measure-level.ts'
import type { LoadLevel, Side } from '../../../lib/checks/benchmark/plan.ts'
import { loadRecord } from './load-records.ts'

const side = (name: Side['name']): Side => ({ name, workers: [], concurrency: 5 })
const level: LoadLevel = {
  labels: { concurrency: 5 },
  candidate: side('candidate'),
  baseline: side('baseline'),
}
const running = new AbortController().signal
const open = { isOpen: () => true, isTimeFor: () => true }

/** Records the order of the loads: `b0` is the first repetition of the baseline, `cw` a warm-up. */
function noted(): { readonly order: string[]; readonly send: SendLoad } {
  const order: string[] = []
  return {
    order,
    send: async (_, { name }, repetition) => {
      order.push(`${name[0]}${repetition ?? 'w'}`)
      return loadRecord({})
    },
  }
}

test('sides are warmed up, and then alternate in going first', async () => {
  const { order, send } = noted()
  const loads = await measureLevel(level, { least: 4, most: 4, ...open }, send, running)
  expect(order).toEqual(['bw', 'cw', 'b0', 'c0', 'c1', 'b1', 'c2', 'b2', 'b3', 'c3'])
  expect([loads.candidate.length, loads.baseline.length]).toEqual([4, 4])
})

test('a level is repeated while something is undecided, and no longer', async () => {
  const { send } = noted()
  const asked: number[] = []
  const isOpen = ({ candidate }: { readonly candidate: readonly unknown[] }) => {
    asked.push(candidate.length)
    return candidate.length < 5
  }
  const repetitions = { least: 3, most: 10, ...open, isOpen }
  const loads = await measureLevel(level, repetitions, send, running)
  expect(loads.candidate).toHaveLength(5)
  expect(loads.isOutOfTime).toBe(false)
  expect(asked).toEqual([3, 4, 5])
})

test('an undecided level ends after the allowed repetitions', async () => {
  const { send } = noted()
  const loads = await measureLevel(level, { least: 1, most: 4, ...open }, send, running)
  expect(loads.candidate).toHaveLength(4)
  expect(loads.isOutOfTime).toBe(false)
})

test('an undecided level ends if there is no time for another repetition as long as the longest', async () => {
  const { send } = noted()
  const asked: number[] = []
  const slowThird: SendLoad = async (asks, side, repetition) => {
    if (repetition === 2) await sleep(30)
    return send(asks, side, repetition)
  }
  const isTimeFor = (repetitionMs: number) => asked.push(repetitionMs) < 3
  const repetitions = { least: 2, most: 10, ...open, isTimeFor }
  const loads = await measureLevel(level, repetitions, slowThird, running)
  expect(loads.candidate).toHaveLength(4)
  expect(loads.isOutOfTime).toBe(true)
  const [beforeThird = 0, afterThird = 0, afterFourth = 0] = asked
  expect(beforeThird).toBeLessThan(afterThird)
  expect(afterFourth).toBe(afterThird)
})

test('a decided level is not out of time, however little time is left', async () => {
  const { send } = noted()
  const repetitions = { least: 2, most: 10, isOpen: () => false, isTimeFor: () => false }
  expect(await measureLevel(level, repetitions, send, running)).toMatchObject({
    isOutOfTime: false,
  })
})

test('a stop ends a level, and measurements so far are kept', async () => {
  const stop = new AbortController()
  const send: SendLoad = async (_, _side, repetition) => {
    if (repetition === 1) stop.abort()
    return loadRecord({})
  }
  const repetitions = { least: 5, most: 5, ...open }
  const loads = await measureLevel(level, repetitions, send, stop.signal)
  expect(loads.baseline).toHaveLength(1)
  expect(loads.candidate).toHaveLength(2)
})

test('a load that ended without a response is not counted', async () => {
  const send: SendLoad = async () => loadRecord({ ok: 0 })
  const repetitions = { least: 2, most: 2, ...open }
  const loads = await measureLevel(level, repetitions, send, running)
  expect([...loads.candidate, ...loads.baseline]).toEqual([])
})

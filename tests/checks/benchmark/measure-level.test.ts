import { expect, test } from 'vitest'
import { measureLevel, type SendLoad } from '../../../lib/checks/benchmark/measure-level.ts'
import type { Level, Side } from '../../../lib/checks/benchmark/plan.ts'
import { loadRecord } from './load-records.ts'

const side = (name: Side['name']): Side => ({ name, workers: [], concurrency: 5 })
const level: Level = {
  ...{ labels: { concurrency: 5 }, candidate: side('candidate'), baseline: side('baseline') },
}
const running = new AbortController().signal

/** Notes the order of the loads: `b0` is the first repetition of the baseline, `cw` a warm-up. */
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

test('sides are warmed up, and then take turns in mirrored order', async () => {
  const { order, send } = noted()
  const loads = await measureLevel(level, { least: 3, most: 3, isOpen: () => true }, send, running)
  expect(order).toEqual(['bw', 'cw', 'b0', 'c0', 'c1', 'b1', 'b2', 'c2'])
  expect([loads.candidate.length, loads.baseline.length]).toEqual([3, 3])
})

test('a level is repeated while something is open, and no longer', async () => {
  const { send } = noted()
  const asked: number[] = []
  const isOpen = ({ candidate }: { readonly candidate: readonly unknown[] }) => {
    asked.push(candidate.length)
    return candidate.length < 5
  }
  const loads = await measureLevel(level, { least: 3, most: 10, isOpen }, send, running)
  expect(loads.candidate).toHaveLength(5)
  expect(asked).toEqual([3, 4, 5])
})

test('what stays open ends with the repetitions that are allowed', async () => {
  const { send } = noted()
  const loads = await measureLevel(level, { least: 1, most: 4, isOpen: () => true }, send, running)
  expect(loads.candidate).toHaveLength(4)
})

test('a stop ends it, and what was measured is kept', async () => {
  const stop = new AbortController()
  const send: SendLoad = async (_, _side, repetition) => {
    if (repetition === 1) stop.abort()
    return loadRecord({})
  }
  const repetitions = { least: 5, most: 5, isOpen: () => true }
  const loads = await measureLevel(level, repetitions, send, stop.signal)
  expect(loads.baseline).toHaveLength(1)
  expect(loads.candidate).toHaveLength(2)
})

test('a load that ended without an answer is not counted', async () => {
  const send: SendLoad = async () => loadRecord({ ok: 0 })
  const repetitions = { least: 2, most: 2, isOpen: () => false }
  const loads = await measureLevel(level, repetitions, send, running)
  expect([...loads.candidate, ...loads.baseline]).toEqual([])
})

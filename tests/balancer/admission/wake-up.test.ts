import { expect, test } from 'vitest'
import { WakeUp } from '../../../lib/balancer/admission/wake-up.ts'
import type { WorkerState } from '../../../lib/balancer/worker/worker-state.ts'

/** A worker whose limit ends after 100 ms. */
const limited = {
  nextChangeMs: (nowMs: number) => (nowMs < 100 ? 100 : undefined),
} as WorkerState

function planned(nowMs: number, lookedMs: number): number[] {
  const delays: number[] = []
  const after = (delayMs: number) => {
    delays.push(delayMs)
    return () => undefined
  }
  new WakeUp({ nowMs: () => nowMs, after }, () => undefined).plan([limited], lookedMs)
  return delays
}

test('waiting requests are served again when the limit of a worker ends', () => {
  expect(planned(40, 40)).toEqual([60.01])
})

test('a limit that ended between looking for free workers and planning is not missed', () => {
  expect(planned(100.2, 99.9)).toEqual([0.01])
})

test('nothing is planned if no worker will have more slots', () => {
  expect(planned(140, 140)).toEqual([])
})

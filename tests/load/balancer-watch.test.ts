import { expect, test } from 'vitest'
import type { Balancer } from '../../lib/balancer/balancer.ts'
import type { EventListener } from '../../lib/balancer/events.ts'
import { BalancerWatch } from '../../lib/load/balancer-watch.ts'

/** Events of a balancer that gives a worker too many requests. */
function watched(slots: number) {
  let report: EventListener = () => undefined
  const balancer = {
    stats: () => ({ workers: [{ id: 'w1', slots }] }),
    onEvent: (listener: EventListener) => {
      report = listener
      return () => undefined
    },
  }
  const watch = new BalancerWatch(balancer as unknown as Balancer)
  const sent = (requestId: number) =>
    report({ type: 'sent', atMs: requestId, requestId, workerId: 'w1' })
  const settled = (requestId: number) =>
    report({ type: 'settled', atMs: requestId + 10, requestId, workerId: 'w1', result: 'ok' })
  return { watch, sent, settled }
}

test('a worker that gets more than its slots is reported, each time', () => {
  const { watch, sent, settled } = watched(2)
  sent(1)
  sent(2)
  expect(watch.slotsExceeded).toBe(0)
  sent(3)
  settled(1)
  settled(2)
  sent(4)
  expect(watch.slotsExceeded).toBe(1)
  expect(watch.maxInFlight.get('w1')).toBe(3)
})

test('requests in flight are still counted after a warm-up is discarded', () => {
  const { watch, sent, settled } = watched(1)
  sent(1)
  watch.reset()
  sent(2)
  settled(1)
  settled(2)
  expect(watch.slotsExceeded).toBe(1)
  expect(watch.attempts).toHaveLength(2)
})

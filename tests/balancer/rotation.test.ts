import { describe, expect, test } from 'vitest'
import { type BalancerEvent, EventFeed } from '../../lib/balancer/events.ts'
import { Rotation } from '../../lib/balancer/rotation.ts'
import { WorkerState } from '../../lib/balancer/worker/worker-state.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { VirtualClock } from './virtual-clock.ts'
import { workerAt } from './workers.ts'

function rotate(...ids: readonly string[]) {
  const clock = new VirtualClock()
  const feed = new EventFeed()
  const events: BalancerEvent[] = []
  let changes = 0
  const rotation = new Rotation({ clock, feed, onChange: () => (changes += 1) })
  for (const id of ids) rotation.join(new WorkerState(workerAt(id, 1), readBalancer()))
  feed.subscribe((event) => events.push(event))
  const states = () => rotation.workers.map((worker) => worker.state(clock.nowMs()))
  const reported = () => events.splice(0).map(({ atMs: _, ...event }) => event)
  return { clock, rotation, states, reported, changes: () => changes }
}

function fail(rotation: Rotation, id: string, sentMs: number, times = 5): void {
  for (let index = 0; index < times; index++) rotation.failed(rotation.get(id), sentMs)
}

describe('a rotation', () => {
  test('finds its workers by their ids', () => {
    const { rotation } = rotate('w1', 'w2')
    expect(rotation.get('w2').id).toBe('w2')
    expect(() => rotation.get('w3')).toThrow(new RangeError('no worker `w3`; there are w1,w2'))
    expect(() => rotation.expectNew('w1')).toThrow(RangeError)
  })

  test('ejects a worker that fails, and reports why and for how long', () => {
    const { rotation, states, reported } = rotate('w1', 'w2')
    fail(rotation, 'w1', 0)
    expect(states()).toEqual(['ejected', 'ready'])
    expect(reported()).toEqual([
      { type: 'ejected', workerId: 'w1', reason: '5 failures in a row', forMs: 2_000 },
    ])
  })

  test('keeps the last worker, reports that, and tries ejected ones at once', () => {
    const { rotation, states, reported, changes } = rotate('w1', 'w2')
    fail(rotation, 'w1', 0)
    reported()
    fail(rotation, 'w2', 0)
    expect(states()).toEqual(['trial', 'ready'])
    expect(changes()).toBe(1)
    expect(reported()).toEqual([
      { type: 'last_worker_kept', workerId: 'w2', reason: '5 failures in a row' },
    ])
  })

  test('never has all of its workers ejected, whatever fails', () => {
    const { rotation, states, clock } = rotate('w1', 'w2', 'w3')
    for (let round = 0; round < 300; round++) {
      const id = `w${(round % 3) + 1}`
      if (round % 7 === 0) rotation.down(rotation.get(id), 'no response')
      else if (round % 11 === 0) rotation.unauthorized(rotation.get(id), 30_000)
      else fail(rotation, id, clock.nowMs())
      expect(states().some((state) => ['ready', 'starting', 'trial'].includes(state))).toBe(true)
      clock.advance(97)
    }
  })

  test('brings a worker back after its trial', () => {
    const { rotation, states, reported, clock, changes } = rotate('w1', 'w2')
    fail(rotation, 'w1', 0)
    clock.advance(2_000)
    reported()
    rotation.served(rotation.get('w1'))
    expect(states()).toEqual(['starting', 'ready'])
    expect(reported()).toEqual([{ type: 'returned', workerId: 'w1' }])
    expect(changes()).toBe(1)
  })

  test('ejects a worker while its probes fail', () => {
    const { rotation, states, reported } = rotate('w1', 'w2')
    const w1 = rotation.get('w1')
    expect(rotation.down(w1, 'no response')).toBe(true)
    expect(rotation.down(w1, 'no response')).toBe(false)
    expect(states()).toEqual(['down', 'ready'])
    rotation.up(w1)
    rotation.up(w1)
    expect(states()).toEqual(['starting', 'ready'])
    expect(reported()).toEqual([
      { type: 'down', workerId: 'w1', reason: 'no response' },
      { type: 'up', workerId: 'w1' },
    ])
  })

  test('keeps the last worker whose probes fail, reports that once, and ejects it when another one is back', () => {
    const { rotation, states, reported } = rotate('w1', 'w2')
    const [w1, w2] = rotation.workers as [WorkerState, WorkerState]
    rotation.down(w1, 'no response')
    reported()
    rotation.down(w2, 'no response')
    rotation.down(w2, 'no response')
    expect(reported()).toEqual([
      { type: 'last_worker_kept', workerId: 'w2', reason: 'no response' },
    ])
    rotation.up(w1)
    rotation.down(w2, 'no response')
    expect(states()).toEqual(['starting', 'down'])
  })

  test('waits for a limited worker rather than keep one that fails', () => {
    const { rotation, states } = rotate('w1', 'w2')
    rotation.limited(rotation.get('w1'), 1_000, 429)
    fail(rotation, 'w2', 0)
    expect(states()).toEqual(['limited', 'ejected'])
  })

  test('pauses a worker that refuses its key, but not the last one', () => {
    const { rotation, states, reported } = rotate('w1', 'w2')
    rotation.unauthorized(rotation.get('w1'), 30_000)
    rotation.unauthorized(rotation.get('w2'), 30_000)
    expect(states()).toEqual(['unauthorized', 'ready'])
    expect(reported()).toEqual([
      { type: 'unauthorized', workerId: 'w1', forMs: 30_000 },
      { type: 'last_worker_kept', workerId: 'w2', reason: 'it refuses its API key' },
    ])
  })

  test('reports once that a worker is drained, and once that it is back', () => {
    const { rotation, reported } = rotate('w1')
    const w1 = rotation.get('w1')
    for (const isDraining of [true, true, false, false]) rotation.setDraining(w1, isDraining)
    expect(reported().map(({ type }) => type)).toEqual(['draining', 'undrained'])
  })
})

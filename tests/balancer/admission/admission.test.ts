import { describe, expect, test } from 'vitest'
import type { WorkerState } from '../../../lib/balancer/worker/worker-state.ts'
import { admit, state } from '../admissions.ts'
import { PlainTicket } from '../tickets.ts'

/** Makes a worker fail until it is on trial. */
function putOnTrial(worker: WorkerState): void {
  worker.health.eject(-10_000)
  expect(worker.state(0)).toBe('trial')
}

describe('a queue', () => {
  test('names the states of the workers when it is full', () => {
    const { enter } = admit([state('w1')], { maxQueue: 1 })
    const [, , third] = [enter(), enter(), enter()]
    expect(third.error).toMatchObject({
      code: 'BALANCER_QUEUE_FULL',
      message: '1 wait already (max_queue): w1 has 1 of 1 slots in use',
      retryAfterMs: 1_000,
    })
  })

  test('accepts retried requests even when it is full', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    const { enter, admission } = admit([w1, w2], { maxQueue: 0 })
    const [first] = [enter(), enter()]
    admission.release(w1)
    enter()
    expect(enter(first, true).error).toBeUndefined()
    expect(admission.queued).toBe(1)
  })

  test('is left at the timeout, with the reason', () => {
    const { enter, clock } = admit([state('w1')])
    enter()
    const waiting = enter()
    clock.advance(999)
    expect(waiting.error).toBeUndefined()
    clock.advance(1)
    expect(waiting.error).toMatchObject({
      code: 'BALANCER_QUEUE_TIMEOUT',
      message: 'no slot was free within 1000ms (queue_timeout): w1 has 1 of 1 slots in use',
    })
  })

  test('distinguishes a busy cluster from one that accepts nothing', () => {
    const w1 = state('w1')
    const { enter, clock } = admit([w1])
    w1.health.goDown()
    const waiting = enter()
    clock.advance(1_000)
    expect(waiting.error).toMatchObject({
      code: 'BALANCER_NO_WORKER',
      message:
        'no eligible worker accepted requests within 1000ms (queue_timeout): w1 has 0 of 1 slots in use and is down',
    })
  })

  test('waits for workers when there are none yet', () => {
    let workers: readonly WorkerState[] = []
    const { enter, admission } = admit([], { workers: () => workers })
    const waiting = enter()
    workers = [state('w1')]
    admission.serve()
    expect(waiting.worker?.id).toBe('w1')
  })

  test('serves retried requests before all others', () => {
    const w1 = state('w1')
    const { enter, admission } = admit([w1])
    enter()
    const [waiting, returned] = [enter(), enter(new PlainTicket(), true)]
    admission.release(w1)
    expect([waiting.worker, returned.worker?.id]).toEqual([undefined, 'w1'])
  })

  test('serves a retried request at once if a worker is free for it, even if others wait for another worker', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    const { enter, admission } = admit([w1, w2])
    const [first, second] = [enter(), enter()]
    // The first has failed on w1 and waits for w2; the second fails there.
    admission.release(w1)
    enter(first, true)
    expect(enter(second, true).worker?.id).toBe('w1')
  })

  test('forgets requests that leave', () => {
    const w1 = state('w1')
    const { enter, admission, clock } = admit([w1])
    enter()
    const [leaver, next] = [enter(), enter()]
    expect(admission.leave(leaver)).toBe(true)
    expect(admission.leave(leaver)).toBe(false)
    admission.release(w1)
    expect([leaver.worker, next.worker?.id]).toEqual([undefined, 'w1'])
    expect(clock.pending).toBe(0)
  })

  test('reports when it becomes empty', () => {
    const w1 = state('w1')
    let times = 0
    const { enter, admission } = admit([w1], { onEmpty: () => (times += 1) })
    for (let index = 0; index < 3; index++) enter()
    admission.release(w1)
    expect(times).toBe(0)
    admission.release(w1)
    expect(times).toBe(1)
  })
})

describe('the passing of time', () => {
  test('serves waiting requests when a limit ends', () => {
    const w1 = state('w1')
    const { enter, clock } = admit([w1])
    w1.health.limit(300)
    const waiting = enter()
    clock.advance(299)
    expect(waiting.worker).toBeUndefined()
    clock.advance(2)
    expect(waiting.worker?.id).toBe('w1')
  })

  test('serves waiting requests even if another one arrives at the moment when a limit ends', () => {
    const w1 = state('w1', { maxConcurrentRequests: 2 })
    const { enter, clock } = admit([w1])
    w1.health.limit(300)
    const first = enter()
    clock.advance(300)
    const second = enter()
    clock.advance(1)
    expect([first.worker?.id, second.worker?.id]).toEqual(['w1', 'w1'])
  })

  test('gives a slow-starting worker its slots one after the other', () => {
    const w1 = state('w1', { maxConcurrentRequests: 4 })
    const { enter, clock } = admit([w1], { queueTimeoutMs: 10_000 })
    w1.health.goDown()
    w1.health.comeUp(0)
    for (let index = 0; index < 4; index++) enter()
    const inUse = [0, 499, 1, 500, 500].map((byMs) => {
      clock.advance(byMs + 0.02)
      return w1.inFlight
    })
    expect(inUse).toEqual([1, 1, 2, 3, 4])
  })
})

describe('a worker on trial', () => {
  test('gets the next idempotent request, whatever the strategy prefers', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    putOnTrial(w2)
    const { enter } = admit([w1, w2])
    expect(enter().worker?.id).toBe('w2')
  })

  test('gets no other request while one is in flight', () => {
    const w1 = state('w1', { maxConcurrentRequests: 4 })
    putOnTrial(w1)
    const { enter } = admit([w1])
    expect([enter().worker?.id, enter().worker]).toEqual(['w1', undefined])
  })

  test('gets a request that cannot be resent only if no other worker is free', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    putOnTrial(w1)
    const { enter } = admit([w1, w2])
    const ids = [1, 2].map(() => enter(new PlainTicket({ isRetriable: false })).worker?.id)
    expect(ids).toEqual(['w2', 'w1'])
  })
})

describe('another worker', () => {
  test('is one that has not been tried and accepts requests', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    const { admission } = admit([w1, w2])
    const ticket = new PlainTicket()
    ticket.tried.push(w1)
    expect(admission.hasAnother(ticket)).toBe(true)
    w2.health.goDown()
    expect(admission.hasAnother(ticket)).toBe(false)
  })

  test('includes one whose limit ends within the allowed wait', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    const { admission } = admit([w1, w2])
    const ticket = new PlainTicket()
    ticket.tried.push(w1)
    w2.health.limit(900)
    expect(admission.hasAnother(ticket)).toBe(true)
    w2.health.limit(1_100)
    expect(admission.hasAnother(ticket)).toBe(false)
  })

  test('is used for a hedge only if no request waits', () => {
    const [w1, w2] = [state('w1', { model: 'a' }), state('w2', { model: 'b' })]
    const { admission, enter } = admit([w1, w2])
    const hedge = new PlainTicket()
    expect(admission.takeAnother(hedge)?.id).toBe('w1')
    enter(new PlainTicket({ model: 'a' }))
    expect(admission.takeAnother(hedge)).toBeUndefined()
  })
})

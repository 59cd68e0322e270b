import { describe, expect, test } from 'vitest'
import { WorkerHealth } from '../../../lib/balancer/worker/worker-health.ts'
import { readBalancer } from '../../../lib/cluster/read/read-balancer.ts'

const { circuit, slowStartMs } = readBalancer()

const healthy = () => new WorkerHealth(circuit, slowStartMs)

/** Fails it as often as necessary. */
function failUntilEjected(health: WorkerHealth, nowMs: number): number {
  for (let index = 0; index < circuit.failures; index++) health.failed(nowMs, nowMs)
  return health.eject(nowMs)
}

describe('the circuit', () => {
  test('opens after five failures in a row', () => {
    const health = healthy()
    const reasons = [1, 2, 3, 4, 5].map((nowMs) => health.failed(nowMs, nowMs))
    expect(reasons).toEqual([undefined, undefined, undefined, undefined, '5 failures in a row'])
  })

  test('is kept closed by a success in between', () => {
    const health = healthy()
    for (let round = 0; round < 4; round++) {
      for (let index = 0; index < 4; index++) expect(health.failed(round, round)).toBeUndefined()
      health.succeeded(round)
    }
  })

  test('opens when half of the last 20 requests failed', () => {
    const health = healthy()
    let reason: string | undefined
    for (let index = 0; index < 10; index++) {
      health.succeeded(index)
      reason = health.failed(index, index)
    }
    expect(reason).toBe('10 of the last 20 requests failed')
  })

  test('forgets what is older than the window', () => {
    const health = healthy()
    for (let index = 0; index < 9; index++) {
      health.succeeded(index)
      health.failed(index, index)
    }
    const laterMs = circuit.windowMs + 1_000
    health.succeeded(laterMs)
    expect(health.failed(laterMs, laterMs)).toBeUndefined()
  })

  test('stays open twice as long with each ejection, up to the longest time', () => {
    const health = healthy()
    let nowMs = 0
    const times = [failUntilEjected(health, nowMs)]
    for (let round = 0; round < 6; round++) {
      nowMs += times.at(-1)!
      expect(health.failed(nowMs, nowMs)).toBe('the request on trial failed')
      times.push(health.eject(nowMs))
    }
    expect(times).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
  })

  test('begins again with a short time after a long healthy one', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    health.succeeded(2_000)
    health.succeeded(2_000 + circuit.maxOpenForMs + 1)
    expect(failUntilEjected(health, 100_000)).toBe(2_000)
  })
})

describe('an ejected worker', () => {
  test('is on trial after its ejection time, with one slot', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    expect([health.state(1_999), health.slots(8, 1_999)]).toEqual(['ejected', 0])
    expect(health.nextChangeMs(8, 0)).toBe(2_000)
    expect([health.state(2_000), health.slots(8, 2_000)]).toEqual(['trial', 1])
  })

  test('is not judged by requests sent to it before', () => {
    const health = healthy()
    failUntilEjected(health, 100)
    expect(health.failed(2_500, 99)).toBeUndefined()
    expect(health.failed(2_500, 2_200)).toBe('the request on trial failed')
  })

  test('starts slowly after its trial: one slot more per part of the time', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    expect(health.succeeded(3_000)).toBe(true)
    const slots = [3_000, 3_499, 3_501, 4_001, 4_501, 5_001].map((ms) => health.slots(4, ms))
    expect(slots).toEqual([1, 1, 2, 3, 4, 4])
    expect([health.state(4_999), health.state(5_000)]).toEqual(['starting', 'ready'])
    expect(health.nextChangeMs(4, 3_000)).toBe(3_500)
  })

  test('gets a slot more for each request that it serves in its slow start', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    health.succeeded(3_000)
    const slots = [3_010, 3_020, 3_030, 3_040].map((ms) => {
      health.succeeded(ms)
      return health.slots(4, ms)
    })
    expect(slots).toEqual([2, 3, 4, 4])
    expect([health.state(3_040), health.state(5_000)]).toEqual(['starting', 'ready'])
  })

  test('gets none for a request that it refuses', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    health.succeeded(3_000)
    health.succeeded(3_010, false)
    expect(health.slots(4, 3_010)).toBe(1)
  })

  test('has no more slots than the time gives it once it fails in its slow start', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    for (const ms of [3_000, 3_010, 3_020]) health.succeeded(ms)
    expect(health.slots(4, 3_020)).toBe(3)
    expect(health.failed(3_030, 3_025)).toBeUndefined()
    expect([health.slots(4, 3_030), health.slots(4, 3_501)]).toEqual([1, 2])
  })

  test('may be tried as soon as it is up again after it was down', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    health.goDown()
    expect(health.state(1_000)).toBe('down')
    expect(health.comeUp(1_000)).toBe(true)
    expect(health.state(1_000)).toBe('trial')
  })

  test('stays ejected for its time if a probe succeeds while requests fail', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    expect(health.comeUp(1_000)).toBe(false)
    expect(health.state(1_000)).toBe('ejected')
  })
})

describe('a worker that was down', () => {
  test('starts slowly, and its failures are forgotten', () => {
    const health = healthy()
    for (let index = 0; index < 4; index++) health.failed(0, 0)
    health.goDown()
    expect([health.state(1), health.slots(4, 1)]).toEqual(['down', 0])
    health.comeUp(1_000)
    expect([health.state(1_000), health.slots(4, 1_000)]).toEqual(['starting', 1])
    expect(health.failed(1_001, 1_001)).toBeUndefined()
  })
})

describe('a limit', () => {
  test('pauses the worker for its time, and no longer', () => {
    const health = healthy()
    health.limit(1_000)
    expect([health.state(999), health.slots(4, 999)]).toEqual(['limited', 0])
    expect([health.state(1_000), health.slots(4, 1_000)]).toEqual(['ready', 4])
  })

  test('is not shortened by a later response with a shorter one', () => {
    const health = healthy()
    health.limit(1_000)
    health.limit(500)
    expect(health.state(900)).toBe('limited')
  })

  test('and a refused key delay the trial of an ejected worker', () => {
    const health = healthy()
    failUntilEjected(health, 0)
    health.refuse(5_000)
    health.limit(7_000)
    const states = [1_000, 3_000, 6_000, 8_000].map((nowMs) => health.state(nowMs))
    expect(states).toEqual(['ejected', 'unauthorized', 'limited', 'trial'])
  })
})

describe('draining', () => {
  test('has precedence over every other state', () => {
    const health = healthy()
    health.goDown()
    health.isDraining = true
    expect([health.state(0), health.slots(4, 0), health.nextChangeMs(4, 0)]).toEqual([
      ...['draining', 0, undefined],
    ])
    health.isDraining = false
    expect(health.state(0)).toBe('down')
  })
})

import { describe, expect, test } from 'vitest'
import { clientLimits } from '../../../lib/load/client/client-limits.ts'

const healthy = {
  eventLoopDelayP99Ms: 4,
  eventLoopDelayMaxMs: 30,
  eventLoopUtilization: 0.3,
  cpuCores: 0.3,
  lateStartP99Ms: 2,
  lateStartMaxMs: 12,
  inFlightMean: 14.8,
  inFlightAsked: 15,
  ceilingPerSecond: 3_000,
  hostLoad: 0.5,
  otherLoad: 0.2,
}
const load = { throughputPerSecond: 290, tailMs: 60, hasPaused: false }

type Changes = Partial<typeof healthy & typeof load>

function limits(changes: Changes) {
  return clientLimits({ ...healthy, ...changes }, { ...load, ...changes })
}

describe('the limit of the load generator', () => {
  test('is not reached if it has time left', () => {
    expect(limits({})).toEqual([])
  })

  test.each<[string, Changes, string]>([
    [
      'a load near its maximum rate',
      { throughputPerSecond: 2_200, eventLoopUtilization: 0.7 },
      'this client makes 3000 requests/s of a server that does nothing, and the load ran at 2200',
    ],
    [
      'a busy event loop',
      { eventLoopUtilization: 0.95 },
      'its event loop was busy for 95% of the time',
    ],
    ['a late event loop', { eventLoopDelayP99Ms: 45 }, 'its event loop was 45ms late (p99)'],
    ['late starts', { lateStartP99Ms: 80 }, 'requests started 80ms later than intended (p99)'],
    [
      'other processes that left it no CPU',
      { hostLoad: 0.98, otherLoad: 0.7, eventLoopDelayP99Ms: 20 },
      'the CPUs of this host were busy for 98% of the time, 70% with other processes, and its event loop was 20ms late (p99)',
    ],
    [
      'fewer requests in flight than configured',
      { inFlightMean: 12.34 },
      '12.3 requests were in flight, not the configured 15',
    ],
  ])('is named: %s', (_, changes, reason) => {
    expect(limits(changes)).toEqual([reason])
  })

  test.each<[string, Changes]>([
    ['noise of a shared machine', { eventLoopDelayP99Ms: 29, lateStartP99Ms: 29 }],
    [
      'lateness that is small compared with the latency',
      { eventLoopDelayP99Ms: 600, tailMs: 2_000 },
    ],
    ['a busy host that responds at once', { hostLoad: 1, otherLoad: 0.9 }],
    ['others on a host with room', { hostLoad: 0.85, otherLoad: 0.8, eventLoopDelayP99Ms: 20 }],
    [
      'a host that is full of its own work',
      { hostLoad: 1, otherLoad: 0.4, eventLoopDelayP99Ms: 20 },
    ],
    ['single late moments', { eventLoopDelayMaxMs: 500, lateStartMaxMs: 500 }],
    [
      'a ceiling that was measured in a bad moment, of a client that is idle',
      { ceilingPerSecond: 300, eventLoopUtilization: 0.1 },
    ],
    ['fewer in flight while refusals were waited out', { inFlightMean: 5, hasPaused: true }],
    ['the end of a level, at which fewer are in flight', { inFlightMean: 13.6 }],
  ])('is not reported for %s', (_, changes) => {
    expect(limits(changes)).toEqual([])
  })

  test('is judged by the known values', () => {
    const { inFlightAsked: _asked, ceilingPerSecond: _ceiling, hostLoad: _host, ...known } = healthy
    const unknown = { ...load, tailMs: undefined, throughputPerSecond: 1e6 }
    expect(clientLimits({ ...known, inFlightMean: 1 }, unknown)).toEqual([])
  })

  test('may have several reasons', () => {
    expect(
      limits({ eventLoopUtilization: 1, eventLoopDelayP99Ms: 90, lateStartP99Ms: 90 }),
    ).toHaveLength(3)
  })
})

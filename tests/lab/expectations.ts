import { expect } from 'vitest'
import { type BenchmarkRun, benchmarkRequests } from './benchmark.ts'
import { harmed, type LabFault } from './faults.ts'
import type { GateRun } from './gate.ts'
import type { TrafficRun } from './traffic.ts'

/** Lines of a stack trace in our own code. */
const ownFrames = /^\s+at .*\/dist\/(?:lib|reporters)\//m

/** The cause is reported, in time, and nothing of the run is lost except because of the fault. */
export function expectGate({ gate, loses }: LabFault, run: GateRun): void {
  for (const words of gate.says) expect(run.output).toContain(words)
  expect(run.exitCode).toBe(gate.exitCode)
  expect(run.seconds).toBeLessThan(gate.withinSeconds)
  expect(run.output).not.toMatch(ownFrames)
  if (loses === 'both') {
    expect(run.reports.filter((each) => each.isComplete)).toEqual([])
    expect(run.stored).toBeUndefined()
    return
  }
  if (loses !== 'reports') {
    const wrong = run.reports.filter((each) => each.problems.length > 0 || !each.isComplete)
    expect(wrong).toEqual([])
    expect(run.cases).toBe(13)
    expect(run.durationSeconds).toBeLessThanOrEqual(run.seconds)
  }
  if (loses === undefined) expect(run.stored).toBe(run.measured)
}

/** Each request has one outcome, in the counters of callers, balancer and workers alike. */
export function expectTraffic({ traffic }: LabFault, run: TrafficRun): void {
  expect(sum(run.outcomes)).toBe(300)
  expect(run.outcomes.complete).toBeGreaterThanOrEqual(traffic?.minComplete ?? 300)
  expect(run.secondsOfLongest).toBeLessThan(traffic?.maxSecondsOfRequest ?? 0)
  expect(run.stats).toMatchObject({ requests: 300, inFlight: 0 })
  expect(sum(run.stats.outcomes)).toBe(300)
  expect(run.stats.outcomes.ok).toBe(run.outcomes.complete)
  for (const [id, { served, max_in_flight, slots }] of run.records) {
    const ok = run.stats.workers.find((worker) => worker.id === id)?.results.ok ?? 0
    // Responses of the faulty worker may not have arrived.
    if (id === harmed) expect(served).toBeGreaterThanOrEqual(ok)
    else expect([id, served]).toEqual([id, ok])
    expect(max_in_flight).toBeLessThanOrEqual(slots)
  }
}

/** No request is missing, and a success rate below the required one does not pass. */
export function expectBenchmark({ exitCode, requests, failed, output }: BenchmarkRun): void {
  expect(requests).toBe(benchmarkRequests)
  const mayPass = failed <= requests / 100
  // 4: on a busy machine the load generator is the limit.
  expect(mayPass ? [0, 4] : [1, 4], output).toContain(exitCode)
  expect(output).not.toMatch(ownFrames)
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

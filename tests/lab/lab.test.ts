import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith, missingForHosts, missingTools } from '../hosts/requirements.ts'
import { runBenchmark } from './benchmark.ts'
import { expectBenchmark, expectGate, expectTraffic } from './expectations.ts'
import { faults, type LabFault } from './faults.ts'
import { forgetRuns, runGate } from './gate.ts'
import { Lab } from './lab.ts'
import { keepResult } from './results.ts'
import { runTraffic } from './traffic.ts'

/** `npm run lab` runs all faults, or those whose name contains its argument; the tests run a few. */
const asked = process.env.CLUSTERGATE_LAB
const chosen = faults.filter(({ name, isInTests }) =>
  asked === undefined ? isInTests : name.includes(asked),
)

const tools = ['curl', 'faketime', 'openssl', 'prlimit', 'python3', 'unshare', 'xmllint']
const missing = [...missingForHosts(), ...missingTools(...tools)]

describeWith(missing, 'the fault lab', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await Lab.open()
  })
  afterAll(() => lab?.[Symbol.asyncDispose]())

  test.for(named(chosen))(
    'the gate reports the cause, reports and history are complete: %s',
    { timeout: 150_000 },
    async ([, fault]) => {
      await forgetRuns(lab)
      const begun = await fault.begin(lab)
      const run = await runGate(lab, begun).finally(begun.repair)
      const valid = run.reports.filter((each) => each.problems.length === 0 && each.isComplete)
      const { exitCode, seconds, cases, measured, stored } = run
      const { says, withinSeconds } = fault.gate
      keepResult(fault, 'gate', {
        exitCode,
        seconds,
        cases,
        measured,
        stored,
        says,
        withinSeconds,
        valid: valid.length,
        reports: run.reports.length,
        output: run.output,
      })
      expectGate(fault, run)
    },
  )

  const withTraffic = named(chosen.filter(({ traffic }) => traffic !== undefined))
  describe.each(['library', 'serve'] as const)('requests through the balancer, by %s,', (way) => {
    test.for(withTraffic)(
      'are each counted, and the other workers go on: %s',
      { timeout: 60_000 },
      async ([, fault]) => {
        const run = await runTraffic(lab, fault, way)
        const { outcomes, secondsOfLongest, output } = run
        keepResult(fault, way, { outcomes, seconds: secondsOfLongest, output })
        expectTraffic(fault, run)
        if (way === 'serve') expect(output).toMatch(fault.traffic?.says ?? '')
      },
    )
  })

  test.for(withTraffic)(
    'a benchmark counts every request and does not pass with failures: %s',
    { timeout: 60_000 },
    async ([, fault]) => {
      const run = await runBenchmark(lab, fault)
      const { exitCode, requests, failed, seconds, output } = run
      keepResult(fault, 'benchmark', { exitCode, requests, failed, seconds, output })
      expectBenchmark(run)
    },
  )
})

/** For titles: `$name` would put it in quotes. */
function named(list: readonly LabFault[]): (readonly [string, LabFault])[] {
  return list.map((fault) => [fault.name, fault])
}

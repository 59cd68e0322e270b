import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith, missingForHosts, missingTools } from '../hosts/requirements.ts'
import { expectGate, expectTraffic } from './expectations.ts'
import { faults } from './faults.ts'
import { forgetRuns, runGate } from './gate.ts'
import { Lab } from './lab.ts'
import { keepResult } from './results.ts'
import { runTraffic } from './traffic.ts'

/** `npm run lab` plays all faults, or those whose name contains what it was given; the tests play a few. */
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

  test.each(chosen)(
    'the gate names the cause, reports and history are complete: $name',
    async (fault) => {
      await forgetRuns(lab)
      const begun = await fault.begin(lab)
      const run = await runGate(lab, begun).finally(begun.repair)
      const { exitCode, seconds, cases, measured, stored, output } = run
      const valid = run.reports.filter((each) => each.problems.length === 0 && each.isComplete)
      keepResult({
        ...{ fault: fault.name, subject: 'gate' },
        figures: { exitCode, seconds, cases, measured, stored, valid: valid.length, output },
      })
      expectGate(fault, run)
    },
    150_000,
  )

  const withTraffic = chosen.filter(({ traffic }) => traffic !== undefined)
  describe.each(['library', 'serve'] as const)('requests through the balancer, by %s,', (way) => {
    test.each(withTraffic)(
      'are each accounted for, and the other workers go on: $name',
      async (fault) => {
        const run = await runTraffic(lab, fault, way)
        const { outcomes, secondsOfLongest, output } = run
        keepResult({
          ...{ fault: fault.name, subject: way },
          figures: { outcomes, seconds: secondsOfLongest, output },
        })
        expectTraffic(fault, run)
        if (way === 'serve') expect(output).toMatch(/two (?:ejected|down|busy|answered)|two: /)
      },
      60_000,
    )
  })
})

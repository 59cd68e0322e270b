import type { Cluster, Worker } from '../cluster/cluster.ts'
import type { Measurement } from '../record/measurement.ts'
import { redact } from '../record/redact.ts'
import type { Verdict } from '../record/verdict.ts'
import { defaultTimeoutMs, type SpecTest } from '../spec/spec.ts'
import { judge } from '../verdict/judge.ts'
import { checkOf } from './registry.ts'

export interface CaseEnvironment {
  readonly cluster: Cluster
  readonly signal: AbortSignal
  /** Texts that must not leave the process. */
  readonly secrets: readonly string[]
}

/** Runs one test on its workers (one, or all together) and judges it. Never throws. */
export async function runCase(
  test: SpecTest,
  workers: readonly Worker[],
  environment: CaseEnvironment,
): Promise<Verdict> {
  const { measurement, isCutShort } = await measure(test, workers, environment)
  const verdict = judge(test.expectations, redact(measurement, environment.secrets))
  return redact(isCutShort ? withoutPass(verdict) : verdict, environment.secrets)
}

/**
 * What was measured until the timeout is reported, but half a sample is no pass; nor is it what
 * `on_inconclusive: warn` is meant for.
 */
function withoutPass(verdict: Verdict): Verdict {
  if (verdict.status !== 'pass' && verdict.status !== 'inconclusive') return verdict
  const reason = 'the timeout ended the check before it had measured everything'
  return { ...verdict, status: 'fail', reason }
}

interface Measured {
  readonly measurement: Measurement
  readonly isCutShort: boolean
}

async function measure(
  test: SpecTest,
  workers: readonly Worker[],
  { cluster, signal }: CaseEnvironment,
): Promise<Measured> {
  const timeoutMs = test.timeoutMs ?? defaultTimeoutMs
  const deadline = AbortSignal.timeout(timeoutMs)
  const startedAt = new Date()
  try {
    const measured = await checkOf(test.check).run(test.options, {
      cluster,
      workers,
      wanted: test.expectations.map(({ metric }) => metric),
      signal: AbortSignal.any([signal, deadline]),
      timeoutMs,
    })
    if (!deadline.aborted) return { measurement: measured, isCutShort: false }
    const note = `stopped by the test's timeout (${timeoutMs}ms)`
    return { measurement: { ...measured, notes: [...measured.notes, note] }, isCutShort: true }
  } catch (error) {
    return { measurement: brokenCheck(test, startedAt, error), isCutShort: false }
  }
}

/** A check that throws is a mistake in the check, not a finding about the cluster. */
function brokenCheck(test: SpecTest, startedAt: Date, error: unknown): Measurement {
  const message = error instanceof Error ? error.message : String(error)
  return {
    check: test.check,
    subject: { name: test.workerIds.join(', ') },
    metrics: {},
    evidence: [],
    notes: [],
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    error: { code: 'CHECK_BROKEN', message: `the check \`${test.check}\` broke: ${message}` },
  }
}

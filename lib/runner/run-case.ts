import type { CheckContext } from '../checks/check.ts'
import { checkOf } from '../checks/registry.ts'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { BaselineFileError } from '../record/baseline/baseline-file.ts'
import type { CheckError, Measurement } from '../record/measurement.ts'
import { settingOf } from '../record/setting.ts'
import type { Verdict } from '../record/verdict.ts'
import { redact } from '../source/secrets/redact.ts'
import type { SpecTest } from '../spec/spec.ts'
import { Deadline } from '../time/deadline.ts'
import type { BaselineReference } from '../verdict/baseline-reference.ts'
import type { Expectation } from '../verdict/expectation.ts'
import { judgeConditions, withDiagnosis } from '../verdict/judge-conditions.ts'
import { canBeDecided } from '../verdict/judge-regression.ts'
import type { DeclaredCase, Measurable } from './declared-case.ts'
import { withShortTexts } from './short-texts.ts'

export interface CaseEnvironment {
  readonly cluster: Cluster
  readonly signal: AbortSignal
  /** Texts that must not leave the process. */
  readonly secrets: readonly string[]
  readonly onProgress?: CheckContext['onProgress']
  readonly onNotice?: CheckContext['onNotice']
  /**
   * The remaining time of a test that its runner ends, in milliseconds; undefined: each measurement has its
   * whole timeout.
   */
  readonly timeLeftMs?: () => number
}

/**
 * Runs one test on its workers (one, or all together) and judges it. If nothing fails except a comparison
 * with the baseline, the check is repeated by itself before a regression is declared: a disturbance of one
 * measurement, such as another program, rarely disturbs the next (see `twoMeasurements`). Never throws.
 */
export async function runCase(
  test: DeclaredCase,
  workers: readonly Worker[],
  environment: CaseEnvironment,
): Promise<Verdict> {
  const reference = await baselineOf(test, workers)
  if (reference instanceof BaselineFileError) {
    const error = { code: 'BASELINE_UNREADABLE', message: reference.message }
    return judged(test.expectations, brokenMeasurement(test, startNow(), error))
  }
  const asked = conditionContext(test, workers, reference)
  const first = await measure(test, workers, environment, asked)
  const verdict = await verdictOn(test, first, environment, reference)
  const isFinal = first.isCutShort || environment.signal.aborted || !hasOnlyRegressed(verdict)
  if (isFinal || !reference) return verdict
  if (!hasTimeFor(first.measurement, environment)) return withNote(verdict, measuredOnce)
  const second = await measure(test, workers, environment, asked)
  return verdictOn(test, second, environment, { ...reference, first: first.measurement })
}

/**
 * Measures without judging, for a program that uses the numbers itself: with the same deadline, setting and
 * redaction as `runCase`. Never throws.
 */
export async function measureCase(
  test: Measurable,
  workers: readonly Worker[],
  environment: CaseEnvironment,
): Promise<Measurement> {
  const { measurement } = await measure(test, workers, environment, {})
  return redact(measurement, environment.secrets)
}

/** How many measurements a test may take, each with the whole of its timeout. */
export function maxMeasurements({ expectations }: Pick<SpecTest, 'expectations'>): number {
  return areCompared(expectations) ? 2 : 1
}

/** Whether a condition compares with a baseline. */
function areCompared(expectations: readonly Pick<Expectation, 'regression'>[]): boolean {
  return expectations.some(({ regression }) => regression)
}

/** Files of baselines are read by code that other tests need not load. */
async function baselineOf(
  test: DeclaredCase,
  workers: readonly Worker[],
): Promise<BaselineReference | BaselineFileError | undefined> {
  if (!areCompared(test.expectations)) return undefined
  const { baselineOfTest } = await import('./baseline-of-test.ts')
  return baselineOfTest(test, workers)
}

/** As `judge`; the rules of diagnosis, a large part of this package, are loaded with the first verdict that needs them. */
async function judged(
  expectations: readonly Expectation[],
  measurement: Measurement,
  reference?: BaselineReference,
): Promise<Verdict> {
  const verdict = judgeConditions(expectations, measurement, reference)
  if (verdict.status === 'pass') return verdict
  const { diagnose } = await import('../verdict/diagnose.ts')
  return withDiagnosis(verdict, diagnose)
}

async function verdictOn(
  { expectations }: DeclaredCase,
  { measurement, isCutShort }: Measured,
  { secrets }: CaseEnvironment,
  reference: BaselineReference | undefined,
): Promise<Verdict> {
  const verdict = await judged(expectations, redact(measurement, secrets), reference)
  return withShortTexts(redact(isCutShort ? withoutPass(verdict) : verdict, secrets))
}

function hasOnlyRegressed({ status, conditions }: Verdict): boolean {
  const missed = conditions.filter((each) => each.status === 'fail' || each.status === 'no_data')
  return status === 'fail' && missed.every(({ baseline }) => baseline?.outcome === 'regressed')
}

/**
 * Measurements until the timeout are reported, but half a sample does not pass; nor is it covered by
 * `on_inconclusive: warn`.
 */
function withoutPass(verdict: Verdict): Verdict {
  if (verdict.status !== 'pass' && verdict.status !== 'inconclusive') return verdict
  const reason = 'the timeout ended the check before it had measured everything'
  return { ...verdict, status: 'fail', reason }
}

/** Whether a second measurement would end before the test does; it takes about as long as the first. */
function hasTimeFor({ durationMs }: Measurement, { timeLeftMs }: CaseEnvironment): boolean {
  return timeLeftMs === undefined || timeLeftMs() > durationMs * 1.2
}

const measuredOnce =
  "measured once: the test's timeout leaves no time for a second measurement, which would confirm it"

function withNote(verdict: Verdict, note: string): Verdict {
  const { measurement } = verdict
  return measurement
    ? { ...verdict, measurement: { ...measurement, notes: [...measurement.notes, note] } }
    : verdict
}

interface Measured {
  readonly measurement: Measurement
  readonly isCutShort: boolean
}

/** The data about conditions for the check, if there are any. */
type ConditionContext = Pick<CheckContext, 'isOpen' | 'wanted'>

async function measure(
  test: Measurable,
  workers: readonly Worker[],
  { cluster, signal, onProgress, onNotice, timeLeftMs }: CaseEnvironment,
  asked: ConditionContext,
): Promise<Measured> {
  const timeoutMs = Math.max(1, Math.min(test.timeoutMs, timeLeftMs?.() ?? test.timeoutMs))
  using deadline = new Deadline({ timeoutMs, signals: [signal] })
  const start = startNow()
  try {
    const result = await checkOf(test.check).run(test.options, {
      cluster,
      workers,
      ...asked,
      signal: deadline.signal,
      timeoutMs,
      onProgress,
      onNotice,
    })
    const measured = withSetting(result, workers)
    if (!deadline.isOver) return { measurement: measured, isCutShort: false }
    const note = `stopped by the test's timeout (${test.timeoutMs}ms)`
    return { measurement: { ...measured, notes: [...measured.notes, note] }, isCutShort: true }
  } catch (error) {
    return { measurement: brokenCheck(test, start, error), isCutShort: false }
  }
}

/** Undecided conditions of a case decide how long is measured. */
function conditionContext(
  test: DeclaredCase,
  workers: readonly Worker[],
  reference: BaselineReference | undefined,
): ConditionContext {
  return {
    isOpen: (sofar) => isOpen(test, withSetting(sofar, workers), reference),
    wanted: test.expectations.map(({ metric }) => metric),
  }
}

/** A comparison without a comparable baseline is not decided by further samples. */
function isOpen(
  { expectations }: DeclaredCase,
  measured: Measurement,
  reference: BaselineReference | undefined,
): boolean {
  const asked = canBeDecided(measured, reference)
    ? expectations
    : expectations.filter(({ regression }) => !regression)
  const { conditions } = judgeConditions(asked, measured, reference)
  return conditions.some(({ status, unfit }) => status === 'inconclusive' && !unfit)
}

/** Loads are compared only with others of the same setting. */
function withSetting(measurement: Measurement, workers: readonly Worker[]): Measurement {
  return measurement.loads ? { ...measurement, setting: settingOf(workers) } : measurement
}

/** A check that throws is a mistake in the check, not a finding about the cluster. */
function brokenCheck(test: Measurable, start: Start, error: unknown): Measurement {
  const words = error instanceof Error ? error.message : String(error)
  const message = `the check \`${test.check}\` broke: ${words}`
  return brokenMeasurement(test, start, { code: 'CHECK_BROKEN', message })
}

/** A date for people, and a monotonic clock for the duration. */
interface Start {
  readonly startedAt: string
  readonly atMs: number
}

function startNow(): Start {
  return { startedAt: new Date().toISOString(), atMs: performance.now() }
}

function brokenMeasurement(test: Measurable, start: Start, error: CheckError): Measurement {
  return {
    check: test.check,
    subject: { name: test.workerIds.join(', ') },
    metrics: {},
    evidence: [],
    notes: [],
    startedAt: start.startedAt,
    durationMs: performance.now() - start.atMs,
    error,
  }
}

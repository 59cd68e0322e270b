import type { TestContext, TestOptions } from 'vitest'
import { collectSecrets } from '../../cluster/secret.ts'
import { testMeta } from '../../record/test-meta.ts'
import type { TestRecord } from '../../record/test-record.ts'
import type { Verdict } from '../../record/verdict.ts'
import { reasonToSkip, runAttempt, skippedVerdict, testOf } from '../../runner/attempt.ts'
import { CaseOutcomes } from '../../runner/case-outcomes.ts'
import { maxMeasurements } from '../../runner/run-case.ts'
import { visibleText } from '../../source/visible-text.ts'
import { type CaseId, caseTitle } from '../../spec/cases.ts'
import type { Spec, SpecTest } from '../../spec/spec.ts'
import { labelled } from '../../units/labels.ts'
import { ProgressWriter } from '../progress-writer.ts'
import { currentStage } from '../stages/current-stage.ts'
import { isStopped, skipIfStopped, stoppedReason } from '../stopped-run.ts'
import { verdictErrors } from '../verdict-errors.ts'
import { runsAgain } from './next-attempt.ts'

// biome-ignore lint/performance/noBarrelFile: imports of a generated module, from the Vitest that this package finds
export { describe, test } from 'vitest'

/**
 * Creates an error whose stack has the position in the YAML file: the test's first, then each
 * expectation's.
 */
export type Site = () => Error

/** The options and the body of a case, as Vitest's `test` accepts them after the title. */
type CaseArguments = [options: TestOptions, body: (context: TestContext) => Promise<void>]

/** The cases of one YAML file; `spec` went through JSON. */
export function defineCases(spec: Spec) {
  refuseOtherStage(spec)
  const outcomes = new CaseOutcomes(spec)
  let running: ReadonlySet<string> | undefined
  // Called once, when the first test runs: by then Vitest has applied its filters.
  const isRunning = (task: Task, title: string) => {
    running ??= titlesOfRunningTests(task)
    return running.has(title)
  }
  return (testIndex: number, workerId: string | null, sites: readonly Site[]): CaseArguments => {
    const id: CaseId = workerId === null ? { testIndex } : { testIndex, workerId }
    const specTest = testOf(spec, id)
    const testCase = { spec, specTest, id, outcomes, sites, isRunning }
    return [optionsOf(specTest, outcomes, id), (context) => runAsVitestTest(testCase, context)]
  }
}

/** In watch mode a file may change its `stage:`, and would then run before or after the gate as before. */
function refuseOtherStage({ stage }: Spec): void {
  const { stage: current } = currentStage()
  if (stage === current) return
  throw new Error(
    `this spec is of the stage \`${stage}\` and runs in \`${current}\`: restart Vitest`,
  )
}

/** Vitest's own deadline is later than ours, whose message is more detailed: a last resort. */
function optionsOf(specTest: SpecTest, outcomes: CaseOutcomes, id: CaseId): TestOptions {
  const turns = maxMeasurements(specTest) + outcomes.casesBefore(id).length
  const graceMs = 5_000
  return {
    timeout: (specTest.timeoutMs + graceMs) * turns,
    // Without it, Vitest takes that of its command line.
    retry: specTest.retries,
  }
}

interface Case {
  readonly spec: Spec
  readonly specTest: SpecTest
  readonly id: CaseId
  readonly outcomes: CaseOutcomes
  readonly sites: readonly Site[]
  readonly isRunning: (task: Task, title: string) => boolean
}

type Task = TestContext['task']

function titlesOfRunningTests(task: Task): ReadonlySet<string> {
  const { tasks } = task.suite ?? task.file
  return new Set(tasks.filter(({ mode }) => mode !== 'skip').map(({ name }) => name))
}

async function runAsVitestTest(testCase: Case, context: TestContext): Promise<void> {
  const { specTest, id, outcomes } = testCase
  endIfStopped(testCase, context)
  // Called before the first await: afterwards the stack no longer contains the YAML file.
  const sites = testCase.sites.map((site) => site())
  const because = await reasonBefore(testCase, context)
  const verdict = because ? skippedVerdict(because) : await judgeCase(testCase, context)
  endIfStopped(testCase, context)
  const strictErrors = verdictErrors(verdict, 'fail', sites)
  const isLastAttempt = !runsAgain(context.task, strictErrors)
  if (isLastAttempt) outcomes.settle(id, verdict)
  await record(testCase, context, verdict)
  if (because) context.skip(visibleText(because))
  // A larger sample may still decide: only the last attempt ends with a warning.
  const errors = isLastAttempt
    ? verdictErrors(verdict, specTest.onInconclusive, sites)
    : strictErrors
  // Vitest reports an array of errors individually, each with its own code frame.
  if (errors.length > 0) throw errors
}

/** Waiters for the outcome of the case must be notified: its signal may never be aborted. */
function endIfStopped({ outcomes, id }: Case, context: TestContext): void {
  if (isStopped(context)) outcomes.settle(id, skippedVerdict(stoppedReason))
  skipIfStopped(context)
}

/** Only cases that take part in this run can block others: a filter may have excluded some. */
async function reasonBefore(
  { spec, id, outcomes, isRunning }: Case,
  { task, signal }: TestContext,
): Promise<string | undefined> {
  const takesPart = (before: CaseId) =>
    isRunning(task, caseTitle(testOf(spec, before), before.workerId))
  return Promise.race([reasonToSkip(spec, id, outcomes, takesPart), abortOf(signal)])
}

/** A stopped run leaves cases without an outcome: those are not awaited. */
function abortOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

async function judgeCase({ spec, specTest, id }: Case, { signal }: TestContext): Promise<Verdict> {
  const { cluster, progressFile } = currentStage()
  using progress = new ProgressWriter(progressFile, caseTitle(specTest, id.workerId))
  return await runAttempt(spec, id, {
    cluster,
    signal,
    secrets: collectSecrets(cluster, process.env),
    onProgress: progress.update,
    onNotice: progress.notice,
  })
}

async function record(
  { spec, specTest, id }: Case,
  { task, annotate }: TestContext,
  verdict: Verdict,
): Promise<void> {
  const testRecord: TestRecord = {
    schemaVersion: 1,
    suite: spec.suite,
    stage: spec.stage,
    test: specTest.name,
    subject: id.workerId ?? 'cluster',
    check: specTest.check,
    verdict,
  }
  testMeta(task.meta).clustergate = testRecord
  // Vitest's JUnit reporter writes a property for each annotation.
  await Promise.all(
    verdict.conditions.map(({ metric, at = {}, formatted }) =>
      annotate(visibleText(formatted), visibleText(`${specTest.check}.${labelled(metric, at)}`)),
    ),
  )
}

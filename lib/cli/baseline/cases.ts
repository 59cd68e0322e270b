import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { noBaselineYet } from '../../record/baseline/baseline.ts'
import { baselineName, baselinePath } from '../../record/baseline/baseline-file.ts'
import { loadLevels } from '../../record/load-levels.ts'
import type { Measurement } from '../../record/measurement.ts'
import type { CaseRecord, RunRecord } from '../../record/run/run-record.ts'
import { type ConditionVerdict, conditionTitle } from '../../record/verdict.ts'

/** A case of a run that can have a baseline: one that measured a benchmark. */
export interface BaselineCase {
  /** In the format of a baseline. */
  readonly test: string
  readonly suite: string
  /** Path of its baseline, existing or not. */
  readonly file: string
  readonly measurement: Measurement
  /** Judged conditions; none for a test in TypeScript. */
  readonly conditions: readonly ConditionVerdict[]
  /** Why it cannot be a baseline at all. */
  readonly flaw?: string
  /** Why it is not a baseline unless forced: it did not pass. */
  readonly doubt?: string
}

/** @param run whose files are named relative to the working directory */
export function baselineCases(run: RunRecord): readonly BaselineCase[] {
  const cases = run.files.flatMap(({ cases }) => cases)
  const found = cases.flatMap((each) => fromYaml(each) ?? fromCode(each))
  return run.ended === 'cut_off' ? found.map((each) => ({ doubt: cutOff, ...each })) : found
}

const cutOff = 'the run was cut off'

function fromYaml(testCase: CaseRecord): readonly BaselineCase[] | undefined {
  const { record, file } = testCase
  if (!record) return undefined
  const { measurement, conditions } = record.verdict
  if (record.check !== 'benchmark' || !measurement) return []
  const workerId = record.subject === 'cluster' ? undefined : record.subject
  const test = baselineName(record.test, workerId)
  const flaw = missingSpec(file) ?? flawOf(measurement)
  const doubt = doubtOf(testCase, conditions)
  return [
    {
      test,
      suite: record.suite,
      measurement,
      conditions,
      file: baselinePath(resolve(file), test),
      ...(flaw !== undefined && { flaw }),
      ...(doubt !== undefined && { doubt }),
    },
  ]
}

/** For a test in TypeScript, whose baseline has the name that Vitest gives the test. */
function fromCode(testCase: CaseRecord): readonly BaselineCase[] {
  const { measurements = [], name, file } = testCase
  const [measurement] = measurements
  if (!measurement) return []
  const flaw = missingSpec(file) ?? severalOf(measurements) ?? flawOf(measurement)
  const doubt = failureOf(testCase)
  return [
    {
      test: name,
      suite: name.split(' > ')[0] ?? name,
      measurement,
      conditions: [],
      file: baselinePath(resolve(file), name),
      ...(flaw !== undefined && { flaw }),
      ...(doubt !== undefined && { doubt }),
    },
  ]
}

function severalOf({ length }: readonly Measurement[]): string | undefined {
  return length > 1 ? `it measures ${length} benchmarks, and a test has one baseline` : undefined
}

/** A baseline is beside its spec. */
function missingSpec(file: string): string | undefined {
  if (existsSync(resolve(file))) return undefined
  return `its spec ${file} is not here: run this in the folder that Vitest ran in`
}

function flawOf({ error, unfit, loads = [], setting }: Measurement): string | undefined {
  if (error) return `it could not be measured: ${error.message}`
  if (unfit) return `it is void: ${unfit.join('; ')}`
  if (loads.some(({ isCutShort }) => isCutShort)) return 'it was cut short'
  if (loadLevels(loads).length === 0) return 'it has no loads'
  return setting ? undefined : 'the report does not say which workers were measured'
}

/** A test whose only fault is a missing baseline creates the first one. */
function doubtOf(
  testCase: CaseRecord,
  conditions: readonly ConditionVerdict[],
): string | undefined {
  const missed = conditions.filter(({ status }) => status !== 'pass')
  const [first] = missed.filter(({ baseline }) => baseline?.outcome !== 'absent')
  const { status, reason } = testCase.record?.verdict ?? {}
  if (first) {
    const word = status === 'inconclusive' ? 'is inconclusive' : 'failed'
    return `it ${word}: ${conditionTitle(first)}: ${first.reason ?? `${first.formatted} is not ${first.condition}`}`
  }
  if (status === 'fail' || status === 'error') return `it failed: ${reason ?? 'nothing passed'}`
  return failureOf(testCase)
}

/** The message of a runner, without the missing baseline. */
function failureOf({ status, errors }: CaseRecord): string | undefined {
  if (status === 'passed') return undefined
  const other = errors.find(({ message }) => !lacksBaselineAlone(message))
  if (errors.length > 0 && !other) return undefined
  const word = status === 'inconclusive' || status === 'skipped' ? `was ${status}` : 'failed'
  return `it ${word}: ${firstLine(other?.message)}`
}

/** A message begins with a line for each condition that is not met; explanations are indented. */
function lacksBaselineAlone(message: string): boolean {
  const lines = message.split('\n')
  const end = lines.findIndex((line) => line.startsWith('  '))
  const heads = lines.slice(0, end === -1 ? undefined : end)
  return heads.every((line) => line.includes(noBaselineYet))
}

function firstLine(text = 'no reason recorded'): string {
  return text.split('\n', 1)[0] ?? text
}

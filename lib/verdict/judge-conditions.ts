import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict, Diagnosis, Verdict, VerdictStatus } from '../record/verdict.ts'
import { labelled } from '../units/labels.ts'
import type { BaselineReference } from './baseline-reference.ts'
import { busyHost } from './busy-host.ts'
import { conditionValues } from './condition-values.ts'
import type { Expectation } from './expectation.ts'
import { type Judged, withoutData } from './judge-metric.ts'
import { judgeRegression } from './judge-regression.ts'
import { judgeWorst } from './judge-worst.ts'
import { type SuccessFloor, successFloor } from './success-floor.ts'
import { telemetryGap } from './telemetry-gap.ts'
import { verdictWithoutValue } from './verdict-without-value.ts'

/**
 * Judges a measurement by its expectations, without naming a cause: see `withDiagnosis`. No data never passes: a metric without a value misses every
 * condition, and a test without expectations fails. Nor does an undecided sample pass, nor a measurement
 * that is unfit to be judged: they are inconclusive.
 * @param reference the baseline, for conditions with `regression`
 */
export function judgeConditions(
  expectations: readonly Expectation[],
  measured: Measurement,
  reference?: BaselineReference,
): Verdict {
  const judgements = expectations.map((each) => {
    return judgeOne(each, measured, reference, successFloor(each, measured, expectations))
  })
  const conditions = judgements.map(({ condition }) => condition)
  const measurement = withNotes(measured, [
    ...judgements.flatMap(({ notes }) => notes),
    ...[busyHost(measured)].flatMap((note) => note ?? []),
  ])
  const status = measurement.error ? 'error' : statusOf(conditions)
  const reason = status === 'pass' ? undefined : reasonOf(conditions, measurement)
  return { status, conditions, measurement, ...(reason !== undefined && { reason }) }
}

/** The probable cause of missed conditions; undefined if none is known. */
export type Diagnose = (
  measurement: Measurement,
  conditions: readonly ConditionVerdict[],
) => Diagnosis | undefined

/** A verdict with its probable cause; one that passed needs none. */
export function withDiagnosis(verdict: Verdict, diagnose: Diagnose): Verdict {
  const { status, conditions, measurement, reason } = verdict
  if (status === 'pass' || !measurement) return verdict
  const diagnosis = diagnose(measurement, conditions.filter(canBeDiagnosed))
  if (!diagnosis) return verdict
  return { status, conditions, measurement, diagnosis, ...(reason !== undefined && { reason }) }
}

interface Judgement {
  readonly condition: ConditionVerdict
  readonly notes: readonly string[]
}

function judgeOne(
  expectation: Expectation,
  measurement: Measurement,
  reference: BaselineReference | undefined,
  floor: SuccessFloor,
): Judgement {
  const { metric, at, dimension, condition, regression, place, frame } = expectation
  const { judged, notes } = regression
    ? judgeRegression({ metric, at, regression }, measurement, reference)
    : { judged: judgeValues(expectation, measurement, floor), notes: [] }
  const reason = regression && floor(labelled(metric, at ?? {}))
  return {
    condition: {
      metric,
      ...(at && { at }),
      dimension,
      condition: condition.text,
      ...(reason === undefined ? unlessUnfit(judged, measurement) : withoutData(judged, reason)),
      ...(place && { place }),
      ...(frame !== undefined && { frame }),
    },
    notes,
  }
}

function judgeValues(
  expectation: Expectation,
  measurement: Measurement,
  floor: SuccessFloor,
): Judged {
  const values = conditionValues(expectation, measurement)
  const { condition, at } = expectation
  const judged =
    values.length > 0
      ? judgeWorst(values, { condition, at, floor }, measurement)
      : verdictWithoutValue(expectation, measurement)
  return asFarAsReported(judged, telemetryGap(expectation, measurement))
}

/** Missing data of a worker might miss the condition. A miss stays a miss. */
function asFarAsReported(judged: Judged, gap: string | undefined): Judged {
  if (gap === undefined || judged.status === 'fail') return judged
  return judged.status === 'no_data'
    ? { ...judged, reason: `no data: ${gap}` }
    : { ...judged, status: 'inconclusive', reason: `not judged: ${gap}` }
}

function withNotes(measurement: Measurement, notes: readonly string[]): Measurement {
  if (notes.length === 0) return measurement
  return { ...measurement, notes: [...new Set([...measurement.notes, ...notes])] }
}

/** The value decides nothing; but an unmeasured metric remains without data. */
function unlessUnfit<T extends Judged>(judged: T, { unfit: [reason] = [] }: Measurement): T {
  if (reason === undefined || judged.status === 'no_data') return judged
  return { ...judged, status: 'inconclusive', unfit: true, reason: `not judged: ${reason}` }
}

function statusOf(conditions: readonly ConditionVerdict[]): VerdictStatus {
  if (conditions.length === 0) return 'fail'
  if (conditions.some(({ status }) => status === 'fail' || status === 'no_data')) return 'fail'
  return conditions.some(({ status }) => status === 'inconclusive') ? 'inconclusive' : 'pass'
}

/**
 * An unjudged condition was not missed, and has no cause in the cluster; an undecided comparison with the
 * baseline itself reports what would decide it.
 */
function canBeDiagnosed({ status, unfit, baseline }: ConditionVerdict): boolean {
  return status === 'no_data' || !(unfit || (baseline && status === 'inconclusive'))
}

const nothingExpected = 'this measurement has no conditions, so it proves nothing'

function reasonOf(
  conditions: readonly ConditionVerdict[],
  { error, unfit = [] }: Measurement,
): string | undefined {
  if (error) return error.message
  if (conditions.length === 0) return nothingExpected
  return unfit.length > 0 ? `not judged: ${unfit.join('; ')}` : undefined
}

import { parseCondition } from '../../conditions/parse-condition.ts'
import type { Measurement } from '../../record/measurement.ts'
import type { Diagnosis, Verdict } from '../../record/verdict.ts'
import { readLabelled } from '../../units/labels.ts'
import type { Expectation } from '../../verdict/expectation.ts'
import { judge } from '../../verdict/judge.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import type { BenchPlan } from './bench-plan.ts'
import type { BenchmarkFile } from './benchmark-file.ts'
import type { PartMeasurements } from './measure-parts.ts'
import { speedupShortfalls } from './speedup-shortfalls.ts'

/** The verdict of a benchmark. */
export interface BenchVerdict {
  readonly status: BenchmarkFile['verdict']
  /** What was missed, one line each. */
  readonly missed: readonly string[]
  /** Diagnoses of what was missed, and of speedups below the guide's expectation. */
  readonly diagnoses: readonly Diagnosis[]
}

/** The exit code of a verdict. */
export const exitCodeOfVerdict = {
  pass: exitCodes.met,
  fail: exitCodes.missed,
  error: exitCodes.usage,
  inconclusive: exitCodes.inconclusive,
  interrupted: exitCodes.interrupted,
} as const satisfies Record<BenchVerdict['status'], number>

/**
 * Judges a benchmark: at every level, and of both sides, enough requests must have succeeded. A speedup
 * that is too low is explained, and not judged: its bound belongs in a spec.
 * @param slots of each worker, in order
 */
export function judgeBenchmark(
  measurement: PartMeasurements,
  { minSuccessRate, requests }: BenchPlan,
  slots: readonly number[],
): BenchVerdict {
  const parts = Object.values(measurement)
  const verdicts = parts.map((part) =>
    judge(expectationsOf(part, minSuccessRate), hasDeadLevel(part) ? asIfFit(part) : part),
  )
  const shortfalls = parts.flatMap((part) => speedupShortfalls(part, slots, requests))
  return {
    status: worstStatus(verdicts),
    missed: verdicts.flatMap(missedLines),
    diagnoses: withoutRepeats([...verdicts, ...shortfalls]),
  }
}

function expectationsOf({ metrics }: Measurement, minSuccessRate: number): Expectation[] {
  const parsed = parseCondition(`>= ${minSuccessRate}%`, 'percentage')
  if (!parsed.ok) throw new RangeError(parsed.message)
  const isCompared = Object.keys(metrics).some((key) => readLabelled(key).metric === baselineRate)
  const names = isCompared ? [baselineRate, 'success_rate'] : ['success_rate']
  return names.map((metric) => ({
    metric,
    dimension: 'percentage',
    condition: parsed.condition,
  }))
}

/** No successful response at a level at all: the load generator is not the cause. */
function hasDeadLevel({ loads = [] }: Measurement): boolean {
  return loads.some(({ total }) => total.ended > 0 && total.ok === 0)
}

function asIfFit({ unfit: _, ...measurement }: Measurement): Measurement {
  return measurement
}

const baselineRate = 'baseline.success_rate'

/** The whole has the verdict of its worst part. */
function worstStatus(verdicts: readonly Verdict[]): BenchVerdict['status'] {
  const order = ['error', 'fail', 'inconclusive'] as const
  return order.find((status) => verdicts.some((verdict) => verdict.status === status)) ?? 'pass'
}

function missedLines({ status, reason, conditions }: Verdict): string[] {
  if (status === 'error') return reason === undefined ? [] : [reason]
  if (status !== 'fail') return []
  return conditions
    .filter((each) => each.status === 'fail' || each.status === 'no_data')
    .map((each) => `${each.metric}: ${each.reason ?? `${each.formatted} is not ${each.condition}`}`)
}

function withoutRepeats(verdicts: readonly Verdict[]): Diagnosis[] {
  const diagnoses = new Map<string, Diagnosis>()
  for (const { diagnosis } of verdicts) {
    if (diagnosis) diagnoses.set(`${diagnosis.code} ${diagnosis.symptom}`, diagnosis)
  }
  return [...diagnoses.values()]
}

import { createHash } from 'node:crypto'
import type { Dimension, MetricDeclaration } from '../units/dimension.ts'
import { type Labels, readLabelled } from '../units/labels.ts'
import { isAbout } from './asked-about.ts'
import { type HistorySetting, historySetting } from './history-setting.ts'
import type { Measurement } from './measurement.ts'
import type { Origin } from './origin.ts'
import type { CaseRecord, RunRecord } from './run/run-record.ts'
import type { Environment } from './setting.ts'
import type { TestRecord } from './test-record.ts'
import type { ConditionVerdict } from './verdict.ts'

/** The history record of a run: plain data. */
export interface HistoryRun {
  /** The same for every report of the run. */
  readonly id: string
  /** ISO 8601, in UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly origin: Origin
  /** The machine that measured; absent if unknown. */
  readonly environment?: Environment
  readonly cases: readonly HistoryCase[]
}

/** One test case and all numbers that it measured. */
export interface HistoryCase {
  readonly file: string
  readonly stage: string
  readonly suite: string
  readonly test: string
  /** Worker id, or `cluster`. */
  readonly subject: string
  readonly check: string
  readonly status: HistoryStatus
  /** Why it is void; empty if it is not. */
  readonly unfit: readonly string[]
  readonly setting: HistorySetting
  readonly values: readonly HistoryValue[]
}

/** How a case ended; `void`: measured, but not to be judged. */
export type HistoryStatus = 'passed' | 'failed' | 'inconclusive' | 'error' | 'void'

export interface HistoryValue {
  readonly metric: string
  readonly labels: Labels
  /** `any` if it is not declared. */
  readonly dimension: Dimension
  readonly value: number
  /** The interval of the true value, for metrics that are estimates. */
  readonly interval?: { readonly low: number; readonly high: number; readonly confidence: number }
  /** Whether a condition of the spec is about it. */
  readonly isAsked: boolean
}

/** The declaration of a metric of a check; undefined if there is none. */
export type DeclarationOf = (check: string, metric: string) => MetricDeclaration | undefined

export interface HistoryRunOptions {
  /** Which stages are kept. */
  readonly stages: readonly string[]
  readonly origin: Origin
  /** The machine that measured, if the record itself does not have it. */
  readonly environment?: Environment
  readonly declarationOf: DeclarationOf
}

/** The history record of a run; undefined if these stages measured nothing. */
export function historyRun(run: RunRecord, options: HistoryRunOptions): HistoryRun | undefined {
  const measured = run.files.flatMap(({ cases }) => cases).flatMap(measuredCase)
  const kept = measured.filter(({ record }) => options.stages.includes(record.stage))
  if (kept.length === 0) return undefined
  const reported = measured.find(({ measurement }) => measurement.setting)?.measurement.setting
  const environment = reported?.environment ?? options.environment
  return {
    id: idOf(measured),
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: run.durationMs,
    origin: options.origin,
    ...(environment && { environment }),
    cases: kept.map((each) => historyCase(each, run, options.declarationOf)),
  }
}

/** A case with a measurement; others are not about the cluster's speed. */
interface MeasuredCase {
  readonly test: CaseRecord
  readonly record: TestRecord
  readonly measurement: Measurement
}

function measuredCase(test: CaseRecord): MeasuredCase[] {
  const { record, status } = test
  const measurement = record?.verdict.measurement
  if (!record || !measurement || status === 'skipped') return []
  return [{ test, record, measurement }]
}

/** The time of the first measurement: reporters do not agree on when the run itself began. */
function idOf(measured: readonly MeasuredCase[]): string {
  const lines = measured.map(({ test, record, measurement }) =>
    JSON.stringify([test.file, test.name, record.subject, measurement.startedAt]),
  )
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16)
}

function historyCase(
  { test, record, measurement }: MeasuredCase,
  run: RunRecord,
  declarationOf: DeclarationOf,
): HistoryCase {
  const { suite, stage, subject, check, verdict } = record
  return {
    file: test.file,
    stage,
    suite,
    test: record.test,
    subject,
    check,
    status: statusOf(test, measurement),
    unfit: measurement.unfit ?? [],
    setting: historySetting(measurement, run.cluster?.workers),
    values: valuesOf(measurement, verdict.conditions, (metric) => declarationOf(check, metric)),
  }
}

function statusOf({ status }: CaseRecord, { unfit = [] }: Measurement): HistoryStatus {
  if (status === 'error' || status === 'skipped') return 'error'
  return unfit.length > 0 ? 'void' : status
}

function valuesOf(
  { metrics, intervals = {} }: Measurement,
  conditions: readonly ConditionVerdict[],
  declared: (metric: string) => MetricDeclaration | undefined,
): HistoryValue[] {
  return Object.entries(metrics).flatMap(([key, value]) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return []
    const { metric, labels } = readLabelled(key)
    const asking = conditions.filter((each) => isAbout(each, metric, labels))
    const interval = intervals[key]
    return {
      metric,
      labels,
      value,
      isAsked: asking.length > 0,
      dimension: declared(metric)?.dimension ?? asking[0]?.dimension ?? 'any',
      ...(interval && { interval }),
    }
  })
}

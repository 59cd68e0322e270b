import type { LoadRecord } from '../record/load-record.ts'
import type { Measurement } from '../record/measurement.ts'
import type { WorkerTelemetry } from '../record/telemetry-record.ts'
import { hasLabels, type Labels } from '../units/labels.ts'
import { type TelemetryName, telemetryQuantities } from '../units/telemetry-quantity.ts'
import type { Expectation } from './expectation.ts'

/** At most this many reasons are named. */
const maxNamed = 3

/**
 * Why a condition on telemetry cannot be judged for all of its workers and loads: a worker has no source,
 * its scrapes failed, or its exporter does not report the quantity. Undefined if everything was reported,
 * and for a condition on something else.
 */
export function telemetryGap(
  { metric, at = {} }: Pick<Expectation, 'metric' | 'at'>,
  { loads = [] }: Pick<Measurement, 'loads'>,
): string | undefined {
  const asked = telemetryConditionOf(metric)
  if (!asked) return undefined
  const counted = loads.filter(({ labels }) => isCounted(labels) && hasLabels(labels, at))
  const reasons = [...new Set(counted.flatMap((load) => gapsOf(load, asked)))]
  if (reasons.length === 0) return undefined
  const left = reasons.length - maxNamed
  return [...reasons.slice(0, maxNamed), ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}

interface TelemetryCondition {
  readonly name: TelemetryName
  /** Undefined: every worker. */
  readonly worker: string | undefined
}

/** `telemetry.clock.min`, `telemetry.clock.min.w1`, `telemetry.clock.min.each`, `telemetry.preemptions.w1`. */
function telemetryConditionOf(metric: string): TelemetryCondition | undefined {
  const [, name = '', rest = ''] = /^telemetry\.([a-z_]+)(?:\.(.+))?$/.exec(metric) ?? []
  if (!isName(name)) return undefined
  const { kind } = telemetryQuantities[name]
  const worker = kind === 'count' ? rest : rest.replace(/^(?:max|min|avg)\.?/, '')
  return { name, worker: worker === '' || worker === 'each' ? undefined : worker }
}

function isName(name: string): name is TelemetryName {
  return Object.hasOwn(telemetryQuantities, name)
}

/** Open loops and searches of a benchmark belong to metrics of their own, as does the baseline. */
function isCounted({ side = 'candidate', load, search }: Labels): boolean {
  return side === 'candidate' && load === undefined && search === undefined
}

function gapsOf(
  { workers, telemetry = {} }: LoadRecord,
  { name, worker }: TelemetryCondition,
): string[] {
  const known = [...new Set([...Object.keys(workers), ...Object.keys(telemetry)])]
  const ids = worker === undefined ? known : [worker]
  // For a load that was sent directly to a worker, the worker is unknown.
  if (ids.length === 0) return [`the worker has ${noSource}`]
  return ids.flatMap((id) => {
    const reported = telemetry[id]
    const reason = reported ? gapOf(reported, name) : noSourceOf(id, known)
    return reason === undefined ? [] : [`${id}: ${reason}`]
  })
}

const noSource = 'no `telemetry` in the cluster file'

function noSourceOf(id: string, known: readonly string[]): string {
  return known.includes(id) ? noSource : 'no such worker took part'
}

function gapOf({ series, missing, sources }: WorkerTelemetry, name: TelemetryName) {
  const reported = series[name]
  if (!reported) return missing[name] ?? 'nothing was reported'
  const source = sources.find(({ url }) => url === reported.url)
  if (!source || source.failed * 2 <= source.scrapes) return undefined
  return `${source.failed} of ${source.scrapes} scrapes of ${source.url} failed: ${source.failure}`
}

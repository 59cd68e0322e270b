import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { queueGrows } from '../balance/queue-grows.ts'
import { clockInWords } from '../evidence/clock-and-heat.ts'
import { numberOf } from '../evidence/load-evidence.ts'
import { coolDown, findBusyProcesses } from './worker-heat.ts'

/** A steady load did not keep its speed. */
export function drifted(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isAsked = missed.some(
    ({ metric, status }) => status === 'fail' && /(?:^|[._])drift(?:\.|$)|^throttled/.test(metric),
  )
  if (!isAsked) return undefined
  const all = changesOf(measurement)
  const risen = risenOf(measurement, all)
  const symptom = symptomOf(measurement)
  // If the workers are as fast as before, their queue has grown.
  if (risen.length === 0) return queueGrows(measurement, symptom)
  return risen.length === all.length && all.length > 1
    ? allSlower(risen, symptom)
    : someSlower(risen, all, symptom, measurement)
}

/** How much longer a worker takes for a request at the end than at the start. */
interface Change {
  readonly id: string
  readonly percent: number
}

function changesOf(measurement: Measurement): Change[] {
  return Object.keys(measurement.metrics).flatMap((metric) => {
    const id = /^service_drift\.(.+)$/.exec(metric)?.[1]
    const percent = numberOf(measurement, metric)
    return id === undefined || percent === undefined ? [] : [{ id, percent }]
  })
}

/** If the check itself does not name who got slower. */
const noticeablePercent = 10

function risenOf({ metrics }: Measurement, changes: readonly Change[]): Change[] {
  const { throttled } = metrics
  const isRisen = Array.isArray(throttled)
    ? ({ id }: Change) => throttled.includes(id)
    : ({ percent }: Change) => percent >= noticeablePercent
  return changes.filter(isRisen).toSorted((a, b) => b.percent - a.percent)
}

/** `throughput changed by -21%, latency by +28%`. */
function symptomOf(measurement: Measurement): string {
  const reported = ['throughput', 'latency'].flatMap((name) => {
    const percent = numberOf(measurement, `${name}.drift`)
    return percent === undefined ? [] : [`${name} changed by ${signed(percent)}`]
  })
  return reported.join(', ') || 'workers got slower'
}

function someSlower(
  risen: readonly Change[],
  all: readonly Change[],
  symptom: string,
  { loads = [] }: Measurement,
): Diagnosis {
  const ids = risen.map(({ id }) => id).join(', ')
  const clocks = risen.flatMap(({ id }) => {
    const words = clockInWords(loads, id)
    return words === undefined ? [] : [`${id}: ${words}`]
  })
  const others = all.filter(({ id }) => !risen.some((each) => each.id === id))
  return {
    code: 'worker_throttles',
    symptom,
    cause: `${report(risen)} in a request's time from the first third of the load to the last${others.length > 0 ? `, and the others did not (${report(others)})` : ''}: ${clocks.length > 0 ? clocks.join('; ') : 'thermal throttling, or another program that started'}`,
    remedy: [findBusyProcesses(ids), coolDown],
  }
}

function allSlower(risen: readonly Change[], symptom: string): Diagnosis {
  const ids = risen.map(({ id }) => id).join(', ')
  return {
    code: 'cluster_slows_down',
    symptom,
    cause: `all workers got slower in the course of the load (${report(risen)}): they are hot together (one room, one rack), their servers fill up (memory, caches, logs), or the workload got heavier`,
    remedy: [
      findBusyProcesses(ids),
      'see whether memory is full: `vm_stat 1` (macOS), `vmstat 1` (Linux); a restart of the servers that makes them fast again says so',
      coolDown,
    ],
  }
}

function report(changes: readonly Change[]): string {
  return changes.map(({ id, percent }) => `${id} ${signed(percent)}`).join(', ')
}

function signed(percent: number): string {
  return `${percent < 0 ? '' : '+'}${formatQuantity(Number(percent.toPrecision(2)), 'percentage')}`
}

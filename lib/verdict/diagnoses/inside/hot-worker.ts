import type { LoadRecord } from '../../../record/load-record.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { clockCourse, clockInWords } from '../evidence/clock-and-heat.ts'
import { missedLevel } from '../evidence/load-level.ts'
import { coolDown, findBusyProcesses } from '../speed/worker-heat.ts'

/** A worker is hotter than its budget, or its clock is slower. */
export function hotWorker(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const failed = missed.filter(({ status }) => status === 'fail')
  const level = missedLevel(measurement, failed, (metric) =>
    /^telemetry\.(?:temperature|clock)\./.test(metric),
  )
  const hottest = level && hottestOf(level.loads)
  if (!hottest) return undefined
  const { id, celsius } = hottest
  const heat = formatQuantity(Math.round(celsius), 'temperature')
  const isThrottled = clockCourse(level.loads, id)?.hasFallen === true
  const isAboutClock = level.condition.metric.startsWith('telemetry.clock.')
  // Heat explains only a clock that fell.
  if (isAboutClock && !isThrottled) return undefined
  const words = isThrottled ? clockInWords(level.loads, id) : undefined
  return {
    code: isThrottled ? 'worker_throttles' : 'worker_hot',
    symptom: `${id} reached ${heat} under the load${level.where}`,
    cause: words
      ? `${id}: ${words}`
      : `${id} reached ${heat} under this load: too little air, dust, a warm room, or a fan that is held down; its clock was not seen to fall`,
    remedy: [findBusyProcesses(id), coolDown],
  }
}

function hottestOf(loads: readonly LoadRecord[]) {
  const known = loads.flatMap(({ telemetry = {} }) =>
    Object.entries(telemetry).flatMap(([id, { series }]) =>
      series.temperature ? [{ id, celsius: series.temperature.max }] : [],
    ),
  )
  return known.toSorted((a, b) => b.celsius - a.celsius)[0]
}

import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'

/** The load took longer than the workers' own service times explain. */
export function optimalityGap(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const gap = numberOf(measurement, 'optimality_gap')
  const isMissed = missed.some(({ metric }) => metric === 'optimality_gap')
  if (!isMissed || gap === undefined) return undefined
  const tail = tailOf(measurement)
  const symptom = `the load took ${percent(gap)} longer than it had to`
  // The end of a run with idle slots is about one service time long.
  if (tail !== undefined && tail >= gap / 2) {
    return {
      code: 'run_too_short',
      symptom,
      cause: `at the end of every load slots are idle, for about one service time: of this short run that is ${percent(tail)}`,
      remedy: ['raise `requests`: ten for each slot at least'],
    }
  }
  return { code: 'capacity_unused', symptom, ...unused(measurement) }
}

const percent = (value: number) => formatQuantity(value, 'percentage')

/** One service time as a fraction of the whole run, in percent. */
function tailOf(measurement: Measurement): number | undefined {
  const [serviceMs, requests, perSecond] = ['service_time.avg', 'requests', 'throughput'].map(
    (name) => numberOf(measurement, name),
  )
  if (serviceMs === undefined || !requests || perSecond === undefined) return undefined
  return (serviceMs / ((requests / perSecond) * 1_000)) * 100
}

function unused(measurement: Measurement): Pick<Diagnosis, 'cause' | 'remedy'> {
  if ((numberOf(measurement, 'retries') ?? 0) > 0) {
    return {
      cause: 'requests failed and were sent again, and a worker that fails is ejected for a while',
      remedy: ['see which worker fails, and why: `npx vitest run specs/network`, its log'],
    }
  }
  const { strategy } = measurement.metrics
  return {
    cause: `slots of fast workers were idle while slow ones worked (strategy ${strategy}), or this machine was too busy to keep them all in work`,
    remedy: [
      ...(strategy === 'hybrid' ? [] : ['`strategy: hybrid` goes by how fast each worker is']),
      'raise `concurrency` above all slots together: then each free slot is filled at once',
      'run the load from a machine that has nothing else to do',
    ],
  }
}

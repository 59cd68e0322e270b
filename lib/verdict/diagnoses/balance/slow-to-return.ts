import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'

/** A worker was back, but did not get its share of the load again, or late. */
export function slowToReturn(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  if (measurement.check !== 'failover') return undefined
  const isMissed = (name: string) =>
    missed.some(({ metric, status }) => metric === name && status !== 'inconclusive')
  const returnedMs = numberOf(measurement, 'time_to_return')
  if (isMissed('time_to_return')) {
    return returnedMs === undefined ? notReturned : slow(returnedMs)
  }
  return isMissed('share.after_return') ? shareNotRegained : undefined
}

const sooner =
  'try it again sooner: `circuit: { open_for: 1s }`, `health: { interval: 1s }` under `balancer` in the cluster file'

const notReturned: Diagnosis = {
  code: 'not_returned',
  symptom: 'the worker was brought back, but served nothing within `return_within`',
  cause:
    'it was still ejected, for longer with each failed trial, or it does not respond though it was brought back',
  remedy: [sooner, 'raise `return_within` of the check'],
}

function slow(returnedMs: number): Diagnosis {
  return {
    code: 'slow_to_return',
    symptom: `the worker was back for ${formatQuantity(returnedMs, 'duration')} before it served a request again`,
    cause:
      'an ejected worker gets a request on trial only after `circuit.open_for`, which doubles with each ejection, or once a probe of it succeeds',
    remedy: [sooner],
  }
}

const shareNotRegained: Diagnosis = {
  code: 'share_not_regained',
  symptom: 'the worker serves again, but less than its part',
  cause:
    'it was not given all of its slots again within `return_within` (`slow_start`), or is slower than before: a cold cache, a model that loads again',
  remedy: [
    'give it its slots sooner: `slow_start: 1s` under `balancer` in the cluster file; or raise `return_within`',
    'see whether it only is slower: `share_to_capacity.each` of `balance`',
  ],
}

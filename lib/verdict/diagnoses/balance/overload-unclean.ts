import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { loadFaults, reportFaults } from '../evidence/load-evidence.ts'

/** Beyond the capacity, requests ended in another way than served or rejected. */
export function overloadUnclean(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isAsked = missed.some(
    ({ metric }) => metric === 'unclean' || metric === 'admitted.success_rate',
  )
  const faults = loadFaults(measurement)
  const [most] = faults
  if (measurement.check !== 'overload' || !isAsked || !most) return undefined
  const hasTimedOut = most.fault.includes('TIMEOUT')
  return {
    code: 'overload_unclean',
    symptom: `neither served nor refused: ${reportFaults(faults)}`,
    cause: hasTimedOut
      ? 'the queue is longer than what is served within `timeout`: requests at its end are cut off'
      : 'workers fail under full load: fewer slots than claimed, a full queue inside the worker, too little memory',
    remedy: hasTimedOut
      ? [
          'lower `max_queue`, so that the rest is refused at once and may go elsewhere',
          'or raise `timeout` under `balancer` in the cluster file',
        ]
      : [
          'see how many requests each worker really serves at once: the check `slots`',
          "lower `max_concurrent_requests`, and read the workers' logs",
        ],
  }
}

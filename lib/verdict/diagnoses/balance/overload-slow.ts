import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'

/**
 * The load was not an overload, served admitted requests too slowly, or left the cluster slower than
 * before.
 */
export function overloadSlow(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  if (measurement.check !== 'overload') return undefined
  const isMissed = (prefix: string) => missed.some(({ metric }) => metric.startsWith(prefix))
  if (isMissed('rejected') && measurement.metrics.rejected === 0) return noOverload(measurement)
  if (isMissed('recovery.')) return slowRecovery(measurement)
  if (isMissed('admitted.latency') || isMissed('admitted.slowdown')) return admittedLate
  return undefined
}

function noOverload({ metrics }: Measurement): Diagnosis {
  return {
    code: 'no_overload',
    symptom: `all ${metrics.admitted} requests were admitted, none was refused`,
    cause: 'they fit into slots and queue together',
    remedy: ['raise `requests` of the check above slots + `max_queue`, or lower its `max_queue`'],
  }
}

function slowRecovery(measurement: Measurement): Diagnosis {
  const slowdown = numberOf(measurement, 'recovery.slowdown')
  const times = formatQuantity(slowdown ?? null, 'multiplier')
  return {
    code: 'slow_recovery',
    symptom: `after the overload the median latency is ${times} of what it was before`,
    cause:
      'workers still process requests that were cut off, are hot (thermal throttling), swap memory, or were ejected and have not all returned',
    remedy: [
      'see on the workers: `sudo powermetrics --samplers thermal` (macOS), `nvidia-smi -q -d PERFORMANCE` (NVIDIA), `vmstat 1` (Linux)',
      'ask for less at once: `max_concurrent_requests`; see what they really serve: the check `slots`',
      'have ejected workers back sooner: `circuit: { open_for: 1s }`, `slow_start: 1s` under `balancer` in the cluster file',
    ],
  }
}

const admittedLate: Diagnosis = {
  code: 'admitted_late',
  symptom: 'requests that were admitted took longer than their budget',
  cause:
    'the last request in the queue waits for all before it: `max_queue` divided by the throughput',
  remedy: [
    'lower `max_queue`, so that the rest is refused at once and may go elsewhere',
    'if `admitted.slowdown` is large too, slots were idle: see `optimality_gap` of `balance`',
  ],
}

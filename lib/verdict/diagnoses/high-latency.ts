import type { Measurement } from '../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../record/verdict.ts'

const networkTimes = ['rtt.', 'jitter', 'connect_time', 'time.connect']

/** The way to the worker is slower than its budget. */
export function highLatency(
  { subject }: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const slow = missed.find(
    ({ metric, status }) =>
      status === 'fail' && networkTimes.some((prefix) => metric.startsWith(prefix)),
  )
  if (!slow) return undefined
  return {
    code: 'high_latency',
    symptom: `${slow.metric} to ${subject.host ?? subject.name} is ${slow.formatted}, the budget is ${slow.condition}`,
    cause: 'Wi-Fi, a detour by a router or VPN, or a busy link; LLM workloads want less than 10ms',
    remedy: [
      'connect the worker by Ethernet instead of Wi-Fi',
      `look at the way: \`traceroute ${subject.host ?? subject.name}\`; one hop is what a local network has`,
    ],
  }
}

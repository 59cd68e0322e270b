import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'

const networkTimes = ['rtt.', 'jitter', 'connect_time', 'time.connect']

/** The network path to the worker is slower than its budget. */
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
    ...(isLoopback(subject.host) ? ownMachine : farMachine(subject.host ?? subject.name)),
  }
}

const ownMachine = {
  cause: 'this address is on this machine, which was too busy to respond in time',
  remedy: ['close other programs on this machine, or run fewer tests at once'],
}

function farMachine(host: string): Pick<Diagnosis, 'cause' | 'remedy'> {
  return {
    cause:
      'Wi-Fi, a detour through a router or VPN, or a busy link; LLM workloads need less than 10ms',
    remedy: [
      'connect the worker by Ethernet instead of Wi-Fi',
      `check the path: \`traceroute ${host}\`; a local network has one hop`,
    ],
  }
}

function isLoopback(host = ''): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

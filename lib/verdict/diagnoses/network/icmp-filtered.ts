import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'

/** No ping came back, but the worker takes connections: it is not dead. */
export function icmpFiltered(measurement: Measurement): Diagnosis | undefined {
  const { check, metrics, evidence, subject } = measurement
  const isServing = evidence.some(
    ({ attempt, outcome }) => attempt.startsWith('TCP connect') && outcome === 'ok',
  )
  const isLost = check === 'ping' && metrics.method !== 'tcp' && metrics.packet_loss === 100
  if (!isLost || !isServing) return undefined
  return {
    code: 'icmp_filtered',
    symptom: `${subject.host} does not respond to ping, but accepts connections on port ${subject.port}`,
    cause: `ICMP is filtered or ignored on the way to ${subject.name} or on it; the worker itself is reachable`,
    remedy: [
      'permit ICMP echo: `sudo sysctl net.ipv4.icmp_echo_ignore_all=0` (Linux), switch stealth mode off (macOS firewall options), allow "File and Printer Sharing (Echo Request)" (Windows)',
      'or measure by TCP, and say so in the spec: `ping: { method: tcp }`',
    ],
  }
}

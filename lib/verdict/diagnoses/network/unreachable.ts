import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { failedWith } from '../evidence/failed-evidence.ts'

/** The network itself says that there is no way to the host. */
export function unreachable(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'unreachable')
  if (!evidence) return undefined
  const { host = measurement.subject.name } = measurement.subject
  return {
    code: 'unreachable',
    symptom: `${host} is unreachable: ${evidence.detail}`,
    cause: causeOf(evidence.detail, host),
    remedy: [
      `see which way this host takes: \`ip route get ${host}\` (Linux), \`route -n get ${host}\` (macOS), \`tracert ${host}\` (Windows)`,
      'check that the worker is on and its cable or Wi-Fi connected, and that its address is the one in the cluster file',
      'put all machines in one network, without a router, VPN or guest Wi-Fi between them',
    ],
  }
}

function causeOf(detail: string, host: string): string {
  if (/ENETUNREACH|Network is unreachable|no route to/i.test(detail)) {
    return `this host has no route to the network of ${host} (another segment or subnet)`
  }
  if (/EINVAL|Invalid argument|blackhole/i.test(detail)) {
    return `a blackhole route on this host discards everything to ${host}`
  }
  if (/EACCES|EPERM|prohibit/i.test(detail)) {
    return `a route or firewall rule on the way prohibits ${host}`
  }
  return `no machine responds at ${host}: it is off or in another segment, or a router or firewall on the way rejects packets`
}

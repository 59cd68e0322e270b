import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'

/** Workers and this host are in different networks. */
export function wrongSubnet({ check, metrics, evidence }: Measurement): Diagnosis | undefined {
  if (check !== 'subnet' || metrics.same_subnet !== false) return undefined
  const outside = evidence.filter(({ outcome }) => outcome !== 'ok')
  return {
    code: 'wrong_subnet',
    symptom: `not all in one network: ${outside.map(({ detail }) => detail).join('; ')}`,
    cause:
      'the machines are on different networks (another switch, VLAN, guest Wi-Fi or VPN), or the address in the cluster file is wrong',
    remedy: [
      'give all workers and this host addresses of one network',
      'or name the network that is meant: `network: { subnet: 10.247.0.0/16 }` in the cluster file',
    ],
  }
}

import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { failedWith } from '../evidence/failed-evidence.ts'

/** The name of the worker does not lead to an address. */
export function addressFailed(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'dns')
  if (!evidence) return undefined
  const { host = measurement.subject.name } = measurement.subject
  const isServerSilent = serverFaults.test(evidence.detail)
  return {
    code: 'name_does_not_resolve',
    symptom: `${host} does not resolve: ${evidence.detail}`,
    cause: isServerSilent
      ? `the DNS server of this host does not work, so that nobody knows whether ${host} exists`
      : `the name ${host} is misspelled or unknown to the DNS server of this host`,
    remedy: [
      ...(isServerSilent
        ? [
            'see which server this host asks, and whether it responds: `resolvectl status`, `cat /etc/resolv.conf` (Linux), `scutil --dns` (macOS), `ipconfig /all` (Windows)',
          ]
        : []),
      `ask by hand: \`nslookup ${host}\`, \`getent hosts ${host}\` (Linux), \`dscacheutil -q host -a name ${host}\` (macOS)`,
      'put the IP address into the cluster file, or the name into DNS or the hosts file',
    ],
  }
}

/** The server gave no result, of whatever name. */
const serverFaults = /\b(?:ETIMEOUT|EAI_AGAIN|ESERVFAIL|EREFUSED|ECONNREFUSED)\b/

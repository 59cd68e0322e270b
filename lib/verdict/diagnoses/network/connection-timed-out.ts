import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith } from '../evidence/failed-evidence.ts'

/** Packets to the port vanish: nobody responds, not even to refuse. */
export function connectionTimedOut(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'timed_out')
  if (!evidence || measurement.check === 'ping' || measurement.check === 'path') return undefined
  const { host = '', port = 1234 } = measurement.subject
  return {
    code: 'connection_timed_out',
    symptom: `${addressOf(measurement)} does not respond`,
    cause: `a firewall drops port ${port}, or the address ${host} is wrong or its machine is off`,
    remedy: [
      'compare the address in the cluster file with the one the worker shows: `ifconfig` (macOS), `ip addr` (Linux), `ipconfig` (Windows)',
      `macOS firewall: \`sudo pfctl -sr | grep ${port}\`, \`/usr/libexec/ApplicationFirewall/socketfilterfw --listapps\``,
      `Linux firewall: \`sudo nft list ruleset | grep ${port}\`, \`sudo ufw allow ${port}/tcp\``,
      `Windows firewall: \`New-NetFirewallRule -DisplayName LLM -Direction Inbound -Protocol TCP -LocalPort ${port} -Action Allow\``,
    ],
  }
}

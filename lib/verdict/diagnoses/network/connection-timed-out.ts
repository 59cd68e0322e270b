import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith } from '../evidence/failed-evidence.ts'

/** Packets to the port vanish: nobody answers, not even to refuse. */
export function connectionTimedOut(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'timed_out')
  if (!evidence || measurement.check === 'ping' || measurement.check === 'path') return undefined
  const { host = '', port = 1234 } = measurement.subject
  return {
    code: 'connection_timed_out',
    symptom: `${addressOf(measurement)} does not answer`,
    cause: `a firewall drops port ${port}, or the address ${host} is wrong or its machine is off, or the server hangs and its queue of connections is full`,
    remedy: [
      'compare the address in the cluster file with the one the worker shows: `ifconfig` (macOS), `ip addr` (Linux), `ipconfig` (Windows)',
      `where ping is answered, look at the queue on the worker: \`ss -ltn 'sport = :${port}'\` (Linux; full: Recv-Q above Send-Q), \`netstat -Lan | grep ${port}\` (macOS); restart the server`,
      `macOS firewall: \`sudo pfctl -sr | grep ${port}\`, \`/usr/libexec/ApplicationFirewall/socketfilterfw --listapps\``,
      `Linux firewall: \`sudo nft list ruleset | grep ${port}\`, \`sudo ufw allow ${port}/tcp\``,
      `Windows firewall: \`New-NetFirewallRule -DisplayName LLM -Direction Inbound -Protocol TCP -LocalPort ${port} -Action Allow\``,
    ],
  }
}

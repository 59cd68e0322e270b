import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith, machineOf } from '../evidence/failed-evidence.ts'
import { speaksHttp, speaksHttps } from '../evidence/http-refusal.ts'
import { startCommand } from './server-remedies.ts'

/**
 * Why there is no working connection to a worker, in this order: a cause that blocks everything else comes
 * first.
 */
export const connectionRules = [
  addressFailed,
  wrongSubnet,
  icmpFiltered,
  connectionRefused,
  schemeDiffers,
  tlsFailed,
  unreachable,
  noResponse,
  connectionTimedOut,
] as const

/** The name of the worker has no address. */
function addressFailed(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'dns')
  if (!evidence) return undefined
  const { host = measurement.subject.name } = measurement.subject
  const isServerSilent = serverFaults.test(evidence.detail)
  return {
    code: 'name_does_not_resolve',
    symptom: `${host} does not resolve: ${evidence.detail}`,
    cause: isServerSilent
      ? `the DNS server of this host does not work, so it is unknown whether ${host} exists`
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

/** The name server gave no result, for any name. */
const serverFaults = /\b(?:ETIMEOUT|EAI_AGAIN|ESERVFAIL|EREFUSED|ECONNREFUSED)\b/

/** Workers and this host are in different networks. */
function wrongSubnet({ check, metrics, evidence }: Measurement): Diagnosis | undefined {
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

/** No ping reply arrived, but the worker accepts connections: it is not dead. */
function icmpFiltered(measurement: Measurement): Diagnosis | undefined {
  const { check, metrics, evidence, subject } = measurement
  const isServing = evidence.some(
    ({ attempt, outcome }) => attempt.startsWith('TCP connect') && outcome === 'ok',
  )
  const isLost = check === 'ping' && metrics.method !== 'tcp' && metrics.packet_loss === 100
  if (!isLost || !isServing) return undefined
  return {
    code: 'icmp_filtered',
    symptom: `${subject.host} does not respond to ping, but accepts connections on port ${subject.port}`,
    cause: `ICMP is filtered or ignored on the path to ${subject.name} or on it; the worker itself is reachable`,
    remedy: [
      'permit ICMP echo: `sudo sysctl net.ipv4.icmp_echo_ignore_all=0` (Linux), switch stealth mode off (macOS firewall options), allow "File and Printer Sharing (Echo Request)" (Windows)',
      'or measure by TCP, and say so in the spec: `ping: { method: tcp }`',
    ],
  }
}

/** The host responded that nothing listens on the port. */
function connectionRefused(measurement: Measurement): Diagnosis | undefined {
  if (!failedWith(measurement, 'refused')) return undefined
  const { subject } = measurement
  const port = subject.port ?? 1234
  return {
    code: 'connection_refused',
    symptom: `${addressOf(measurement)} refuses connections`,
    cause: `the server on ${machineOf(measurement)} is not running, or listens on another port or on 127.0.0.1 only; less often a firewall rejects port ${port}`,
    remedy: [
      startCommand(subject),
      `see on the worker what listens: \`lsof -i :${port}\` (macOS, Linux), \`netstat -ano | findstr :${port}\` (Windows)`,
      `if it listens on 127.0.0.1 only, bind it to 0.0.0.0`,
    ],
  }
}

/** HTTP was spoken to a port that speaks HTTPS, or the reverse. */
function schemeDiffers(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'reset', 'protocol', 'tls')
  const spoken = /; the port speaks (?<scheme>HTTPS|plain HTTP)$/.exec(evidence?.detail ?? '')
  if (!evidence || !spoken) return undefined
  return {
    ...(spoken.groups?.scheme === 'HTTPS' ? speaksHttps : speaksHttp),
    symptom: `${addressOf(measurement)}: ${evidence.attempt} → ${evidence.detail}`,
  }
}

/** The handshake or the certificate failed. */
function tlsFailed(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'tls')
  if (!evidence) return undefined
  return {
    code: 'tls_failed',
    symptom: `TLS with ${addressOf(measurement)} failed: ${evidence.detail}`,
    cause: evidence.detail.replace(/^[A-Z_0-9]+: /, ''),
    remedy: [
      'renew the certificate, or issue it for the name in the cluster file (`tls.server_name` asks for another)',
      'trust its authority with `tls: { ca_file: ... }`; `tls: { verify: false }` only for a trial',
      'if the worker speaks plain HTTP, remove `tls` from the cluster file',
    ],
  }
}

/** The network itself reports that there is no route to the host. */
function unreachable(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'unreachable')
  if (!evidence) return undefined
  const { host = measurement.subject.name } = measurement.subject
  return {
    code: 'unreachable',
    symptom: `${host} is unreachable: ${evidence.detail}`,
    cause: unreachableCause(evidence.detail, host),
    remedy: [
      `see which route this host uses: \`ip route get ${host}\` (Linux), \`route -n get ${host}\` (macOS), \`tracert ${host}\` (Windows)`,
      'check that the worker is on and its cable or Wi-Fi connected, and that its address is the one in the cluster file',
      'put all machines in one network, without a router, VPN or guest Wi-Fi between them',
    ],
  }
}

function unreachableCause(detail: string, host: string): string {
  if (/ENETUNREACH|Network is unreachable|no route to/i.test(detail)) {
    return `this host has no route to the network of ${host} (another segment or subnet)`
  }
  if (/EINVAL|Invalid argument|blackhole/i.test(detail)) {
    return `a blackhole route on this host discards everything to ${host}`
  }
  if (/EACCES|EPERM|prohibit/i.test(detail)) {
    return `a route or firewall rule on the path prohibits ${host}`
  }
  return `no machine responds at ${host}: it is off or in another segment, or a router or firewall on the path rejects packets`
}

/**
 * The connection is open, because the kernel accepts it, but the server behind it is silent or closes it.
 */
function noResponse(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'timed_out', 'reset')
  const isSilent =
    evidence?.outcome === 'reset' ||
    /^(?:connected|TLS stood|first byte)/.test(evidence?.detail ?? '')
  if (!evidence || !isSilent) return undefined
  const { port = 1234 } = measurement.subject
  return {
    code: 'server_does_not_answer',
    symptom: `${addressOf(measurement)} accepts connections but does not respond: ${evidence.detail}`,
    cause: `the server on ${machineOf(measurement)} is stopped, hung or overloaded: its machine still accepts connections for it`,
    remedy: [
      `see on the worker whether it runs: \`lsof -i :${port}\`, \`ps -o pid,stat,command -p PID\` (T in STAT is stopped), and its log`,
      `end it and ${startCommand(measurement.subject)}`,
      'if it is only slow (a model being loaded, a long queue), raise `timeout`',
    ],
  }
}

/** Packets to the port are lost: nothing responds, not even with a refusal. */
function connectionTimedOut(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'timed_out')
  if (!evidence || measurement.check === 'ping' || measurement.check === 'path') return undefined
  const { host = '', port = 1234 } = measurement.subject
  return {
    code: 'connection_timed_out',
    symptom: `${addressOf(measurement)} does not respond`,
    cause: `a firewall drops port ${port}, or the address ${host} is wrong or its machine is off, or the server hangs and its queue of connections is full`,
    remedy: [
      'compare the address in the cluster file with the one the worker shows: `ifconfig` (macOS), `ip addr` (Linux), `ipconfig` (Windows)',
      `where ping succeeds, look at the queue on the worker: \`ss -ltn 'sport = :${port}'\` (Linux; full: Recv-Q above Send-Q), \`netstat -Lan | grep ${port}\` (macOS); restart the server`,
      `macOS firewall: \`sudo pfctl -sr | grep ${port}\`, \`/usr/libexec/ApplicationFirewall/socketfilterfw --listapps\``,
      `Linux firewall: \`sudo nft list ruleset | grep ${port}\`, \`sudo ufw allow ${port}/tcp\``,
      `Windows firewall: \`New-NetFirewallRule -DisplayName LLM -Direction Inbound -Protocol TCP -LocalPort ${port} -Action Allow\``,
    ],
  }
}

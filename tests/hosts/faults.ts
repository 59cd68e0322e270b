import { once } from 'node:events'
import { join } from 'node:path'
import type { TestNetwork } from './network.ts'

/** Repairs what a fault has broken. */
export type Repair = () => Promise<unknown>

/** The reply of a firewall instead of the server. */
export type RejectWith =
  | 'tcp reset'
  | 'icmp type port-unreachable'
  | 'icmp type host-unreachable'
  | 'icmp type net-unreachable'
  | 'icmp type admin-prohibited'

/** A firewall on the host that drops packets to the port. */
export function dropPort(network: TestNetwork, host: string, port: number): Promise<Repair> {
  return inputRule(network, host, `tcp dport ${port} drop`)
}

/** A firewall on the host that discards what comes to the port from one address. */
export function dropPortFrom(
  network: TestNetwork,
  host: string,
  port: number,
  address: string,
): Promise<Repair> {
  return inputRule(network, host, `ip saddr ${address} tcp dport ${port} drop`)
}

/** A firewall on the host that turns down what comes to the port. */
export function rejectPort(
  network: TestNetwork,
  host: string,
  port: number,
  response: RejectWith,
): Promise<Repair> {
  return inputRule(network, host, `tcp dport ${port} reject with ${response}`)
}

/** Exact loss: each n-th echo request. */
export function loseEveryNth(network: TestNetwork, host: string, nth: number): Promise<Repair> {
  return inputRule(network, host, `icmp type echo-request numgen inc mod ${nth} == 0 drop`)
}

/** Exact loss: each n-th packet that opens a connection to the port, sent for the first time or resent. */
export function loseEveryNthSyn(
  network: TestNetwork,
  host: string,
  port: number,
  nth: number,
): Promise<Repair> {
  const syn = 'tcp flags & (syn|ack) == syn'
  return inputRule(network, host, `tcp dport ${port} ${syn} numgen inc mod ${nth} == 0 drop`)
}

/** Loses one of this many packets to the host, at random. */
export function loseAtRandom(network: TestNetwork, host: string, of: number): Promise<Repair> {
  return inputRule(network, host, `iifname eth0 numgen random mod ${of} == 0 drop`)
}

/** The host replies to no echo request, but serves. */
export async function ignoreIcmp(network: TestNetwork, host: string): Promise<Repair> {
  const set = (value: 0 | 1) =>
    network.run(host, 'sysctl', '-qw', `net.ipv4.icmp_echo_ignore_all=${value}`)
  await set(1)
  return () => set(0)
}

/** The cable is unplugged, for so long that the client has forgotten the host's address. */
export async function unplug(network: TestNetwork, host: string, client: string): Promise<Repair> {
  await network.ip(host, 'link', 'set', 'eth0', 'down')
  await network.ip(client, 'neighbour', 'flush', 'all')
  return () => network.ip(host, 'link', 'set', 'eth0', 'up')
}

/** A route on the client without a target: `unreachable`, `blackhole` or `prohibit`. */
export async function badRoute(
  network: TestNetwork,
  client: string,
  kind: 'unreachable' | 'blackhole' | 'prohibit',
  address: string,
): Promise<Repair> {
  await network.ip(client, 'route', 'add', kind, address)
  return () => network.ip(client, 'route', 'delete', kind, address)
}

/** Each packet from the client to the address leaves this much later, in order. */
export async function delayPackets(
  network: TestNetwork,
  client: string,
  [from, to]: readonly [from: string, to: string],
  seconds: number,
): Promise<Repair> {
  const script = join(import.meta.dirname, 'delay.py')
  const relay = network.start(client, 'python3', [script, to, from, 'eth0', String(seconds)], {
    reject: false,
    timeout: 0,
  })
  const hasEnded = relay.then(({ stderr }) => {
    throw new Error(`the packets are not delayed: ${String(stderr)}`)
  })
  await Promise.race([once(relay.stdout!, 'data'), hasEnded])
  hasEnded.catch(() => undefined)
  return async () => {
    relay.kill('SIGKILL')
    await relay
  }
}

async function inputRule(network: TestNetwork, host: string, rule: string): Promise<Repair> {
  await network.run(host, 'nft', 'add', 'table', 'inet', 'fault')
  const chain = '{ type filter hook input priority 0; }'
  await network.run(host, 'nft', 'add', 'chain', 'inet', 'fault', 'input', chain)
  await network.run(host, 'nft', 'add', 'rule', 'inet', 'fault', 'input', ...rule.split(' '))
  return () => network.run(host, 'nft', 'delete', 'table', 'inet', 'fault')
}

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CertificateOptions, makeCertificate } from '../hosts/certificate.ts'
import {
  badRoute,
  delayPackets,
  dropPort,
  loseAtRandom,
  type RejectWith,
  rejectPort,
  unplug,
} from '../hosts/faults.ts'
import { untilListening } from '../hosts/worker-process.ts'
import {
  addresses,
  clientAddress,
  type Lab,
  port,
  type Surroundings,
  type WorkerName,
} from './lab.ts'

/** An active fault, and how to end it. */
export interface Begun {
  readonly repair: () => Promise<unknown>
  readonly surroundings?: Surroundings
  /** The worker's own record was reset. */
  readonly isRestart?: true
}

/** The expected result of the network stage under a fault that exists from the start. */
export interface ExpectedOfGate {
  readonly exitCode: number
  /** The cause, in the message for the user. */
  readonly says: readonly string[]
  /** The run ends within this time, on a busy machine. */
  readonly withinSeconds: number
}

/** The expected results of callers under a fault that begins while they send. */
export interface ExpectedOfTraffic {
  /** Of 300 requests to three workers. */
  readonly minComplete: number
  readonly maxSecondsOfRequest: number
  /** The expected log of `serve`; undefined: retransmissions hide the fault from it. */
  readonly says?: RegExp
}

/** A row of the matrix: how a fault is made, and the expected results. */
export interface LabFault {
  readonly name: string
  readonly begin: (lab: Lab) => Promise<Begun>
  readonly gate: ExpectedOfGate
  /** Through the library and through `serve`; undefined: the fault cannot occur in a running cluster. */
  readonly traffic?: ExpectedOfTraffic
  /**
   * Why the reports, or the history, of a run of the network stage are missing: in the message of
   * `gate.says`.
   */
  readonly loses?: 'reports' | 'history' | 'both'
  /** Runs in every run of the tests. */
  readonly isInTests?: true
}

/** The worker that faults of the network and of processes affect. */
export const harmed: WorkerName = 'two'
const closed = (...says: string[]): ExpectedOfGate => ({ exitCode: 1, says, withinSeconds: 90 })
const open = (...says: string[]): ExpectedOfGate => ({ exitCode: 0, says, withinSeconds: 90 })
/** Two of three workers continue, and requests in flight on the third one may be lost. */
const survives: ExpectedOfTraffic = {
  minComplete: 270,
  maxSecondsOfRequest: 6,
  says: /two (?:ejected|down|busy)/,
}

const rejected = (response: RejectWith, ...says: string[]): LabFault => ({
  name: `port rejected by ${response.replace('icmp type ', 'ICMP ')}`,
  begin: async ({ network }) => ({ repair: await rejectPort(network, harmed, port, response) }),
  gate: closed(...says),
  traffic: survives,
})

const routed = (kind: 'unreachable' | 'blackhole' | 'prohibit', ...says: string[]): LabFault => ({
  name: `route: ${kind}`,
  begin: async ({ network }) => ({
    repair: await badRoute(network, 'client', kind, addresses[harmed]),
  }),
  gate: closed(...says),
  traffic: survives,
})

export const faults: readonly LabFault[] = [
  {
    name: 'port dropped by a firewall',
    begin: async ({ network }) => ({ repair: await dropPort(network, harmed, port) }),
    gate: closed('timed out', 'a firewall drops port 1234, or the address'),
    traffic: survives,
  },
  rejected('tcp reset', 'refused (ECONNREFUSED)'),
  rejected('icmp type port-unreachable', 'refused (ECONNREFUSED)'),
  rejected('icmp type host-unreachable', 'unreachable (EHOSTUNREACH)'),
  rejected('icmp type net-unreachable', 'unreachable (ENETUNREACH)'),
  rejected('icmp type admin-prohibited', 'unreachable (EHOSTUNREACH)'),
  {
    name: 'link down',
    begin: async ({ network }) => ({ repair: await unplug(network, harmed, 'client') }),
    gate: closed('Destination Host Unreachable', 'no machine responds'),
    traffic: survives,
  },
  routed('unreachable', 'unreachable (EHOSTUNREACH)'),
  routed('blackhole', 'EINVAL', 'a blackhole route on this host'),
  routed('prohibit', 'EACCES', 'prohibits'),
  {
    name: 'worker killed (SIGKILL)',
    begin: async (lab) => {
      await lab.endWorker(harmed)
      return { repair: () => lab.startWorker(harmed), isRestart: true }
    },
    gate: closed('refused (ECONNREFUSED)', 'not running'),
    traffic: survives,
  },
  {
    name: 'worker stopped (SIGSTOP)',
    begin: async (lab) => {
      lab.signal(harmed, 'SIGSTOP')
      return { repair: async () => lab.signal(harmed, 'SIGCONT') }
    },
    gate: closed('connected after', 'is stopped, hung or overloaded'),
    traffic: survives,
    isInTests: true,
  },
  {
    name: 'listen queue full',
    begin: async (lab) => {
      await lab.endWorker(harmed)
      const server = lab.network.start(
        harmed,
        '/usr/bin/python3',
        ['-c', fullQueue, String(port)],
        {
          reject: false,
        },
      )
      await untilListening(lab.network, harmed, port)
      const repair = async () => {
        server.kill('SIGKILL')
        await server
        await lab.startWorker(harmed)
      }
      return { repair, isRestart: true }
    },
    gate: closed('timed out', 'its queue of connections is full'),
  },
  {
    name: 'third of all packets lost',
    begin: async ({ network }) => ({ repair: await loseAtRandom(network, harmed, 3) }),
    gate: closed('packet_loss'),
    traffic: { minComplete: 240, maxSecondsOfRequest: 9 },
  },
  {
    name: 'packets delayed by 150 ms',
    begin: async ({ network }) => ({
      repair: await delayPackets(network, 'client', [clientAddress, addresses[harmed]], 0.15),
    }),
    gate: closed('rtt.avg', 'connect_time'),
    traffic: { minComplete: 300, maxSecondsOfRequest: 6 },
  },
  {
    name: 'TLS certificate expired',
    begin: (lab) => beginTls(lab, { isExpired: true }),
    gate: closed('the certificate has expired'),
  },
  {
    name: 'TLS certificate of another name',
    begin: (lab) => beginTls(lab, { serverName: 'other.test' }),
    gate: closed('the certificate is for another name'),
  },
  {
    name: 'DNS gives a wrong address',
    begin: (lab) => beginDns(lab, '10.247.163.99'),
    gate: closed('no machine responds'),
  },
  {
    name: 'DNS does not respond',
    begin: (lab) => beginDns(lab, undefined),
    gate: closed('ETIMEOUT', 'the DNS server of this host does not work'),
  },
  {
    name: 'disk of the reports full',
    begin: async () => mounted('reports', 'size=4k'),
    gate: open('cannot be written: the disk is full', 'says that the run was cut off'),
    loses: 'reports',
    isInTests: true,
  },
  {
    name: 'folder of the reports read-only',
    begin: async () => mounted('reports', 'ro'),
    gate: open('cannot be written: the file system is read-only'),
    loses: 'reports',
  },
  {
    name: 'disk of the history full',
    begin: async () => mounted('history', 'size=8k'),
    gate: open('history/runs.db cannot be read or written: database or disk is full'),
    loses: 'history',
  },
  {
    name: 'TMPDIR read-only',
    begin: async () => {
      const { surroundings, repair } = mounted('tmp', 'ro')
      return { repair, surroundings: { ...surroundings, env: { TMPDIR: './tmp' } } }
    },
    gate: closed('no temporary file can be written', 'EROFS'),
    loses: 'both',
  },
  {
    name: 'clock jumps by days, ahead and back',
    begin: beginJumps,
    gate: open(),
    isInTests: true,
  },
  {
    name: 'few file handles (48)',
    begin: async () => ({
      repair: nothing,
      surroundings: { wrapper: ['prlimit', '--nofile=48'] },
    }),
    // Vitest itself cannot start: no report of this run, and no green one.
    gate: closed('EMFILE: too many open files'),
    loses: 'both',
  },
]

const nothing = async () => undefined

/** A server that accepts nothing: its queue is full with connections of its own. */
const fullQueue = `
import socket, sys, time
port = int(sys.argv[1])
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('0.0.0.0', port))
server.listen(0)
waiting = []
for _ in range(4):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(('127.0.0.1', port))
    waiting.append(client)
time.sleep(600)
`

/** In a mount namespace of only the command: nothing of it is left. */
function mounted(folder: string, options: string) {
  const script = `mkdir -p ${folder} && mount -t tmpfs -o ${options} tmpfs ${folder} && exec "$@"`
  const wrapper = ['unshare', '--mount', 'sh', '-c', script, 'sh']
  return { repair: nothing, surroundings: { wrapper } }
}

/**
 * The wall clock jumps three days ahead after 2 s and two days back after 5 s; the monotonic one continues.
 */
async function beginJumps(lab: Lab): Promise<Begun> {
  const file = join(lab.folder, 'clock')
  await writeFile(file, '+0\n')
  const timers = [
    setTimeout(() => void writeFile(file, '+3d\n'), 2_000),
    setTimeout(() => void writeFile(file, '-2d\n'), 5_000),
  ]
  const env = {
    LD_PRELOAD: '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    DONT_FAKE_MONOTONIC: '1',
    // It compares its clock with timestamps of the kernel, which do not jump.
    FAKETIME_SKIP_CMDS: 'ping',
  }
  const repair = async () => {
    for (const timer of timers) clearTimeout(timer)
  }
  return { repair, surroundings: { env } }
}

async function beginTls(lab: Lab, options: CertificateOptions): Promise<Begun> {
  const certificate = await makeCertificate(options)
  const { certFile, keyFile } = certificate
  const listen = `OPENSSL-LISTEN:8443,reuseaddr,fork,cert=${certFile},key=${keyFile},verify=0`
  const proxy = lab.network.start(harmed, 'socat', [listen, `TCP:127.0.0.1:${port}`], {
    reject: false,
    timeout: 0,
  })
  await untilListening(lab.network, harmed, 8443)
  const repair = async () => {
    proxy.kill('SIGKILL')
    await proxy
    await certificate[Symbol.asyncDispose]()
  }
  const tls = { ca_file: certFile, server_name: 'worker.test' }
  return { repair, surroundings: { workers: { [harmed]: { port: 8443, tls } } } }
}

/**
 * The client uses a name server of its own, which returns this address for every name, or never responds.
 */
async function beginDns(lab: Lab, address: string | undefined): Promise<Begun> {
  const server = lab.network.start(
    'client',
    process.execPath,
    [join(import.meta.dirname, 'name-server.mjs'), ...(address ? [address] : [])],
    { reject: false, timeout: 0 },
  )
  // `ip netns exec` puts what is in this folder over that of /etc.
  const folder = `/etc/netns/${lab.network.namespace('client')}`
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n')
  const repair = async () => {
    server.kill('SIGKILL')
    await server
    await rm(folder, { recursive: true })
  }
  return { repair, surroundings: { workers: { [harmed]: { host: 'worker-two.lab.test' } } } }
}

import { isIPv6 } from 'node:net'
import { requestHttp } from '../../probes/http.ts'
import { connectTcp } from '../../probes/tcp.ts'
import { type Identified, identifyServer } from './identify-server.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

export interface Found extends Address {
  readonly identified: Identified
}

export interface Scan {
  readonly hosts: readonly string[]
  readonly ports: readonly number[]
  /** For each connect, in milliseconds. */
  readonly timeoutMs: number
  /** Called with the number of addresses tried. */
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Concurrent connects: fewer than the file descriptors that a shell allows (256 on macOS). */
const concurrency = 64

/** A server that is busy with a prompt may take long to describe itself. */
const responseMs = 5_000

/**
 * Tries every port of every host, and identifies the servers behind open ones; in the order of the hosts.
 */
export async function findServers(scan: Scan): Promise<Found[]> {
  const addresses = scan.hosts.flatMap((host) => scan.ports.map((port) => ({ host, port })))
  const found: (Found | undefined)[] = []
  let next = 0
  let done = 0
  const work = async () => {
    while (next < addresses.length && !scan.signal.aborted) {
      const index = next++
      found[index] = await look(addresses[index] as Address, scan)
      done += 1
      scan.onProgress(done, addresses.length)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return found.filter((each) => each !== undefined)
}

async function look(
  { host, port }: Address,
  { timeoutMs, signal }: Scan,
): Promise<Found | undefined> {
  const connected = await connectTcp({ host, port, timeoutMs, signal })
  if (!connected.ok) return undefined
  const origin = `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
  const identified = await identifyServer((path) =>
    requestHttp({ url: origin + path, timeoutMs: responseMs, signal }),
  )
  return { host, port, identified }
}

import { lookup, Resolver } from 'node:dns/promises'
import { Deadline } from '../time/deadline.ts'
import type { ProbeFailure } from './failure.ts'
import { stoppedFailure } from './system-errors.ts'

export type RecordType = 'lookup' | 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'SRV' | 'NS' | 'PTR'

export interface ResolveOptions {
  readonly name: string
  /** `lookup` resolves like programs do, with the hosts file; the others query a DNS server. */
  readonly recordType: RecordType
  /** Address of a DNS server, with `:port` if it is not 53. */
  readonly server?: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export type ResolveResult =
  | {
      readonly ok: true
      readonly records: readonly string[]
      readonly addresses: readonly string[]
      readonly timeMs: number
    }
  | { readonly ok: false; readonly failure: ProbeFailure }

/** Resolves a name. Silence of the servers is `dns` with `ETIMEOUT`. Never rejects. */
export async function resolveName(options: ResolveOptions): Promise<ResolveResult> {
  const { timeoutMs, signal, name, recordType } = options
  const startMs = performance.now()
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
  using deadline = new Deadline({ timeoutMs, signals: [signal] })
  try {
    if (options.server) resolver.setServers([options.server])
    const records = await untilAborted(deadline.signal, query(resolver, recordType, name))
    const timeMs = performance.now() - startMs
    const hasAddresses = ['lookup', 'A', 'AAAA'].includes(recordType)
    return { ok: true, records, addresses: hasAddresses ? records : [], timeMs }
  } catch (error) {
    const afterMs = performance.now() - startMs
    const stopped = deadline.signal.aborted && stoppedFailure(signal, '', afterMs)
    if (stopped && stopped.kind === 'aborted') return { ok: false, failure: stopped }
    // Whether the resolver's timer or this one fires first is random: both are the same failure.
    const { code = 'DNS', message } = stopped ? silence : (error as NodeJS.ErrnoException)
    const within = code === 'ETIMEOUT' ? ` within ${Math.round(afterMs)}ms` : ''
    const detail = `${code}: ${reasons[code] ?? message}${within}`
    return { ok: false, failure: { kind: 'dns', code, detail, afterMs } }
  } finally {
    resolver.cancel()
  }
}

const silence = { code: 'ETIMEOUT', message: '' }

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist',
  ENODATA: 'the name has no record of this type',
  ESERVFAIL: 'the DNS server failed',
  ETIMEOUT: 'no response from the DNS server',
  ECONNREFUSED: 'no DNS server listens there',
  EREFUSED: 'the DNS server refused the query',
  EAI_AGAIN: 'no DNS server responded',
}

async function query(resolver: Resolver, type: RecordType, name: string): Promise<string[]> {
  if (type === 'lookup') return (await lookup(name, { all: true })).map(({ address }) => address)
  if (type === 'PTR') return resolver.reverse(name)
  const records = (await resolver.resolve(name, type)) as readonly unknown[]
  return records.map((record) => recordText(record))
}

function recordText(record: unknown): string {
  if (typeof record === 'string') return record
  if (Array.isArray(record)) return record.join('')
  return Object.values(record as object).join(' ')
}

/** getaddrinfo cannot be stopped: its result is then ignored. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

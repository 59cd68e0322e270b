import { isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { SourceDocument, SourcePath } from '../../source/document.ts'
import type { Problem } from '../../source/user-error.ts'
import { faultOfBasePath, normalizeBasePath } from '../base-path.ts'
import { type Fault, faultOfHost, normalizeHost } from '../host.ts'
import { telemetryProblems } from './telemetry-problems.ts'

/**
 * Problems of a cluster file that a schema cannot express: duplicate ids and addresses, invalid hosts and
 * base paths. Reads a value that the schema may have refused, so that all problems of a file are reported
 * at once.
 */
export function clusterProblems(document: SourceDocument, value: unknown): Problem[] {
  const entries = listOf(memberOf(value, 'workers'))
  return [
    ...basePathProblems(document, value, []),
    ...headerProblems(document, value, []),
    ...telemetryProblems(document, memberOf(value, 'telemetry'), ['telemetry']),
    ...entries.flatMap((entry, index) => entryProblems(document, entry, ['workers', index])),
    ...repeated(entries, idOf).map(({ first, again, name }) =>
      document.problem(
        'duplicate_worker',
        ['workers', again, 'id'],
        `a worker named \`${name}\` is already defined at line ${lineOf(document, first, 'id')}`,
        { expected: 'a unique id for each worker' },
      ),
    ),
    ...repeated(entries, addressOf).map(({ first, again, name }) =>
      document.problem(
        'duplicate_address',
        ['workers', again, 'host'],
        `\`${name}\` is the address of the worker at line ${lineOf(document, first, 'host')} already`,
        { expected: 'a unique host and port for each worker, or it would be counted twice' },
      ),
    ),
  ]
}

function entryProblems(document: SourceDocument, entry: unknown, path: SourcePath): Problem[] {
  const host = memberOf(entry, 'host')
  const fault = typeof host === 'string' && host !== '' ? faultOfHost(host) : undefined
  const problems = [
    ...basePathProblems(document, entry, path),
    ...headerProblems(document, entry, path),
    ...telemetryProblems(document, memberOf(entry, 'telemetry'), [...path, 'telemetry']),
  ]
  if (fault) problems.push(faultProblem(document, 'invalid_host', [...path, 'host'], fault))
  const isSimulated = memberOf(entry, 'type') === 'simulated'
  if (memberOf(entry, 'simulate') !== undefined && !isSimulated) {
    problems.push(
      document.problem(
        'not_simulated',
        [...path, 'simulate'],
        '`simulate` is only for workers of `type: simulated`',
        { part: 'key', expected: '`type: simulated`' },
      ),
    )
  }
  return problems
}

function basePathProblems(document: SourceDocument, owner: unknown, path: SourcePath): Problem[] {
  const basePath = memberOf(owner, 'base_path')
  const fault = typeof basePath === 'string' ? faultOfBasePath(basePath) : undefined
  return fault ? [faultProblem(document, 'invalid_base_path', [...path, 'base_path'], fault)] : []
}

function headerProblems(document: SourceDocument, owner: unknown, path: SourcePath): Problem[] {
  const headers = memberOf(owner, 'headers')
  if (typeof headers !== 'object' || headers === null) return []
  return Object.keys(headers).flatMap((name) => {
    const message = faultOfHeader(name)
    if (message === undefined) return []
    const expected = 'the name of a header of your gateway, such as `x-portkey-api-key`'
    const place = [...path, 'headers', name]
    return [document.problem('invalid_header', place, message, { part: 'key', expected })]
  })
}

function faultOfHeader(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `\`${name}\` is not a valid header name`
  if (!ofConnection.has(name.toLowerCase())) return undefined
  return `the header \`${name}\` belongs to the connection or the body, and is set for each request`
}

const ofConnection = new Set([
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function faultProblem(
  document: SourceDocument,
  code: string,
  path: SourcePath,
  { message, expected }: Fault,
): Problem {
  return document.problem(code, path, message, { expected })
}

function idOf(entry: unknown): string | undefined {
  const id = memberOf(entry, 'id')
  return typeof id === 'string' && id !== '' ? id : undefined
}

/** `host:port` and the base path: one proxy may be in front of several workers. */
function addressOf(entry: unknown): string | undefined {
  const host = memberOf(entry, 'host')
  const port = memberOf(entry, 'port')
  // Port 0 uses any free port, a different one for each worker.
  if (typeof host !== 'string' || typeof port !== 'number' || port === 0) return undefined
  const basePath = memberOf(entry, 'base_path')
  const path = typeof basePath === 'string' ? normalizeBasePath(basePath) : ''
  return `${comparable(normalizeHost(host))}:${port}${path}`
}

/** A canonical spelling of each address. */
function comparable(host: string): string {
  if (isIPv6(host)) return `[${ipaddr.parse(host).toString()}]`
  return host.toLowerCase().replace(/\.$/, '')
}

interface Repetition {
  readonly name: string
  readonly first: number
  readonly again: number
}

function repeated(
  entries: readonly unknown[],
  nameOf: (entry: unknown) => string | undefined,
): Repetition[] {
  const firsts = new Map<string, number>()
  return entries.flatMap((entry, again) => {
    const name = nameOf(entry)
    if (name === undefined) return []
    const first = firsts.get(name)
    if (first !== undefined) return [{ name, first, again }]
    firsts.set(name, again)
    return []
  })
}

function lineOf(document: SourceDocument, index: number, key: string): number {
  return document.placeOf(['workers', index, key]).line
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

import type { Dispatcher } from 'undici'

/** Headers in each form that undici accepts. */
export type RequestHeaders = Dispatcher.DispatchOptions['headers']

/** Names and values alternating, names in lower case. */
export type HeaderList = string[]

/**
 * The caller's headers as they are forwarded to any worker: without hop-by-hop headers (RFC 9110, 7.6.1),
 * and without those that undici sets for each worker.
 */
export function forwardedHeaders(headers: RequestHeaders): HeaderList {
  const list: HeaderList = []
  const ofConnection: string[] = []
  const add = (name: string, value: Value) => {
    const key = name.toLowerCase()
    if (key === 'connection') ofConnection.push(...namesIn(String(value)))
    if (notForwarded.has(key) || value === undefined || value === null) return
    if (Array.isArray(value)) for (const each of value) list.push(key, String(each))
    else list.push(key, String(value))
  }
  eachHeader(headers, add)
  return ofConnection.length === 0 ? list : without(list, ofConnection)
}

/** The value of a header, by its name in lower case. */
export function headerOf(list: HeaderList, name: string): string | undefined {
  for (let index = 0; index < list.length; index += 2) {
    if (list[index] === name) return list[index + 1]
  }
  return undefined
}

/** The list with one header set, whatever its value was. */
export function withHeader(list: HeaderList, name: string, value: string): HeaderList {
  const others = without(list, [name])
  others.push(name, value)
  return others
}

/** The headers of the cluster file for a worker. */
export interface OwnHeaders {
  /** By their names in lower case. */
  readonly values: Readonly<Record<string, string>>
  /** Whether a key is among them. */
  readonly hasKey: boolean
  /** The secrets in the values. */
  readonly secrets: readonly string[]
}

/**
 * The list with a worker's own headers in place of the caller's. If a key is among them, no key of the
 * caller is forwarded.
 */
export function withOwnHeaders(list: HeaderList, { values, hasKey }: OwnHeaders): HeaderList {
  const names = Object.keys(values)
  if (names.length === 0) return list
  const others = without(list, hasKey ? [...names, ...credentials] : names)
  for (const name of names) others.push(name, values[name] as string)
  return others
}

/** Only the caller's keys. */
export function credentialsIn(list: HeaderList): HeaderList {
  return credentials.flatMap((name) => {
    const value = headerOf(list, name)
    return value === undefined ? [] : [name, value]
  })
}

/** The values of the keys in headers, each with and without its scheme. */
export function keysIn(headers: RequestHeaders): string[] {
  const keys = credentialsIn(forwardedHeaders(headers)).filter((_, index) => index % 2 === 1)
  return keys.flatMap((key) => [key, key.replace(/^\S+ +/, '')])
}

const credentials = ['authorization', 'x-api-key', 'api-key']

const notForwarded = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'host', 'content-length'],
])

/** Headers that are named in a `Connection` header are hop-by-hop as well. */
function namesIn(connection: string): string[] {
  const names = connection.split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => !options.has(name))
}

/** These are not headers of the request, but of the connection. */
const options = new Set(['keep-alive', 'close', ''])

function without(list: HeaderList, names: readonly string[]): HeaderList {
  const others: HeaderList = []
  for (let index = 0; index < list.length; index += 2) {
    const name = list[index] as string
    if (!names.includes(name)) others.push(name, list[index + 1] as string)
  }
  return others
}

type Value = string | string[] | undefined | null

function eachHeader(headers: RequestHeaders, add: (name: string, value: Value) => void): void {
  if (!headers) return
  if (Symbol.iterator in headers) {
    const isFlat = Array.isArray(headers) && !Array.isArray(headers[0])
    const pairs = isFlat ? arrayPairs(headers) : (headers as Iterable<[string, Value]>)
    for (const [name, value] of pairs) add(name, value)
    return
  }
  for (const name of Object.keys(headers)) add(name, headers[name])
}

/** undici accepts pairs as well as alternating names and values. */
function arrayPairs(headers: readonly unknown[]): [string, Value][] {
  const pairs: [string, Value][] = []
  for (let index = 0; index + 1 < headers.length; index += 2) {
    pairs.push([String(headers[index]), headers[index + 1] as Value])
  }
  return pairs
}

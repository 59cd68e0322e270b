import type { IncomingHttpHeaders } from 'node:http'

/**
 * A worker's headers as they are forwarded to the caller, names and values alternating: without hop-by-hop
 * headers (RFC 9110, 7.6.1). Node frames the body itself if no length is known. Bytes are unchanged: undici
 * and Node both treat them as Latin-1.
 */
export function headersForCaller(headers: IncomingHttpHeaders): string[] {
  const hopNames = hopNamesOf(headers.connection)
  const list: string[] = []
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || ofOneHop.has(name) || hopNames?.includes(name)) continue
    if (typeof value === 'string') list.push(name, value)
    else for (const each of value) list.push(name, each)
  }
  return list
}

const ofOneHop = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
])

function hopNamesOf(connection: string | undefined): string[] | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return
  return connection.split(',').map((name) => name.trim().toLowerCase())
}

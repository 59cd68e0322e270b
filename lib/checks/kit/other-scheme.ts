import { type HttpRequest, type HttpResult, requestHttp } from '../../probes/http.ts'

const timeoutMs = 2_000

/**
 * Sends a request; if it fails as if the other side spoke another protocol, tests whether it speaks HTTPS
 * instead of HTTP, or HTTP instead of HTTPS. The failure then says so.
 */
export async function requestByScheme(request: HttpRequest): Promise<HttpResult> {
  const result = await requestHttp(request)
  if (result.ok || !mayBeOfScheme.has(result.failure.kind)) return result
  const { failure } = result
  const spoken = await otherScheme(request)
  if (spoken === undefined) return result
  return {
    ...result,
    failure: { ...failure, detail: `${failure.detail}; the port speaks ${spoken}` },
  }
}

const mayBeOfScheme = new Set(['reset', 'protocol', 'tls'])

/**
 * The protocol that the port speaks instead; undefined: not the other one. Nothing of the request is sent.
 */
async function otherScheme({
  url,
  signal,
}: HttpRequest): Promise<'HTTPS' | 'plain HTTP' | undefined> {
  if (!URL.canParse(url)) return undefined
  const { protocol, host } = new URL(url)
  const isTls = protocol === 'https:'
  const result = await requestHttp({
    url: `${isTls ? 'http' : 'https'}://${host}/`,
    timeoutMs,
    signal,
    ...(!isTls && { tls: { verify: false } }),
    stopAfterFirstByte: true,
  })
  if (isTls) return result.ok ? 'plain HTTP' : undefined
  const hasShaken = result.ok || result.phasesReached.includes('tls')
  return hasShaken ? 'HTTPS' : undefined
}

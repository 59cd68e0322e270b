import type { ErrorResponse } from './error-response.ts'
import { isLoopback } from './loopback.ts'

/** Which `Host` a request may have. */
export class HostRule {
  readonly #isLocalOnly: boolean
  /** Nearly all requests have the same. */
  #lastLocal: string | undefined

  /**
   * @param isLocalOnly on loopback without a key: a web page whose name was pointed at this machine (DNS
   * rebinding) would otherwise talk to it as if it were its own server
   */
  constructor(isLocalOnly: boolean) {
    this.#isLocalOnly = isLocalOnly
  }

  /** Why a request is refused because of its `Host`; undefined: it is not. */
  faultOf(hosts: readonly string[], httpVersion: string): ErrorResponse | undefined {
    // RFC 9112, 3.2: only HTTP/1.0 may omit it.
    if (hosts.length > 1) return badHost('more than one `Host` header')
    const [host] = hosts
    if (host === undefined) return httpVersion === '1.0' ? undefined : badHost('no `Host` header')
    return !this.#isLocalOnly || this.#isLocal(host) ? undefined : foreignHost
  }

  #isLocal(host: string): boolean {
    if (host === this.#lastLocal) return true
    if (!isLoopback(nameIn(host))) return false
    this.#lastLocal = host
    return true
  }
}

const foreignHost: ErrorResponse = {
  status: 403,
  code: 'foreign_host',
  message:
    'without an API key this server takes requests to `localhost` or a loopback address only',
}

function badHost(message: string): ErrorResponse {
  return { status: 400, code: 'invalid_host', message }
}

/** A `Host` without its port, and an IPv6 address without its brackets. */
function nameIn(host: string): string {
  const name = host.replace(/:\d*$/, '')
  return name.replace(/^\[(.*)\]$/, '$1').toLowerCase()
}

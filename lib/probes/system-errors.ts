import type { FailureKind, ProbeFailure } from './failure.ts'

/**
 * The meaning of the system's error codes for the path to a host. `EAI_*` is `dns`, other unknown codes are
 * `protocol`.
 */
const kinds: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed_out',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  // Linux reports a blackhole route with EINVAL, a prohibit route and ICMPv6 "prohibited" with EACCES.
  EINVAL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  // This process has no descriptor left: that shows nothing about the host.
  EMFILE: 'not_permitted',
  ENFILE: 'not_permitted',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  ESERVFAIL: 'dns',
}

const words: Readonly<Record<string, string>> = {
  EINVAL: 'a blackhole route',
  EACCES: 'a route or firewall that prohibits it',
  EPERM: 'a firewall of this host forbids it',
  EADDRNOTAVAIL: 'this host has no address, or no port left, to connect from',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this host has too many files open',
}

/** Whether a code is in the table above. */
export function isKnownCode(code: string | undefined): boolean {
  return code !== undefined && (code in kinds || code.startsWith('EAI_'))
}

/** A system error as a failure of a probe. */
export function systemFailure(error: unknown, afterMs: number): ProbeFailure {
  const { code, message } = error as NodeJS.ErrnoException
  const byTable = code === undefined ? undefined : kinds[code]
  const kind = byTable ?? (isKnownCode(code) ? 'dns' : 'protocol')
  const detail = code && words[code] ? `${code} (${words[code]})` : (code ?? message)
  return { kind, ...(code && { code }), detail, afterMs }
}

/** Why a wait ended early: the caller stopped it, or its own deadline passed. */
export function stoppedFailure(signal: AbortSignal, waited: string, afterMs: number): ProbeFailure {
  const byDeadline =
    !signal.aborted || (signal.reason as Error | undefined)?.name === 'TimeoutError'
  if (!byDeadline) return { kind: 'aborted', detail: 'the run was stopped', afterMs }
  return { kind: 'timed_out', detail: `${waited} within ${Math.round(afterMs)}ms`, afterMs }
}

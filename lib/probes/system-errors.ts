import type { FailureKind, ProbeFailure } from './failure.ts'

/** What the system's error codes say about the way to a host. Codes that are not here are `protocol`. */
const kinds: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed_out',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  // Linux answers a blackhole route with EINVAL and a prohibit route with EACCES.
  EINVAL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ENODATA: 'dns',
  ESERVFAIL: 'dns',
}

const words: Readonly<Record<string, string>> = {
  EINVAL: 'a blackhole route',
  EACCES: 'a route that prohibits it',
}

/** A system error as a failure of a probe. */
export function systemFailure(error: unknown, afterMs: number): ProbeFailure {
  const { code, message } = error as NodeJS.ErrnoException
  const kind = (code && kinds[code]) || 'protocol'
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

import { execa, type Result } from 'execa'
import type { ProbeFailure } from './failure.ts'

export interface PingRun {
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
  readonly exitCode?: number
  /** Whether its time was over before it ended: what it printed then is not all. */
  readonly isCutOff: boolean
  /** Why it could not run, or not to its end by the caller's wish: that says nothing about the host. */
  readonly failure?: ProbeFailure
}

/** Runs the system's `ping`, in English, for `timeoutMs` at the most. Never rejects. */
export async function runPing(
  args: readonly string[],
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<PingRun> {
  const result = await execa('ping', args, {
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
    timeout: Math.max(1, Math.ceil(timeoutMs)),
    // On SIGINT ping prints what it has, with its summary.
    killSignal: 'SIGINT',
    forceKillAfterDelay: 50,
    env: { LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  })
  const { stdout = '', stderr = '', durationMs, exitCode } = result
  const failure = failureOf(result, signal)
  const isCutOff = result.timedOut || result.isCanceled
  return { stdout, stderr, durationMs, exitCode, isCutOff, ...(failure && { failure }) }
}

function failureOf(
  { code, isCanceled, durationMs: afterMs }: Result,
  signal: AbortSignal,
): ProbeFailure | undefined {
  if (code === 'ENOENT') {
    const detail = 'no `ping` on this machine (Debian: apt install iputils-ping)'
    return { kind: 'missing_tool', code, detail, afterMs }
  }
  if (code === 'EPERM' || code === 'EACCES') {
    const detail = `${code}: this user may not run \`ping\``
    return { kind: 'not_permitted', code, detail, afterMs }
  }
  // A deadline that the caller's signal carries is a deadline like its own.
  const isDeadline = (signal.reason as Error | undefined)?.name === 'TimeoutError'
  if (!isCanceled || isDeadline) return undefined
  return { kind: 'aborted', detail: 'the run was stopped', afterMs }
}

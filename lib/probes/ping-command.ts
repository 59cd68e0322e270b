import type { ProbeFailure } from './failure.ts'
import { type AddressFamily, dialectsFor, type PingDialect } from './ping-dialect.ts'
import { runTool, type ToolRun } from './run-tool.ts'

export interface PingRun {
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
  readonly exitCode?: number
  /** Whether it was stopped at its deadline: its output is then incomplete. */
  readonly isCutOff: boolean
  /** Why it could not run, or was stopped by the caller: that shows nothing about the host. */
  readonly failure?: ProbeFailure
}

export interface PingRunOptions {
  readonly family: AddressFamily
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** The options of one ping in a dialect; undefined if the dialect has none for it. */
export type PingArguments = (dialect: PingDialect) => readonly string[] | undefined

/** Runs the system's `ping`, in English, for `timeoutMs` at the most. Never rejects. */
export async function runPing(args: PingArguments, options: PingRunOptions): Promise<PingRun> {
  const deadlineMs = performance.now() + options.timeoutMs
  const [usual, ...others] = dialectsFor(options.family)
  let run = await runDialect(usual, args, options)
  for (const dialect of others) {
    if (!lacksFamilyOption(run)) break
    const timeoutMs = deadlineMs - performance.now()
    run = await runDialect(dialect, args, { ...options, timeoutMs })
  }
  return run
}

/** GNU inetutils: `ping: invalid option -- '4'`. */
function lacksFamilyOption({ stderr }: PingRun): boolean {
  return /(?:invalid|unrecognized|illegal|unknown) option.*-- ?'?[46]/i.test(stderr)
}

async function runDialect(
  dialect: PingDialect,
  args: PingArguments,
  { timeoutMs, signal }: PingRunOptions,
): Promise<PingRun> {
  const { program, familyFlags } = dialect
  const own = args(dialect)
  if (!own) return unsupported
  // On SIGINT ping prints what it has, with its summary.
  const options = { timeoutMs, signal, killSignal: 'SIGINT' } as const
  const result = await runTool(program, [...familyFlags, ...own], options)
  const { stdout, stderr, durationMs, exitCode } = result
  const failure = failureOf(result, program, signal) ?? usageError(stderr, durationMs)
  const isCutOff = result.timedOut || result.isCanceled
  return {
    stdout,
    stderr,
    durationMs,
    ...(exitCode !== undefined && { exitCode }),
    isCutOff,
    ...(failure && { failure }),
  }
}

const unsupported: PingRun = {
  stdout: '',
  stderr: '',
  durationMs: 0,
  isCutOff: false,
  failure: {
    kind: 'missing_tool',
    detail: 'the `ping` of this machine lacks the option for it',
    afterMs: 0,
  },
}

function failureOf(
  { code, isCanceled, durationMs: afterMs }: ToolRun,
  program: string,
  signal: AbortSignal,
): ProbeFailure | undefined {
  if (code === 'ENOENT') {
    return { kind: 'missing_tool', code, detail: `this machine has no \`${program}\``, afterMs }
  }
  if (code === 'EPERM' || code === 'EACCES') {
    const detail = `${code}: this user may not run \`${program}\``
    return { kind: 'not_permitted', code, detail, afterMs }
  }
  // A deadline in the caller's signal is treated like its own.
  const isDeadline = (signal.reason as Error | undefined)?.name === 'TimeoutError'
  if (!isCanceled || isDeadline) return undefined
  return { kind: 'aborted', detail: 'the run was stopped', afterMs }
}

const usageWords = [
  /(?:invalid|unrecognized|illegal|unknown|unsupported|ambiguous) option/i,
  /option requires an argument|doesn't allow an argument/i,
  /invalid value \(/i,
  // Not `connect: Invalid argument`, which is about a route.
  /^ping6?: (?:invalid argument|option argument contains garbage|bad (?:number|timing|linger|wait))/im,
  /unsupported packet type/i,
]

/** This `ping` does not support these options: that shows nothing about the host. */
function usageError(stderr: string, afterMs: number): ProbeFailure | undefined {
  const line = stderr.split('\n').find((each) => usageWords.some((words) => words.test(each)))
  if (line === undefined) return undefined
  const said = line.replace(/^\S*ping6?: /, '').trim()
  const detail = `the \`ping\` of this machine does not take its options: ${said}`
  return { kind: 'missing_tool', detail, afterMs }
}

import { type ChildProcess, spawn } from 'node:child_process'

/** How a tool of the system ended. */
export interface ToolRun {
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
  readonly exitCode?: number
  /** Of the error of its start, such as ENOENT. */
  readonly code?: string
  /** It was ended at its deadline. */
  readonly timedOut: boolean
  /** It was ended by the caller's signal. */
  readonly isCanceled: boolean
}

export interface ToolOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** What it is ended with; 50 ms later SIGKILL follows. */
  readonly killSignal: 'SIGINT' | 'SIGKILL'
}

/** More than any tool here prints. */
const maxCharacters = 1_000_000
const killAfterMs = 50

/**
 * Runs a tool of the system, in English, found in the folders of administrators too. Never rejects. Runs for hundreds
 * of workers spawn as many, for which execa takes half as much time again.
 */
export function runTool(
  program: string,
  args: readonly string[],
  { timeoutMs, signal, killSignal }: ToolOptions,
): Promise<ToolRun> {
  const startMs = performance.now()
  const output = { stdout: '', stderr: '' }
  let timedOut = false
  let isCanceled = signal.aborted
  const ended = (how: Pick<ToolRun, 'exitCode' | 'code'>): ToolRun => ({
    stdout: output.stdout.replace(/\n$/, ''),
    stderr: output.stderr.replace(/\n$/, ''),
    durationMs: performance.now() - startMs,
    timedOut,
    isCanceled,
    ...how,
  })
  if (isCanceled) return Promise.resolve(ended({}))
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C', PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
    running.add(child)
    let killing: NodeJS.Timeout | undefined
    const end = () => {
      child.kill(killSignal)
      killing ??= setTimeout(() => {
        child.kill('SIGKILL')
        // A process that it has left behind may hold them open.
        child.stdout.destroy()
        child.stderr.destroy()
      }, killAfterMs)
    }
    const deadline = setTimeout(
      () => {
        timedOut = true
        end()
      },
      Math.max(1, Math.ceil(timeoutMs)),
    )
    const cancel = () => {
      isCanceled = !timedOut
      end()
    }
    signal.addEventListener('abort', cancel, { once: true })
    const finish = (how: Pick<ToolRun, 'exitCode' | 'code'>) => {
      clearTimeout(deadline)
      clearTimeout(killing)
      signal.removeEventListener('abort', cancel)
      running.delete(child)
      resolve(ended(how))
    }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (output[name].length < maxCharacters) output[name] += text
      })
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) finish(error.code === undefined ? {} : { code: error.code })
    })
    child.once('close', (exitCode) => finish(exitCode === null ? {} : { exitCode }))
  })
}

/** Those that would outlive this process. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

import { Deadline } from '../../time/deadline.ts'
import { announceGroup, hasGroups, signalGroup } from './process-groups.ts'

/** Milliseconds after SIGTERM until the rest is killed. */
const graceMs = 1_000

export interface GroupOptions {
  readonly shell: boolean
  readonly cwd: string | undefined
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What stopped a program before its end. */
export type Stopped = 'timeout' | 'signal' | undefined

/**
 * Runs a program in a process group of its own. The time-out and the signal end the whole group: children of a
 * shell would go on otherwise, and their open output would keep this waiting for them.
 * @returns how the program ended, and whether it was stopped: by its own time-out, or by the signal
 */
export async function runInGroup(
  program: string,
  args: readonly string[],
  { shell, cwd, env, timeoutMs, signal }: GroupOptions,
) {
  const { execa } = await import('execa')
  using deadline = new Deadline({ timeoutMs, signals: [signal] })
  const subprocess = execa(program, args, {
    shell,
    cwd,
    env,
    maxBuffer: 1024 * 1024,
    detached: hasGroups,
    stdin: 'ignore',
    reject: false,
  })
  const { pid } = subprocess
  if (pid === undefined) return { result: await subprocess, stopped: undefined }
  announceGroup({ pid, hasEnded: false })
  let grace: NodeJS.Timeout | undefined
  const end = () => {
    signalGroup(pid, 'SIGTERM')
    grace = setTimeout(() => {
      signalGroup(pid, 'SIGKILL')
      // A process that has left the group may still hold them open.
      subprocess.stdout?.destroy()
      subprocess.stderr?.destroy()
    }, graceMs)
  }
  if (deadline.signal.aborted) end()
  else deadline.signal.addEventListener('abort', end, { once: true })
  try {
    const result = await subprocess
    return { result, stopped: whyStopped(deadline) }
  } finally {
    clearTimeout(grace)
    announceGroup({ pid, hasEnded: true })
  }
}

function whyStopped({ isOver, signal }: Deadline): Stopped {
  if (isOver) return 'timeout'
  return signal.aborted ? 'signal' : undefined
}

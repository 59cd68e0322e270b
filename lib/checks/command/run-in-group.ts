import { randomUUID } from 'node:crypto'
import { Deadline } from '../../time/deadline.ts'
import { marked } from './marked-processes.ts'
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
 * Runs a program in a process group of its own. The time-out and the signal end the whole group, and on Linux also
 * processes that have left it: children of a shell would go on otherwise, and their open output would keep this
 * waiting for them.
 * @returns how the program ended, and whether it was stopped: by its own time-out, or by the signal
 */
export async function runInGroup(
  program: string,
  args: readonly string[],
  { shell, cwd, env, timeoutMs, signal }: GroupOptions,
) {
  const { execa } = await import('execa')
  using deadline = new Deadline({ timeoutMs, signals: [signal] })
  const mark = randomUUID()
  // Before it starts: a signal may end this process before the line after that.
  announceGroup({ mark, hasEnded: false })
  const subprocess = execa(program, args, {
    shell,
    cwd,
    env: { ...env, ...marked(mark) },
    maxBuffer: 1024 * 1024,
    detached: hasGroups,
    stdin: 'ignore',
    reject: false,
  })
  const { pid } = subprocess
  if (pid === undefined) {
    announceGroup({ mark, hasEnded: true })
    return { result: await subprocess, stopped: undefined }
  }
  const group = { pid, mark }
  announceGroup({ ...group, hasEnded: false })
  let grace: NodeJS.Timeout | undefined
  const end = () => {
    signalGroup(group, 'SIGTERM')
    grace = setTimeout(() => {
      signalGroup(group, 'SIGKILL')
      // A process that has left the group, and cannot be found, may still hold them open.
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
    // The program has ended after SIGTERM: what it has started may ignore that.
    if (deadline.signal.aborted) signalGroup(group, 'SIGKILL')
    announceGroup({ ...group, hasEnded: true })
  }
}

function whyStopped({ isOver, signal }: Deadline): Stopped {
  if (isOver) return 'timeout'
  return signal.aborted ? 'signal' : undefined
}

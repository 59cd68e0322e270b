import { readdirSync, readFileSync } from 'node:fs'

/**
 * The environment variable of all processes of a command, by which those are found that have left its
 * process group, as `setsid` and daemons do.
 */
export function marked(mark: string): Readonly<Record<string, string>> {
  return { CLUSTERGATE_COMMAND_ID: mark }
}

/** Sends a signal to all processes with a mark. On Linux only: other systems do not show environments. */
export function signalMarked(mark: string, signal: NodeJS.Signals): void {
  for (const pid of processIds()) if (hasMark(pid, mark)) signalOne(pid, signal)
}

function processIds(): number[] {
  if (process.platform !== 'linux') return []
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch (error) {
    if (isSystemError(error)) return []
    throw error
  }
}

function hasMark(pid: number, mark: string): boolean {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
    return variables.includes(`CLUSTERGATE_COMMAND_ID=${mark}`)
  } catch (error) {
    // It has ended, or is another user's.
    if (isSystemError(error)) return false
    throw error
  }
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!isSystemError(error)) throw error
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

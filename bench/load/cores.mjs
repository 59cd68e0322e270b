import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export const serverCore = '0'
export const clientCore = '1'

/** All threads of a process, those that it has yet to start included. */
export function pin(pid, core) {
  execFileSync('taskset', ['-acp', core, String(pid)], { stdio: 'ignore' })
}

const ticksPerSecond = 100

/** CPU seconds of a process so far, and of the children of its that have ended. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user, system, childrenUser, childrenSystem] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number)
  return {
    own: (user + system) / ticksPerSecond,
    children: (childrenUser + childrenSystem) / ticksPerSecond,
  }
}

/** CPU seconds of all processes so far, on the two cores. */
export function busySeconds() {
  const lines = readFileSync('/proc/stat', 'utf8').split('\n')
  const of = (core) => {
    const [user, nice, system] = lines
      .find((line) => line.startsWith(`cpu${core} `))
      .split(' ')
      .slice(1)
      .map(Number)
    return (user + nice + system) / ticksPerSecond
  }
  return of(serverCore) + of(clientCore)
}

/** Kilobytes of resident memory: now, and the most there ever was. */
export function memoryKb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return { now: of('VmRSS'), peak: of('VmHWM') }
}

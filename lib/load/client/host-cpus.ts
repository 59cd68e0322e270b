import { cpus } from 'node:os'

/** The use of CPU time on a host. */
export interface HostLoad {
  /** Fraction of the time of all CPUs in which they were busy, 0 to 1. */
  readonly hostLoad: number
  /** Fraction of it that other processes used. */
  readonly otherLoad: number
}

/** Systems count CPU time in steps of 10 to 16 ms: a shorter time cannot be measured. */
const minMs = 200

/**
 * Measures the CPUs of this host, on any system: other busy processes indicate a disturbed measurement. In
 * a container these are the CPUs of its host.
 */
export class HostCpus {
  readonly #before = cpuTimes()
  readonly #own = process.cpuUsage()

  /** Since the start; undefined if too little time has passed, and if the system counts none. */
  load(): HostLoad | undefined {
    const now = cpuTimes()
    const totalMs = now.totalMs - this.#before.totalMs
    const idleMs = now.idleMs - this.#before.idleMs
    const { user, system } = process.cpuUsage(this.#own)
    const isMeasured = now.count > 0 && totalMs >= minMs * now.count
    if (!isMeasured || idleMs < 0) return undefined
    const busyMs = Math.max(0, totalMs - idleMs)
    return {
      hostLoad: busyMs / totalMs,
      // Both are counted in steps of their own, so that a little may seem to be missing.
      otherLoad: Math.max(0, busyMs - (user + system) / 1_000) / totalMs,
    }
  }
}

function cpuTimes() {
  const all = cpus().map(({ times }) => times)
  const sum = (value: (times: (typeof all)[number]) => number) =>
    all.reduce((total, times) => total + value(times), 0)
  return {
    count: all.length,
    idleMs: sum(({ idle }) => idle),
    totalMs: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  }
}

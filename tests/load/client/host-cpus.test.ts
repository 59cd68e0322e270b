import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { HostCpus } from '../../../lib/load/client/host-cpus.ts'

const most = cpus().length

/** Processes that only use CPU time, for a few seconds at most, until they are ended. */
class Burning implements AsyncDisposable {
  readonly #children: readonly ChildProcess[]

  constructor(count: number) {
    const code = 'const endMs = Date.now() + 5000; while (Date.now() < endMs);'
    this.#children = Array.from({ length: count }, () =>
      spawn(process.execPath, ['-e', code], { stdio: 'ignore' }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.#children.map((child) => once(child, 'exit'))
    for (const child of this.#children) child.kill('SIGKILL')
    await Promise.all(ended)
  }
}

describe('the CPUs of this host', () => {
  test('are busy with others while other processes use CPU', async () => {
    await using _ = new Burning(most)
    await sleep(300)
    const host = new HostCpus()
    await sleep(1_000)
    const { hostLoad = 0, otherLoad = 0 } = host.load() ?? {}
    // As many as there are CPUs; other load of this machine only adds to it.
    expect(hostLoad).toBeGreaterThan(0.6)
    expect(otherLoad).toBeGreaterThan(0.5)
    expect(otherLoad).toBeLessThanOrEqual(hostLoad)
    expect(hostLoad).toBeLessThanOrEqual(1)
  })

  test('are not busy with others if this process uses them', async () => {
    const host = new HostCpus()
    const cpuBefore = process.cpuUsage()
    const startMs = performance.now()
    while (performance.now() - startMs < 1_000);
    const { user, system } = process.cpuUsage(cpuBefore)
    const own = (user + system) / 1_000 / (performance.now() - startMs) / most
    const { hostLoad = 0, otherLoad = 0 } = host.load() ?? {}
    expect(own).toBeGreaterThan(0)
    expect(hostLoad - otherLoad).toBeGreaterThan(own * 0.7)
    expect(hostLoad - otherLoad).toBeLessThan(own * 1.3)
  })

  test('are unknown for a single moment', () => {
    expect(new HostCpus().load()).toBeUndefined()
  })
})

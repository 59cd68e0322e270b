import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { toolchain, vitestCommand } from './toolchain.ts'

/** By the signal of a program of its own, and by the timeout of the whole test. */
const stopped = `suite: Stopped
tests:
  - name: killed
    command: { run: "kill -9 $$", shell: true }
    expect: { exit_code: 0 }
  - name: cut off
    timeout: 1s
    command: { run: "trap 'exit 0' TERM; echo $$ > pid; sleep 60 & wait", shell: true }
    expect: { exit_code: 0 }
`

const spec = (timeout: string) => `suite: Programs
tests:
  - name: ends
    command: { run: "sleep 60 & echo $! > pid; wait", shell: true, timeout: ${timeout} }
    expect: { exit_code: 0 }
`
/** A daemon: it has left the process group, and ignores what a shell passes on. */
const daemon = `suite: Daemons
tests:
  - name: ends
    command:
      run: "setsid sh -c 'trap : TERM HUP; echo $$ > pid; while :; do sleep 1; done' > log 2>&1 & wait"
      shell: true
      timeout: TIMEOUT
    expect: { exit_code: 0 }
`
const cluster = {
  allow_commands: true,
  workers: [{ id: 'w1', host: '127.0.0.1', port: 0, type: 'simulated', model: 'tiny' }],
}
const env = { CLUSTERGATE_ALLOW_COMMANDS: '1', CLUSTERGATE_CLUSTER: 'cluster.json' }

describe('a program that a spec runs', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject({
      'cluster.json': JSON.stringify(cluster),
      'specs/network/a.spec.yaml': spec('50s'),
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  async function sleepingProcess(): Promise<number> {
    const deadline = Date.now() + 40_000
    while (Date.now() < deadline) {
      const text = await readFile(join(project.folder, 'pid'), 'utf8').catch(() => '')
      if (text.endsWith('\n')) return Number(text)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('the program did not start')
  }

  /** A process that has just been killed may exist for a moment. */
  async function isGone(pid: number): Promise<boolean> {
    const deadline = Date.now() + 10_000
    while (Date.now() < deadline) {
      try {
        process.kill(pid, 0)
      } catch {
        return true
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return false
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with all that it has started after %s to Vitest',
    async (signal) => {
      await project.remove('pid')
      const child = execa(toolchain.node, [vitestCommand, 'run'], {
        cwd: project.folder,
        env: { ...env, CI: '' },
        reject: false,
        timeout: 90_000,
      })
      const pid = await sleepingProcess()
      child.kill(signal)
      const { exitCode } = await child
      expect(await isGone(pid)).toBe(true)
      expect(exitCode).not.toBe(0)
    },
    120_000,
  )

  test('and does not end in time is not blamed on the network', async () => {
    await project.remove('pid')
    await project.write('specs/network/a.spec.yaml', spec('1s'))
    const run = await project.vitest(['run'], { env })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/NoData: exit_code: no data/)
    expect(run.output).toContain('cause: the program ran longer than its `timeout`')
    expect(run.output).not.toMatch(/firewall|cluster file/)
    expect(await isGone(await sleepingProcess())).toBe(true)
  })

  test.skipIf(process.platform !== 'linux')(
    'ends with its timeout, and with the run, even if it has left its process group',
    async () => {
      await project.remove('pid')
      await project.write('specs/network/a.spec.yaml', daemon.replace('TIMEOUT', '1s'))
      const run = await project.vitest(['run'], { env })
      expect(run.exitCode).toBe(1)
      expect(await isGone(await sleepingProcess())).toBe(true)

      await project.remove('pid')
      await project.write('specs/network/a.spec.yaml', daemon.replace('TIMEOUT', '50s'))
      const child = execa(toolchain.node, [vitestCommand, 'run'], {
        cwd: project.folder,
        env: { ...env, CI: '' },
        reject: false,
        timeout: 90_000,
      })
      const pid = await sleepingProcess()
      child.kill('SIGTERM')
      await child
      expect(await isGone(pid)).toBe(true)
    },
    180_000,
  )

  test('and is ended by a signal says which, or that the test was over', async () => {
    await project.remove('pid')
    await project.write('specs/network/a.spec.yaml', stopped)
    const run = await project.vitest(['run'], { env })
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain('ended by SIGKILL')
    expect(run.output).toContain("stopped when the test's time was over")
    expect(run.output.match(/NoData: exit_code: no data/g)).toHaveLength(2)
    expect(await isGone(await sleepingProcess())).toBe(true)
  })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectTcp } from '../../lib/probes/tcp.ts'
import { createProject, type Project } from './project.ts'

const root = join(import.meta.dirname, '../..')
const spec = `import { writeFileSync } from 'node:fs'
import { suite } from 'clustergate'
suite('Long', ({ test }) => {
  test('waits', async ({ cluster }) => {
    writeFileSync('workers.json', JSON.stringify(cluster.workers.map(({ host, port }) => ({ host, port }))))
    await new Promise((resolve) => setTimeout(resolve, process.env.WAIT ? 30_000 : 0))
  }, 60_000)
})`

describe('the embedded cluster', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject({ 'specs/network/long.spec.ts': spec })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  async function workersOfTheRun(): Promise<{ host: string; port: number }[]> {
    const deadline = Date.now() + 45_000
    while (Date.now() < deadline) {
      const text = await readFile(join(project.folder, 'workers.json'), 'utf8').catch(() => '')
      if (text.endsWith(']')) return JSON.parse(text)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('the run did not start')
  }

  async function stateOf({ host, port }: { host: string; port: number }): Promise<string> {
    const signal = new AbortController().signal
    const result = await connectTcp({ host, port, timeoutMs: 2_000, signal })
    return result.ok ? 'open' : result.failure.kind
  }

  test('is stopped after the run', async () => {
    const run = await project.vitest(['run'])
    expect(run.exitCode).toBe(0)
    const states = await Promise.all((await workersOfTheRun()).map(stateOf))
    expect(states).toEqual(['refused', 'refused', 'refused'])
    await project.remove('workers.json')
  })

  test.each(['SIGINT', 'SIGKILL'] as const)('is stopped after %s', async (signal) => {
    const child = execa(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
      cwd: project.folder,
      env: { WAIT: '1', CI: '', CLUSTERGATE_CLUSTER: undefined },
      reject: false,
      timeout: 60_000,
    })
    const workers = await workersOfTheRun()
    const before = await Promise.all(workers.map(stateOf))
    child.kill(signal)
    const { exitCode } = await child
    expect(before).toEqual(['open', 'open', 'open'])
    expect(exitCode).not.toBe(0)
    expect(await Promise.all(workers.map(stateOf))).toEqual(['refused', 'refused', 'refused'])
    await project.remove('workers.json')
  })
})

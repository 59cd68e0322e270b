import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../e2e/free-port.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(import.meta.dirname, '../../../dist/lib/cli/main.js')

describe('`clustergate simulate`', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-simulate-'))
    const worker = { id: 'w1', host: '127.0.0.1', port: 0, type: 'simulated', model: 'm' }
    const real = { id: 'w2', host: '127.0.0.1', port: 1, type: 'openai', model: 'm' }
    const write = (file: string, ...workers: object[]) =>
      writeFile(join(folder, file), JSON.stringify({ workers }))
    await write('mixed.json', worker, real)
    await write('real.json', real)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const run = (...args: string[]) =>
    execa(process.execPath, [command, 'simulate', '--control-port', '0', ...args], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      all: true,
      env: { NO_COLOR: '1', CLUSTERGATE_CLUSTER: undefined },
    })

  type Running = ReturnType<typeof run>

  /** Waits until a running command has printed something. */
  function printed(running: Running, wanted: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      let text = ''
      running.all.on('data', (data) => {
        text += data
        const match = wanted.exec(text)
        if (match) resolve(match)
      })
      running.all.once('end', () => reject(new Error(`it ended without ${wanted}:\n${text}`)))
    })
  }

  test('starts workers that respond, and exits with 130 on Ctrl-C', async () => {
    const running = run('--port', '0', '--workers', '2', '--slots', '7')
    const [, url] = await printed(running, /sim-2 +(http:\S+) +7 slots/)
    const response = await fetch(`${url}/v1/models`)
    expect(await response.json()).toMatchObject({ data: [{ id: 'simulated-7b' }] })
    running.kill('SIGINT')
    expect((await running).exitCode).toBe(130)
  })

  test('exits with 0 on SIGTERM, with a request in flight', async () => {
    const running = run('--port', '0', '--time-to-first-token', '30s')
    const [, url] = await printed(running, /sim-1 +(http:\S+)/)
    const body = JSON.stringify({ model: 'simulated-7b', messages: [] })
    const pending = fetch(`${url}/v1/chat/completions`, { method: 'POST', body }).catch(() => 0)
    running.kill('SIGTERM')
    expect((await running).exitCode).toBe(0)
    await pending
  })

  test('prints a line for each change of a fault', async () => {
    const running = run('--port', '0')
    const [, control] = await printed(running, /control +(http:\S+)/)
    const fault = { kind: 'slow', factor: 3, for: '20ms' }
    const url = `${control}/workers/sim-2/fault`
    const lines = printed(running, /sim-2: slow, factor 3, for 20ms\n\S+ sim-2: no fault/)
    await fetch(url, { method: 'PUT', body: JSON.stringify(fault) })
    await lines
    running.kill('SIGTERM')
    await running
  })

  test('prints a cluster file, and nothing else on standard output', async () => {
    const running = run('--port', '0', '--imitates', 'vllm', '--print-config')
    await printed(running, /control/)
    running.kill('SIGTERM')
    const { workers } = JSON.parse((await running).stdout)
    expect(workers).toHaveLength(3)
    expect(workers[0]).toMatchObject({ id: 'sim-1', type: 'vllm', max_concurrent_requests: 5 })
  })

  test('starts the simulated workers of a cluster file', async () => {
    const running = run('--config', 'mixed.json')
    const [text] = await printed(running, /^1 simulated worker[\s\S]*control/)
    expect(text).toMatch(/w1 +http/)
    expect(text).not.toContain('w2')
    running.kill('SIGTERM')
    await running
  })

  test('exits with 2 if no worker of the file is simulated', async () => {
    const { exitCode, stderr } = await run('--config', 'real.json')
    expect(stderr).toBe('real.json: no worker in it is simulated')
    expect(exitCode).toBe(2)
  })

  test('exits with 2 if a port is in use, and names it', async () => {
    const port = await freePort()
    const first = run('--port', String(port), '--workers', '1')
    await printed(first, /control/)
    const { exitCode, stderr } = await run('--port', String(port))
    expect(stderr).toBe(
      `the simulated worker sim-1 cannot listen on 127.0.0.1:${port}: the port is in use`,
    )
    expect(exitCode).toBe(2)
    first.kill('SIGTERM')
    await first
  })

  test.each([
    ['an invalid number', ['--workers', 'many'], /whole number from 1 to 1000/],
    ['an invalid duration', ['--token-time', '5'], /duration such as 50ms/],
    ['both a file and a number', ['--config', 'mixed.json', '--workers', '2'], /cannot be used/],
  ])('exits with 2 for %s', async (_, args, words) => {
    const { exitCode, stderr } = await run(...args)
    expect(stderr).toMatch(words)
    expect(exitCode).toBe(2)
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveCommand } from '../../../lib/cli/serve/serve.ts'
import { until } from '../../balancer/balancers.ts'
import { type Responder, silence, startWorker, type TestWorker } from '../../balancer/workers.ts'
import { codesInTables, readPage } from '../../docs/pages.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(import.meta.dirname, '../../../dist/lib/cli/main.js')

describe('`clustergate serve`', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-serve-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const run = (...args: string[]) =>
    execa(process.execPath, [command, 'serve', '--port', '0', ...args], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      all: true,
      env: { NO_COLOR: '1', CLUSTERGATE_CLUSTER: undefined, FRONT_KEY: 'sk-front-1', EMPTY: '' },
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

  async function addressOf(running: Running): Promise<string> {
    const [, url = ''] = await printed(running, /^(http:\S+)\/v1 serves /)
    return url
  }

  /** A cluster file with these workers, under a unique name. */
  async function clusterOf(workers: readonly TestWorker[], balancer: object = {}): Promise<string> {
    const file = `${workers.map(({ worker }) => worker.port).join('-')}.json`
    const entries = workers.map(({ worker: { id, host, port } }) => ({ id, host, port }))
    const content = { workers: entries, balancer: { health: { interval: '10m' }, ...balancer } }
    await writeFile(join(folder, file), JSON.stringify(content))
    return file
  }

  /** A worker with these completions, and immediate responses to everything else. */
  const workerThat = (received: Responder, id = 'w1') =>
    startWorker(id, {
      response: (response, seen, request) =>
        seen.method === 'POST' ? received(response, seen, request) : response.end(),
    })

  const wasAsked = (worker: TestWorker) => () => worker.seen.some(({ method }) => method === 'POST')

  const ask = (url: string) =>
    fetch(`${url}/v1/chat/completions`, { method: 'POST', body: 'hello' })

  /** Until it is closed. */
  async function askOnAndOn(url: string): Promise<void> {
    const endMs = performance.now() + 10_000
    while (performance.now() < endMs) await (await ask(url)).text()
    throw new Error('asked for ten seconds')
  }

  test('serves the embedded cluster, and reports that in one line', async () => {
    const running = run()
    const url = await addressOf(running)
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({
      data: [{ id: 'simulated-7b' }],
    })
    running.kill('SIGTERM')
    const { stdout, exitCode } = await running
    expect(stdout).toMatch(
      /^http:\S+ serves 3 workers \(sim-1, sim-2, sim-3\) with 15 slots by hybrid/,
    )
    expect(exitCode).toBe(0)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'waits for requests in flight after %s',
    async (signal) => {
      const worker = await workerThat(async (response) => {
        response.write('begun, ')
        await printed(running, /finishing requests in flight/)
        response.end('finished')
      })
      const running = run('-c', await clusterOf([worker]))
      const received = ask(await addressOf(running))
      await until(wasAsked(worker))
      running.kill(signal)
      expect(await (await received).text()).toBe('begun, finished')
      expect((await running).exitCode).toBe(0)
    },
  )

  test('cuts off requests that do not end in time, and reports how many', async () => {
    const worker = await workerThat(silence)
    const running = run('-c', await clusterOf([worker]), '--drain-timeout', '50ms')
    const received = ask(await addressOf(running)).catch(() => 'cut off')
    await until(wasAsked(worker))
    running.kill('SIGTERM')
    expect(await received).toBe('cut off')
    const { exitCode, stderr } = await running
    expect(stderr.split('\n').at(-1)).toBe('1 request had not ended after 50ms, and was cut off')
    expect(exitCode).toBe(0)
  })

  test('exits at once with 130 at the second Ctrl-C', async () => {
    const worker = await workerThat(silence)
    const running = run('-c', await clusterOf([worker]))
    const received = ask(await addressOf(running)).catch(() => 'cut off')
    await until(wasAsked(worker))
    const finishing = printed(running, /finishing/)
    running.kill('SIGINT')
    await finishing
    running.kill('SIGINT')
    expect(await received).toBe('cut off')
    expect((await running).exitCode).toBe(130)
  })

  test('reports when a worker is ejected, its own error message, and when it is back', async () => {
    let status = 500
    const w1 = await workerThat((response) =>
      response.writeHead(status).end('{"error":{"message":"out of memory"}}'),
    )
    const circuit = { failures: 1, open_for: '100ms' }
    const file = await clusterOf([w1, await startWorker('w2')], {
      circuit,
      strategy: 'round_robin',
    })
    const running = run('-c', file)
    const url = await addressOf(running)
    const reported = printed(
      running,
      /^\d\d:\d\d:\d\d w1 ejected for 0\.1s: .*\(HTTP 500\)\n\S+ w1 returned HTTP 500: the server says "out of memory"\n\S+ w1 returned$/m,
    )
    while (!wasAsked(w1)()) await (await ask(url)).text()
    status = 200
    await Promise.race([reported, askOnAndOn(url)])
    running.kill('SIGTERM')
    expect((await running).exitCode).toBe(0)
  })

  test('requires the key of the environment, and never shows it', async () => {
    const worker = await startWorker('w1')
    const running = run('-c', await clusterOf([worker]), '--api-key-env', 'FRONT_KEY')
    const url = await addressOf(running)
    expect((await ask(url)).status).toBe(401)
    const headers = { authorization: 'Bearer sk-front-1' }
    expect((await fetch(`${url}/v1/models`, { headers })).status).toBe(200)
    running.kill('SIGTERM')
    expect((await running).all).not.toContain('sk-front-1')
  })

  test('uses the strategy of the option instead of the file', async () => {
    const running = run('-c', await clusterOf([await startWorker('w1')]), '--strategy', 'p2c')
    await printed(running, /by p2c/)
    running.kill('SIGTERM')
    await running
  })

  test('prints only the address with --quiet', async () => {
    const running = run('-c', await clusterOf([await startWorker('w1')]), '--quiet')
    const url = await addressOf(running)
    await fetch(`${url}/admin/drain?worker=w1`, { method: 'POST' })
    running.kill('SIGTERM')
    expect((await running).all.split('\n')).toHaveLength(1)
  })

  test('exits with 2 and one line if the port is in use', async () => {
    const worker = await startWorker('w1')
    const { port } = worker.worker
    const { exitCode, stderr } = await run('-c', await clusterOf([worker]), '--port', String(port))
    expect(stderr).toMatch(
      new RegExp(
        `^cannot listen on port ${port} of 127\\.0\\.0\\.1: another program listens there.*$`,
      ),
    )
    expect(exitCode).toBe(2)
  })

  test('exits with 2 for a mistake in the cluster file, with its position', async () => {
    await writeFile(
      join(folder, 'bad.json'),
      '{ "workers": [{ "id": "w1", "hots": "a", "port": 1 }] }',
    )
    const { exitCode, stderr } = await run('-c', 'bad.json')
    expect(stderr).toMatch(/^bad\.json:1:\d+: unknown key `hots`/)
    expect(exitCode).toBe(2)
  })

  test.each([
    ['--api-key-env', 'NOT_SET', 'the variable NOT_SET is not set'],
    ['--api-key-env', 'EMPTY', 'the variable EMPTY is not set, or empty'],
    ['--port', '70000', 'a whole number from 0 to 65535'],
    ['--drain-timeout', '30', 'a duration such as 30s'],
    ['--strategy', 'fastest', 'Allowed choices are hybrid, '],
    ['--host', 'no.such.host.invalid', 'no such name is known'],
  ])('exits with 2 for %s %s', async (option, value, words) => {
    const { exitCode, stderr } = await run(option, value)
    expect(stderr).toContain(words)
    expect(exitCode).toBe(2)
  })
})

test('docs/serve.md lists all options', () => {
  const options = serveCommand(() => undefined).options.map(({ flags }) =>
    flags.replace('-c, ', ''),
  )
  const listed = codesInTables(readPage('docs/serve.md')).filter((code) => code.startsWith('--'))
  expect(listed).toEqual(options)
})

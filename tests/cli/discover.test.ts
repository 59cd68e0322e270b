import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostsToScan, maxHosts } from '../../lib/cli/discover/hosts-to-scan.ts'
import { loadCluster } from '../../lib/cluster/load-cluster.ts'
import { namedServers } from '../../lib/servers/servers.ts'
import { root } from '../docs/pages.ts'
import { freePort } from '../e2e/free-port.ts'

describe('the hosts to scan', () => {
  test('are names, addresses, and the hosts of blocks, each once', () => {
    expect(hostsToScan(['studio-1.local', '192.168.1.5', '192.168.1.4/30', '::1'])).toEqual([
      'studio-1.local',
      '192.168.1.5',
      '192.168.1.6',
      '::1',
    ])
    expect(hostsToScan(['10.0.0.7/32'])).toEqual(['10.0.0.7'])
    expect(hostsToScan(['10.0.0.6/31'])).toEqual(['10.0.0.6', '10.0.0.7'])
    expect(hostsToScan(['fd00::/126'])).toEqual(['fd00::', 'fd00::1', 'fd00::2', 'fd00::3'])
    expect(hostsToScan(['192.168.1.77/24'])).toHaveLength(254)
  })

  test.each(['10.0.0.0/8', 'fd00::/64', '0.0.0.0/0'])(
    'are refused as %s, which is too large',
    (block) => {
      expect(() => hostsToScan([block])).toThrow(`more than ${maxHosts} addresses`)
    },
  )

  test('are limited in their total number', () => {
    const blocks = Array.from({ length: 17 }, (_, index) => `10.0.${index}.0/24`)
    expect(hostsToScan(blocks.slice(0, 16))).toHaveLength(16 * 254)
    expect(() => hostsToScan(blocks)).toThrow('more than 4096 addresses')
  })

  test.each([
    'http://studio-1',
    'studio-1:1234',
    '192.168.1',
    '300.1.1.1',
    '',
    '10.0.0.0/33',
    '-x',
  ])('are refused if invalid: %j', (name) => {
    expect(() => hostsToScan([name])).toThrow(/is not a (?:host|block of addresses)/)
  })
})

describe('clustergate discover', () => {
  let folder: string
  const servers: Server[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-discover-'))
  })
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    await rm(folder, { recursive: true, force: true })
  })

  /** A server with responses for these paths; `undefined`: it never responds. */
  async function serve(
    responses: Readonly<Record<string, unknown>>,
    status = 200,
  ): Promise<{ readonly port: number; readonly asked: string[] }> {
    const asked: string[] = []
    const server = createServer(({ method, url = '' }, response) => {
      asked.push(`${method} ${url}`)
      if (url in responses && responses[url] === undefined) return
      response.writeHead(url in responses ? status : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(responses[url] ?? { error: 'not found' }))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { port: (server.address() as AddressInfo).port, asked }
  }

  const start = (...args: string[]) =>
    execa(process.execPath, [join(root, 'dist/lib/cli/main.js'), 'discover', ...args], {
      cwd: folder,
      reject: false,
      timeout: 40_000,
      env: { NO_COLOR: '1', CI: '' },
    })
  const models = (...ids: string[]) => ({ data: ids.map((id) => ({ id, object: 'model' })) })

  test('finds type, models and slots if the server reports them', async () => {
    const lmStudio = await serve({
      '/v1/models': models('big', 'small'),
      '/api/v0/models': {
        data: [
          { id: 'big', state: 'not-loaded', compatibility_type: 'gguf' },
          { id: 'small', state: 'loaded', compatibility_type: 'gguf' },
        ],
      },
      '/api/v1/models': {
        models: [{ loaded_instances: [{ id: 'small', config: { parallel: 4 } }] }],
      },
    })
    const llama = await serve({
      '/v1/models': models('a.gguf'),
      '/props': { default_generation_settings: {}, total_slots: 2 },
    })
    const vllm = await serve({ '/v1/models': { data: [{ id: 'v', owned_by: 'vllm' }] } })
    const sglang = await serve({
      '/v1/models': { data: [{ id: 's', owned_by: 'sglang' }] },
      '/get_server_info': { max_running_requests: 64 },
    })
    const ports = [lmStudio, llama, vllm, sglang].map(({ port }) => port)
    const { stdout, exitCode } = await start(
      '127.0.0.1',
      '--ports',
      ports.join(','),
      '-o',
      'c.yaml',
    )
    expect(stdout).toMatch(/LM Studio +small and 1 more +4 slots/)
    expect(stdout).toMatch(/llama\.cpp +a\.gguf +2 slots/)
    expect(stdout).toMatch(/vLLM +v +slots not reported/)
    expect(stdout).toMatch(/SGLang +s +64 slots/)
    expect(exitCode).toBe(0)
    const { workers } = await loadCluster(join(folder, 'c.yaml'), {})
    expect(workers).toMatchObject([
      {
        id: 'lm-studio-1',
        port: ports[0],
        type: 'lm_studio',
        model: 'small',
        maxConcurrentRequests: 4,
      },
      {
        id: 'llama-cpp-1',
        port: ports[1],
        type: 'llama_cpp',
        model: 'a.gguf',
        maxConcurrentRequests: 2,
      },
      { id: 'vllm-1', port: ports[2], type: 'vllm', model: 'v' },
      { id: 'sglang-1', port: ports[3], type: 'sglang', model: 's', maxConcurrentRequests: 64 },
    ])
    const text = await readFile(join(folder, 'c.yaml'), 'utf8')
    expect(text).toContain('# Not reported by vllm-1: ')
    for (const { asked } of [lmStudio, llama, vllm, sglang]) {
      expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([])
      expect(new Set(asked).size).toBe(asked.length)
    }
  })

  test('writes JSON with its schema if the file name ends in .json', async () => {
    const { port } = await serve({ '/v1/models': models('m') })
    await start('127.0.0.1', '--ports', String(port), '-o', 'c.json')
    const file = JSON.parse(await readFile(join(folder, 'c.json'), 'utf8'))
    expect(file).toEqual({
      $schema: 'node_modules/clustergate/schemas/cluster.schema.json',
      workers: [{ id: 'openai-1', host: '127.0.0.1', port, type: 'openai', model: 'm' }],
    })
  })

  test('does not list another service, nor a server that requires a key', async () => {
    const web = await serve({ '/': 'hello' })
    const locked = await serve({ '/v1/models': { error: 'no key' } }, 401)
    const ports = `${web.port},${locked.port}`
    const { stdout, exitCode } = await start('127.0.0.1', '--ports', ports, '-o', 'c.yaml')
    expect(stdout).toContain(`127.0.0.1:${web.port}  open, not an OpenAI-compatible server`)
    expect(stdout).toContain(`127.0.0.1:${locked.port}  requires an API key`)
    expect(stdout).toContain('no OpenAI-compatible server found on 1 host')
    expect(exitCode).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  test('never overwrites a file, and reports that before it sends anything', async () => {
    const { port, asked } = await serve({ '/v1/models': models('m') })
    await writeFile(join(folder, 'c.yaml'), 'mine')
    const { stderr, exitCode } = await start('127.0.0.1', '--ports', String(port), '-o', 'c.yaml')
    expect(stderr).toContain('the file c.yaml exists, and is not overwritten')
    expect(exitCode).toBe(2)
    expect(asked).toEqual([])
    expect(await readFile(join(folder, 'c.yaml'), 'utf8')).toBe('mine')
  })

  test('ends on Ctrl-C with the servers found so far, and writes no file', async () => {
    const found = await serve({ '/v1/models': models('m') })
    const silent = await serve({ '/v1/models': undefined })
    const child = start('127.0.0.1', '--ports', `${found.port},${silent.port}`, '-o', 'c.yaml')
    await expect.poll(() => silent.asked.length + Math.min(1, found.asked.length)).toBe(2)
    // The discovered server has responded to every request.
    await expect.poll(() => found.asked.length).toBeGreaterThan(3)
    child.kill('SIGINT')
    const { stdout, stderr, exitCode } = await child
    expect(exitCode).toBe(130)
    expect(stdout).toContain(`127.0.0.1:${found.port}`)
    expect(stderr).toContain('no cluster file was written')
    expect(await readdir(folder)).toEqual([])
  })

  test('ends when its time limit is over', async () => {
    const { port } = await serve({ '/v1/models': undefined })
    const args = ['127.0.0.1', '--ports', String(port), '--max-time', '300ms', '-o', 'c.yaml']
    const { stderr, exitCode } = await start(...args)
    expect(stderr).toContain('the time allowed (`--max-time`) is over')
    expect(exitCode).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  test.each([
    [['--ports', '0'], 'It must be ports'],
    [['--ports', '9000-8000'], 'It must be ports'],
    [['--timeout', 'soon'], 'It must be a duration'],
    [['-o', 'cluster'], 'not named like a cluster file'],
    [['-o', 'none/c.yaml'], 'does not exist'],
  ])('reports the mistake in %j', async (args, words) => {
    const { stderr, exitCode } = await start('127.0.0.1', ...args)
    expect(stderr).toContain(words)
    expect(exitCode).toBe(2)
  })

  test('names the default port of every type of server', async () => {
    const { stdout } = await start('--help')
    const words = stdout.replaceAll(/\s+/g, ' ')
    for (const { label, defaultPort } of namedServers)
      expect(words).toContain(`${label} ${defaultPort}`)
  })

  test('reports that nothing was found, and what to do', async () => {
    const port = await freePort()
    const { stdout, exitCode } = await start('127.0.0.1', '--ports', String(port))
    expect(stdout).toContain('listens on 0.0.0.0')
    expect(exitCode).toBe(1)
  })
})

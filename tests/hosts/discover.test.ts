import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCluster } from '../../lib/cluster/load-cluster.ts'
import { root } from '../docs/pages.ts'
import { TestNetwork } from './network.ts'
import { describeWith, missingForHosts } from './requirements.ts'
import { startWorkerProcess, untilListening } from './worker-process.ts'

const command = join(root, 'dist/lib/cli/main.js')

describeWith(missingForHosts(), 'clustergate discover in a network', () => {
  let network: TestNetwork
  let folder: string
  const owned: AsyncDisposable[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-discover-'))
    network = await TestNetwork.create([
      { name: 'client', address: '10.247.164.1/28' },
      { name: 'third', address: '10.247.164.2/28' },
      { name: 'ollama', address: '10.247.164.3/28' },
      { name: 'llama', address: '10.247.164.4/28' },
      { name: 'empty', address: '10.247.164.5/28' },
    ])
    const [port, address] = [8000, '10.247.164.2']
    owned.push(await startWorkerProcess(network, 'third', { port, model: 'third-party', address }))
    await simulate('ollama', { host: '10.247.164.3', port: 11_434, imitates: 'ollama' })
    await simulate('llama', { host: '10.247.164.4', port: 8080, imitates: 'llama_cpp' })
  })
  afterAll(async () => {
    for (const each of owned) await each[Symbol.asyncDispose]()
    await network?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  async function simulate(
    name: string,
    { host, port, imitates }: { host: string; port: number; imitates: string },
  ): Promise<void> {
    const file = join(folder, `${name}.json`)
    const worker = { id: name, host, port, type: 'simulated', model: `${name}-7b` }
    const workers = [{ ...worker, max_concurrent_requests: 3, simulate: { imitates } }]
    await writeFile(file, JSON.stringify({ workers }))
    const child = network.start(
      name,
      process.execPath,
      [command, 'simulate', '--config', file, '--control-port', '0'],
      { reject: false, timeout: 0 },
    )
    owned.push({
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGKILL')
        await child
      },
    })
    await untilListening(network, name, port)
  }

  test("discovery finds three servers of different types, one of them a third party's, and writes a cluster file", async () => {
    const file = join(folder, 'found.yaml')
    const { stdout, exitCode } = await network.start(
      'client',
      process.execPath,
      [command, 'discover', '10.247.164.0/28', '-o', file],
      { reject: false, env: { NO_COLOR: '1' } },
    )
    expect(stdout).toMatch(
      /10\.247\.164\.2:8000 +an OpenAI-compatible server +third-party +slots not/,
    )
    expect(stdout).toMatch(/10\.247\.164\.3:11434 +Ollama +ollama-7b +slots not reported/)
    expect(stdout).toMatch(/10\.247\.164\.4:8080 +llama\.cpp +llama-7b +3 slots/)
    expect(exitCode).toBe(0)
    const { workers } = await loadCluster(file, {})
    expect(workers.map(({ id, host, port, type, model }) => [id, host, port, type, model])).toEqual(
      [
        ['openai-1', '10.247.164.2', 8000, 'openai', 'third-party'],
        ['ollama-1', '10.247.164.3', 11_434, 'ollama', 'ollama-7b'],
        ['llama-cpp-1', '10.247.164.4', 8080, 'llama_cpp', 'llama-7b'],
      ],
    )
    expect(await readFile(file, 'utf8')).toMatch(/^# yaml-language-server: \$schema=/)
  })
})

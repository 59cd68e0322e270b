import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Options, ResultPromise } from 'execa'
import { TestNetwork } from '../hosts/network.ts'
import { untilListening } from '../hosts/worker-process.ts'

const root = join(import.meta.dirname, '../..')
export const cli = join(root, 'dist/lib/cli/main.js')
export const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const model = 'mistral-7b-instruct-v0.2'
export const port = 1234

export const clientAddress = '10.247.163.10'
export const addresses = {
  one: '10.247.163.71',
  two: '10.247.163.72',
  three: '10.247.163.73',
} as const
export type WorkerName = keyof typeof addresses
export const workerNames = Object.keys(addresses) as WorkerName[]

/** How a command runs under a fault, where the fault is not in the network. */
export interface Surroundings {
  /** A command that runs another one, with its arguments. */
  readonly wrapper?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Other settings of the cluster file. */
  readonly cluster?: object
  readonly workers?: Partial<Record<WorkerName, object>>
}

/** The result of a command. */
export interface Ran {
  readonly exitCode: number | undefined
  readonly output: string
  readonly seconds: number
}

/** The states of a worker by its own record. */
export interface WorkerRecord {
  readonly served: number
  readonly rejected: number
  readonly failed: number
  readonly aborted: number
  readonly in_flight: number
  readonly max_in_flight: number
  readonly slots: number
}

/** A client and three workers on hosts of their own, and a project of a user on the client. */
export class Lab implements AsyncDisposable {
  readonly network: TestNetwork
  readonly folder: string
  readonly #workers = new Map<WorkerName, ResultPromise>()

  private constructor(network: TestNetwork, folder: string) {
    this.network = network
    this.folder = folder
  }

  static async open(): Promise<Lab> {
    const hosts = workerNames.map((name) => ({ name, address: `${addresses[name]}/24` }))
    const network = await TestNetwork.create([
      { name: 'client', address: `${clientAddress}/24` },
      ...hosts,
    ])
    await mkdir(join(root, 'tests/.tmp'), { recursive: true })
    const lab = new Lab(network, await mkdtemp(join(root, 'tests/.tmp/lab-')))
    try {
      await lab.#writeProject()
      await Promise.all(workerNames.map((name) => lab.startWorker(name)))
      return lab
    } catch (error) {
      await lab[Symbol.asyncDispose]()
      throw error
    }
  }

  /** A simulated worker as a process of its own on its host, which keeps its own record. */
  async startWorker(name: WorkerName): Promise<void> {
    const file = join(this.folder, `worker-${name}.json`)
    const worker = {
      id: name,
      host: '0.0.0.0',
      port,
      type: 'simulated',
      model,
      max_concurrent_requests: 4,
      simulate: { time_to_first_token: '20ms', token_time: '1ms', imitates: 'lm_studio' },
    }
    await writeFile(file, JSON.stringify({ workers: [worker] }))
    const args = [cli, 'simulate', '--config', file, '--control-port', '0']
    const options: Options = { reject: false, all: true, timeout: 0 }
    this.#workers.set(name, this.network.start(name, process.execPath, args, options))
    await untilListening(this.network, name, port)
  }

  /** `ip netns exec` becomes the command: its process id is the worker's. */
  signal(name: WorkerName, signal: NodeJS.Signals): void {
    this.#workers.get(name)?.kill(signal)
  }

  async endWorker(name: WorkerName): Promise<void> {
    const worker = this.#workers.get(name)
    this.#workers.delete(name)
    worker?.kill('SIGKILL')
    await worker
  }

  /** A worker's own state, requested on its own host; undefined if it is not running. */
  async recordOf(name: WorkerName): Promise<WorkerRecord | undefined> {
    if (!this.#workers.has(name)) return undefined
    const url = `http://127.0.0.1:${port}/__simulator/state`
    return JSON.parse(await this.network.run(name, 'curl', '-sS', '-m', '5', url))
  }

  async resetRecords(): Promise<void> {
    for (const name of workerNames) {
      const url = `http://127.0.0.1:${port}/__simulator/reset`
      if (this.#workers.has(name)) {
        await this.network.run(name, 'curl', '-sS', '-m', '5', '-X', 'POST', url)
      }
    }
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.folder, path), text)
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8')
  }

  async writeCluster({ cluster, workers = {} }: Surroundings): Promise<void> {
    const list = workerNames.map((id) => ({
      id,
      host: addresses[id],
      port,
      type: 'lm_studio',
      model,
      max_concurrent_requests: 4,
      ...workers[id],
    }))
    const balancer = {
      timeout: '4s',
      connect_timeout: '1s',
      queue_timeout: '3s',
      retries: 1,
      health: { interval: '500ms', timeout: '500ms' },
    }
    await this.write('cluster.json', JSON.stringify({ workers: list, balancer, ...cluster }))
  }

  /** Starts a command on the client, in the project's folder. */
  start(args: readonly string[], { wrapper = [], env = {} }: Surroundings = {}): ResultPromise {
    const [command = '', ...rest] = [...wrapper, process.execPath, ...args]
    return this.network.start('client', command, rest, {
      cwd: this.folder,
      reject: false,
      all: true,
      timeout: 120_000,
      env: { CLUSTERGATE_CLUSTER: 'cluster.json', NO_COLOR: '1', CI: '', ...env },
    })
  }

  async run(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
    const startMs = performance.now()
    const { exitCode, all } = await this.start(args, surroundings)
    return { exitCode, output: String(all), seconds: (performance.now() - startMs) / 1_000 }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of workerNames) await this.endWorker(name)
    await this.network[Symbol.asyncDispose]()
    await sleep(0)
    await rm(this.folder, { recursive: true, force: true })
  }

  async #writeProject(): Promise<void> {
    const checklist = await readFile(join(root, 'specs/network/checklist.spec.yaml'), 'utf8')
    await mkdir(join(this.folder, 'specs/network'), { recursive: true })
    await this.write('specs/network/checklist.spec.yaml', checklist)
    await this.write('package.json', '{ "type": "module" }')
    await this.write('vitest.config.js', vitestConfig)
  }
}

/** The built package, with every reporter that writes a file. */
const formats = ['json', 'junit', 'ctrf', 'markdown', 'openmetrics', 'tap', 'html']
const vitestConfig = `
import { defineConfig } from 'vitest/config'
import clustergate from '${root}/dist/lib/index.js'
export default defineConfig({
  plugins: [clustergate()],
  test: {
    reporters: [
      'default',
      ...${JSON.stringify(formats)}.map((name) => \`${root}/dist/reporters/\${name}.js\`),
      ['${root}/dist/reporters/history.js', { file: 'history/runs.db', stages: ['network'] }],
    ],
  },
})
`

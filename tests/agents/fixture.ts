import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'

export const agentKeyOfTests = '0123456789abcdef0123456789abcdef'

const command = fileURLToPath(new URL('../../dist/lib/cli/main.js', import.meta.url))

/** A Redis of the test's own on loopback; `options` as on its command line. */
export class TestRedis implements AsyncDisposable {
  readonly port: number
  readonly #folder: string
  readonly #options: readonly string[]
  #process: ChildProcess

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port
    this.#folder = folder
    this.#options = options
    this.#process = this.#spawn()
  }

  static async start(options: readonly string[] = []): Promise<TestRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'clustergate-redis-'))
    const redis = new TestRedis(await freePort(), folder, options)
    await untilListening(redis.port)
    return redis
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async kill(): Promise<void> {
    await end(this.#process, 'SIGKILL')
  }

  /** It has nothing of what was in it before. */
  async startAgain(): Promise<void> {
    this.#process = this.#spawn()
    await untilListening(this.port)
  }

  async do(...args: readonly [string, ...string[]]): Promise<unknown> {
    const client = new Redis(this.url)
    try {
      const [name, ...rest] = args
      return await client.call(name, ...rest)
    } finally {
      client.disconnect()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #spawn(): ChildProcess {
    const own = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.#folder]
    const port = this.#options.includes('--tls-port') ? '0' : String(this.port)
    const options = this.#options.map((each) => (each === 'PORT' ? String(this.port) : each))
    return spawn('redis-server', [...own, '--port', port, ...options], { stdio: 'ignore' })
  }
}

/** A `clustergate agent` in a process of its own. */
export class TestAgent implements AsyncDisposable {
  readonly process: ChildProcess
  output = ''

  private constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    this.process = spawn(process.execPath, [command, 'agent', ...args], {
      env: { ...process.env, CLUSTERGATE_AGENT_KEY: agentKeyOfTests, ...env },
    })
    this.process.stdout?.on('data', (chunk) => (this.output += chunk))
    this.process.stderr?.on('data', (chunk) => (this.output += chunk))
  }

  static async start(
    url: string,
    name: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<TestAgent> {
    const agent = new TestAgent(['--redis', url, '--name', name, ...args], env)
    await until(() => agent.output.includes('is ready') || agent.process.exitCode !== null)
    if (agent.process.exitCode !== null) throw new Error(agent.output)
    return agent
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill('SIGCONT')
    await end(this.process, 'SIGKILL')
  }
}

/** Starts a command of the package without waiting for its end. */
export function startNode(args: readonly string[]): ChildProcess {
  const env = { ...process.env, CLUSTERGATE_AGENT_KEY: agentKeyOfTests }
  return spawn(process.execPath, args, { env, stdio: 'ignore' })
}

/** A proxy to a port that can go silent without being closed, like a firewall that drops packets. */
export class Passage implements AsyncDisposable {
  readonly #server = createServer((socket) => this.#connect(socket))
  readonly #sockets = new Set<Socket>()
  readonly #to: number
  #isSilent = false

  private constructor(to: number) {
    this.#to = to
  }

  static async open(to: number): Promise<Passage> {
    const passage = new Passage(to)
    passage.#server.listen(0, '127.0.0.1')
    await once(passage.#server, 'listening')
    return passage
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  goSilent(): void {
    this.#isSilent = true
    for (const socket of this.#sockets) socket.pause()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }

  #connect(socket: Socket): void {
    const other = connect(this.#to, '127.0.0.1')
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      this.#sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
      from.on('data', (chunk) => {
        if (!this.#isSilent) to.write(chunk)
      })
      if (this.#isSilent) from.pause()
    }
  }
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

export async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isMet()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('not met within 30 s')
}

async function untilListening(port: number): Promise<void> {
  await until(
    () =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', () => resolve(false))
        socket.on('connect', () => {
          socket.destroy()
          resolve(true)
        })
      }),
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A file that is removed with its test. */
export function temporaryFile(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-agents-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { execa, type Options } from 'execa'

const environment = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
const prefix = 'cgt'
let created = 0

/** A machine of the test: a network namespace with one interface. */
export interface Host {
  readonly name: string
  /** With its prefix length, e.g. `10.247.162.71/24`. */
  readonly address: string
}

/** Hosts on one switch, all in network namespaces: nothing of it affects the machine's own network. */
export class TestNetwork implements AsyncDisposable {
  readonly #id = `${prefix}${process.pid}x${created++}`
  readonly #namespaces: string[] = []

  /** Creates the switch and the hosts; removes everything if one fails. */
  static async create(hosts: readonly Host[]): Promise<TestNetwork> {
    await removeStale()
    const network = new TestNetwork()
    try {
      await network.#addNamespace('switch')
      await network.ip('switch', 'link', 'add', 'br0', 'type', 'bridge')
      await network.ip('switch', 'link', 'set', 'br0', 'up')
      for (const host of hosts) await network.#addHost(host)
      return network
    } catch (error) {
      await network[Symbol.asyncDispose]()
      throw error
    }
  }

  /** The namespace's name of a host. */
  namespace(host: string): string {
    return `${this.#id}-${host}`
  }

  /** Runs a command on a host, to its end. */
  async run(host: string, command: string, ...args: string[]): Promise<string> {
    const { stdout } = await this.start(host, command, args)
    return String(stdout)
  }

  /** `ip ...` on a host. */
  ip(host: string, ...args: string[]): Promise<string> {
    return this.run(host, 'ip', ...args)
  }

  /** Starts a command on a host; `close` ends it if it is still running. */
  start(host: string, command: string, args: readonly string[], options: Options = {}) {
    return execa('ip', ['netns', 'exec', this.namespace(host), command, ...args], {
      timeout: 120_000,
      stdin: 'ignore',
      ...options,
      env: { ...environment, ...options.env },
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const namespace of this.#namespaces.reverse()) await removeNamespace(namespace)
  }

  async #addNamespace(host: string): Promise<void> {
    const namespace = this.namespace(host)
    await execa('ip', ['netns', 'add', namespace], { env: environment })
    this.#namespaces.push(namespace)
    await this.ip(host, 'link', 'set', 'lo', 'up')
  }

  async #addHost({ name, address }: Host): Promise<void> {
    await this.#addNamespace(name)
    const port = `to-${name}`.slice(0, 15)
    const [inSwitch, inHost] = [this.namespace('switch'), this.namespace(name)]
    await this.ip(
      'switch',
      'link',
      'add',
      port,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      inHost,
    )
    await this.ip('switch', 'link', 'set', port, 'master', 'br0', 'up')
    await this.ip(
      name,
      'address',
      'add',
      address,
      'dev',
      'eth0',
      ...(address.includes(':') ? ['nodad'] : []),
    )
    await this.ip(name, 'link', 'set', 'eth0', 'up')
    if (inSwitch === inHost) throw new Error('a host may not be called "switch"')
  }
}

async function removeNamespace(namespace: string): Promise<void> {
  const { stdout } = await execa('ip', ['netns', 'pids', namespace], {
    env: environment,
    reject: false,
  })
  for (const pid of stdout.split('\n').filter(Boolean)) endProcess(Number(pid))
  await execa('ip', ['netns', 'delete', namespace], { env: environment, reject: false })
  // The files that `ip netns exec` mounts over /etc.
  await rm(`/etc/netns/${namespace}`, { recursive: true, force: true })
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Namespaces of test runs that died before they could remove them. */
async function removeStale(): Promise<void> {
  for (const namespace of listNamespaces()) {
    const pid = new RegExp(`^${prefix}(\\d+)x`).exec(namespace)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await removeNamespace(namespace)
  }
}

/** The namespaces of this machine that tests made. */
export function listNamespaces(): string[] {
  try {
    return readdirSync('/run/netns').filter((name) => name.startsWith(prefix))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

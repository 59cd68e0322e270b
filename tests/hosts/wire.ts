import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa, type ResultPromise } from 'execa'
import type { TestNetwork } from './network.ts'

const environment = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
let created = 0

export interface WireOptions {
  /** Each way. */
  readonly delayMs: number
}

/**
 * A point-to-point wire between two hosts that delays every packet: two TUN devices, each carried over UDP
 * by socat, and a relay between them. It replaces netem, which not every kernel has.
 */
export class Wire implements AsyncDisposable {
  readonly #carriers: ResultPromise[] = []
  readonly #sockets: Socket[] = []
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #delayMs: number

  private constructor({ delayMs }: WireOptions) {
    this.#delayMs = delayMs
  }

  /** Lays a wire; `addresses` are those of its two ends, e.g. `10.9.0.1` and `10.9.0.2`. */
  static async lay(
    network: TestNetwork,
    hosts: readonly [string, string],
    addresses: readonly [string, string],
    options: WireOptions,
  ): Promise<Wire> {
    const wire = new Wire(options)
    try {
      const ends = [await wire.#socket(), await wire.#socket()] as const
      const peers = [
        await wire.#end(network, hosts[0], ends[0], addresses),
        await wire.#end(network, hosts[1], ends[1], [addresses[1], addresses[0]]),
      ] as const
      wire.#relay(ends[0], ends[1], peers[1])
      wire.#relay(ends[1], ends[0], peers[0])
      return wire
    } catch (error) {
      await wire[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const carrier of this.#carriers) carrier.kill('SIGKILL')
    await Promise.all(this.#carriers)
    for (const timer of this.#timers) clearTimeout(timer)
    for (const socket of this.#sockets) socket.close()
  }

  async #socket(): Promise<Socket> {
    const socket = createSocket('udp4')
    this.#sockets.push(socket)
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return socket
  }

  /** Retries if another process took the port that was free: socat then exits, and its device with it. */
  async #end(
    network: TestNetwork,
    host: string,
    end: Socket,
    addresses: readonly [string, string],
  ): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#addEnd(network, host, end, addresses)
      } catch (error) {
        if (attempt === 3) throw error
      }
    }
  }

  /** Socat keeps its UDP socket where it was started; only the TUN device moves to the host. */
  async #addEnd(
    network: TestNetwork,
    host: string,
    end: Socket,
    [own, peer]: readonly [string, string],
  ): Promise<number> {
    const device = `w${process.pid % 100_000}x${created++}`
    const port = await freeUdpPort()
    const relayPort = (end.address() as AddressInfo).port
    const udp = `UDP:127.0.0.1:${relayPort},bind=127.0.0.1:${port}`
    const tun = `TUN,tun-name=${device},tun-type=tun,iff-no-pi,iff-up`
    this.#carriers.push(
      execa('socat', [tun, udp], { env: environment, reject: false, stdin: 'ignore' }),
    )
    await untilDevice(device)
    await execa('ip', ['link', 'set', device, 'netns', network.namespace(host)], {
      env: environment,
    })
    await network.ip(host, 'address', 'add', own, 'peer', peer, 'dev', device)
    await network.ip(host, 'link', 'set', device, 'up', 'mtu', '1400')
    return port
  }

  #relay(from: Socket, to: Socket, port: number): void {
    from.on('message', (packet) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        to.send(packet, port, '127.0.0.1')
      }, this.#delayMs)
      this.#timers.add(timer)
    })
  }
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  socket.close()
  return port
}

async function untilDevice(device: string): Promise<void> {
  const deadline = Date.now() + 5_000
  while (Date.now() < deadline) {
    const { exitCode } = await execa('ip', ['link', 'show', device], {
      env: environment,
      reject: false,
    })
    if (exitCode === 0) return
    await sleep(20)
  }
  throw new Error(`the TUN device ${device} did not appear`)
}

import { connect, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { Balancer } from '../../../lib/balancer/balancer.ts'
import {
  type Front,
  type FrontOptions,
  startFront,
} from '../../../lib/balancer/front/start-front.ts'
import type { Worker } from '../../../lib/cluster/cluster.ts'
import { balance } from '../balancers.ts'
import type { TestWorker } from '../workers.ts'

const running: Front[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(running.splice(0).map((front) => front.close()))
})

/** A front on a port of its own that ends with its test. */
export async function front(
  balancer: Balancer,
  options: Partial<FrontOptions> = {},
): Promise<Front> {
  const started = await startFront({ balancer, host: '127.0.0.1', port: 0, ...options })
  running.push(started)
  return started
}

/** A front before these workers, and the balancer behind it. */
export async function frontOf(
  workers: readonly (TestWorker | Worker)[],
  changes: Parameters<typeof balance>[1] = {},
): Promise<Front & { readonly balancer: Balancer }> {
  const balancer = balance(workers, changes)
  return { ...(await front(balancer)), balancer }
}

const chat = { model: 'm', messages: [{ role: 'user', content: 'hello' }] }

export function post(front: Front, init: RequestInit = {}): Promise<Response> {
  return fetch(`${front.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(chat),
    ...init,
  })
}

/** A connection on which bytes are sent unchanged, and everything received is kept. */
export class RawClient {
  readonly socket: Socket
  received = ''
  isClosed = false

  constructor({ port }: Front) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.setEncoding('latin1')
    this.socket.on('data', (text) => {
      this.received += text
    })
    this.socket.on('close', () => {
      this.isClosed = true
    })
    // How a connection ends is visible in what was received.
    this.socket.on('error', () => undefined)
    sockets.push(this.socket)
  }

  send(...lines: string[]): void {
    this.socket.write(lines.join('\r\n'))
  }
}

/** Sends bytes unchanged and closes its own direction; returns everything received. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    socket.setEncoding('latin1').on('data', (text) => {
      received += text
    })
    socket.on('error', () => undefined).on('close', () => resolve(received))
    socket.end(bytes)
  })
}

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawServer extends AsyncDisposable {
  readonly origin: string
  readonly port: number
  /** Number of all connections. */
  readonly connections: Socket[]
  /** All received bytes, in latin1. */
  readonly received: string
}

export interface Received {
  /** Of its connection: 1 for the first. */
  readonly number: number
  /** Head and body, in latin1. */
  readonly text: string
}

/** A server that responds to each request with given bytes, HTTP or not. */
export async function startRawServer(
  response: (socket: Socket, request: Received) => unknown,
  host = '127.0.0.1',
): Promise<RawServer> {
  const connections: Socket[] = []
  let received = ''
  const server = createServer({ noDelay: true }, (socket) => {
    connections.push(socket)
    let [pending, number] = ['', 0]
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      pending += chunk.toString('latin1')
      for (let length = requestLength(pending); length > 0; length = requestLength(pending)) {
        const text = pending.slice(0, length)
        pending = pending.slice(length)
        number += 1
        response(socket, { number, text })
      }
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    connections,
    get received() {
      return received
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Of the first request in it; 0 while that is incomplete. */
function requestLength(text: string): number {
  const headLength = text.indexOf('\r\n\r\n') + 4
  if (headLength < 4) return 0
  const length = headLength + Number(/^content-length: (\d+)/m.exec(text)?.[1] ?? 0)
  return text.length < length ? 0 : length
}

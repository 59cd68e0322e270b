import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker as Thread } from 'node:worker_threads'

const program = `
const { createServer } = require('node:net')
const { parentPort } = require('node:worker_threads')
const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  // From now on no connection is accepted.
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
})
`

export interface BlackHole extends AsyncDisposable {
  readonly port: number
}

/** A port on which connections are neither established nor fail, as behind a firewall that drops. */
export async function openBlackHole(): Promise<BlackHole> {
  const thread = new Thread(program, { eval: true })
  const [port] = (await once(thread, 'message')) as [number]
  await sleep(50)
  // Connections in the system's queue do not count.
  const fillers: Socket[] = []
  for (let isOpen = true; isOpen; ) {
    const filler = connect(port, '127.0.0.1').on('error', () => undefined)
    fillers.push(filler)
    isOpen = await Promise.race([once(filler, 'connect').then(() => true), sleep(150, false)])
  }
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const filler of fillers) filler.destroy()
      await thread.terminate()
    },
  }
}

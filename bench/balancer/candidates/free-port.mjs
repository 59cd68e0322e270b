import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** A port of the loopback interface on which nothing listens. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Resolves as soon as something listens on the port. */
export async function listening(port, deadlineMs = 10_000) {
  const untilMs = performance.now() + deadlineMs
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' })
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (performance.now() > untilMs) throw error
    } finally {
      socket.destroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

// A server that nginx cannot be: one that sends a stream chunk by chunk, or holds its responses.
import { createServer } from 'node:net'
import { takeCommands } from '../balancer/commands.mjs'
import { contentType, events, plainResponse } from './answers.mjs'

const streamHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
const parts = events.map((event) => `${event.length.toString(16)}\r\n${event}\r\n`)
const whole = `HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\ncontent-length: ${plainResponse.length}\r\n\r\n${plainResponse}`
/** Streams in flight, and how far each is. */
const streams = new Map()

takeCommands({
  /** @returns the port on which each connection streams, an event every few milliseconds */
  stream: ({ everyMs }) => {
    setInterval(goOn, everyMs)
    return listen((socket) => {
      streams.set(socket, 0)
      socket.write(streamHead)
    })
  },
  /** @returns the port on which each response is held for so long */
  hold: ({ forMs }) => listen((socket) => setTimeout(() => socket.write(whole), forMs)),
})

function goOn() {
  for (const [socket, place] of streams) {
    if (place < parts.length) {
      streams.set(socket, place + 1)
      socket.write(parts[place])
    } else {
      streams.delete(socket)
      socket.write('0\r\n\r\n')
    }
  }
}

/** Requests of these clients come whole in one read; nothing is read from them. */
function listen(response) {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', () => response(socket))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => streams.delete(socket))
  })
  return new Promise((resolve) => {
    server.listen({ host: '0.0.0.0', port: 0, backlog: 16_384 }, () =>
      resolve(server.address().port),
    )
  })
}

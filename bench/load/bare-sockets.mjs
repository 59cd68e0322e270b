// The least that a client in Node.js can do: no request is made, no response is read.
import { connect } from 'node:net'
import { body, contentType, path } from './answers.mjs'

/** A closed loop of so many sockets; a response has as many bytes as the first one. */
export async function exchangeBytes({ host, port, connections, seconds, requests: most }) {
  const request = Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\nconnection: keep-alive\r\n` +
      `content-type: ${contentType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  const began = performance.now()
  const untilMs = most ? Number.POSITIVE_INFINITY : began + seconds * 1_000
  let begun = 0
  let requests = 0
  const buffer = Buffer.alloc(65_536)
  const lane = () =>
    new Promise((resolve, reject) => {
      let [read, whole] = [0, 0]
      const callback = (bytes) => {
        whole ||= bytes
        read += bytes
        if (read >= whole) next()
        return true
      }
      const socket = connect({ host, port, noDelay: true, onread: { buffer, callback } }, next)
      socket.on('error', reject)
      function next() {
        if (whole > 0) requests += 1
        read = 0
        if (performance.now() >= untilMs || (most && begun >= most)) {
          socket.destroy()
          resolve()
        } else {
          begun += 1
          socket.write(request)
        }
      }
    })
  await Promise.all(Array.from({ length: connections }, lane))
  return { requests, failed: 0, seconds: (performance.now() - began) / 1_000, p50Ms: 0, p99Ms: 0 }
}

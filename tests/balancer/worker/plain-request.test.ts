import { createServer } from 'node:net'
import { Client, type Dispatcher } from 'undici'
import { expect, test } from 'vitest'
import { plainRequest } from '../../../lib/balancer/worker/plain-request.ts'

const headers = ['content-type', 'application/json', 'authorization', 'Bearer a']
const post = { path: '/v1/completions?a=b', method: 'POST', headers } as const
const requests: [string, Dispatcher.DispatchOptions][] = [
  ['GET', { path: '/v1/models', method: 'GET', headers: ['accept', '*/*'] }],
  ['GET without headers', { path: '/', method: 'GET' }],
  ['POST of ASCII', { ...post, body: '{"a":1}' }],
  ['POST of text', { ...post, body: '{"a":"Grüße 😀"}' }],
  ['POST of bytes', { ...post, body: Buffer.from('{"a":"ü"}') }],
  ['POST of many bytes', { ...post, body: Buffer.alloc(20_000, 'ü') }],
  ['POST of an empty body', { ...post, body: new Uint8Array(0) }],
  ['POST of nothing', { ...post, body: null }],
  ['POST of an empty text', { ...post, body: '' }],
]

/** The bytes that undici writes for a request. */
async function writtenByUndici(options: Dispatcher.DispatchOptions) {
  const bytes: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      bytes.push(chunk)
      const text = Buffer.concat(bytes).toString('latin1')
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0)
      const isWhole = text.length >= text.indexOf('\r\n\r\n') + 4 + length
      if (isWhole) socket.end('HTTP/1.1 204 No Content\r\n\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const client = new Client(`http://127.0.0.1:${port}`)
  await client.request(options as Dispatcher.RequestOptions)
  await client.close()
  server.close()
  return { host: `127.0.0.1:${port}`, written: Buffer.concat(bytes).toString() }
}

test.each(requests)('%s has the bytes that undici writes', async (_, options) => {
  const { host, written } = await writtenByUndici(options)
  const request = plainRequest(options, host)
  const head = Buffer.from(request?.text ?? '', request?.encoding)
  expect(Buffer.concat([head, request?.body ?? Buffer.alloc(0)]).toString()).toBe(written)
})

test.each<[string, Partial<Dispatcher.DispatchOptions>]>([
  ['another method', { method: 'HEAD' }],
  ['GET with a body', { method: 'GET', body: 'a' }],
  ['a timeout of its own', { bodyTimeout: 5 }],
  ['a path with a blank', { path: '/a b' }],
  ['a path with a line end', { path: '/a\r\nx: y' }],
  ['a path that is not ASCII', { path: '/ü' }],
  ['a value with a line end', { headers: ['a', 'b\r\nc: d'] }],
  ['a value that is not ASCII', { headers: ['a', 'ü'] }],
  ['a name with a blank', { headers: ['a b', 'c'] }],
  ['a length of its own', { headers: ['content-length', '5'] }],
  ['a transfer encoding', { headers: ['transfer-encoding', 'chunked'] }],
  ['headers by name', { headers: { a: 'b' } }],
  ['an odd list of headers', { headers: ['a'] }],
])('%s is sent by undici', (_, changes) => {
  expect(plainRequest({ ...post, ...changes }, 'h')).toBeUndefined()
})

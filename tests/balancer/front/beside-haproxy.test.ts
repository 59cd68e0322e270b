import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { describeWith, missingTools } from '../../hosts/requirements.ts'
import { startWorker } from '../workers.ts'
import { frontOf, sendRaw } from './fronts.ts'

const head = (...lines: readonly string[]) => [...lines, '', ''].join('\r\n')
const host = 'Host: localhost'
const post = 'POST /v1/chat/completions HTTP/1.1'
const end = 'Connection: close'

/** A request, and what both must do with it: forward it with this body, or refuse it. */
const requests: readonly (readonly [string, string, string | 'refused'])[] = [
  ['a length', `${head(post, host, end, 'Content-Length: 2')}{}`, '{}'],
  [
    'chunks',
    `${head(post, host, end, 'Transfer-Encoding: chunked')}1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`,
    '{}',
  ],
  [
    'a chunk with an extension',
    `${head(post, host, end, 'Transfer-Encoding: chunked')}2;a=b\r\n{}\r\n0\r\n\r\n`,
    '{}',
  ],
  [
    'a trailer',
    `${head(post, host, end, 'Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\nx: y\r\n\r\n`,
    '{}',
  ],
  ['upper case', `${head(post, 'HOST: localhost', end, 'CONTENT-LENGTH: 2')}{}`, '{}'],
  [
    'two lengths that differ',
    `${head(post, host, end, 'Content-Length: 2', 'Content-Length: 3')}{}x`,
    'refused',
  ],
  ['a length of two values', `${head(post, host, end, 'Content-Length: 2, 3')}{}x`, 'refused'],
  ['a negative length', `${head(post, host, end, 'Content-Length: -2')}{}`, 'refused'],
  ['a length with a sign', `${head(post, host, end, 'Content-Length: +2')}{}`, 'refused'],
  ['an unknown coding', `${head(post, host, end, 'Transfer-Encoding: gzip')}{}`, 'refused'],
  [
    'a chunk size that is none',
    `${head(post, host, end, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
    'refused',
  ],
  ['a space before the colon', `${head(post, host, end, 'Content-Length : 2')}{}`, 'refused'],
  ['a header without a name', `${head(post, host, end, ': x', 'Content-Length: 2')}{}`, 'refused'],
  [
    'a control character in a header',
    `${head(post, host, end, 'x: a\u0000b', 'Content-Length: 2')}{}`,
    'refused',
  ],
  [
    'a space in the target',
    `${head('POST /v1/chat completions HTTP/1.1', host, end, 'Content-Length: 2')}{}`,
    'refused',
  ],
  ['no version', 'POST /v1/chat/completions\r\n\r\n', 'refused'],
]

describeWith(missingTools('haproxy'), 'beside HAProxy', () => {
  test('the front forwards the same bodies and refuses the same requests as HAProxy', async () => {
    const worker = await startWorker('w1')
    const front = await frontOf([worker])
    await using haproxy = await startHaproxy(worker.worker.port)
    for (const [name, request, expected] of requests) {
      for (const [proxy, port] of [
        ['HAProxy', haproxy.port],
        ['the front', front.port],
      ] as const) {
        const before = worker.seen.length
        const received = await sendRaw(port, request)
        const passed = worker.seen.slice(before).map(({ body }) => body.toString())
        const about = `${name}, by ${proxy}: ${received.slice(0, 200)}`
        expect(passed, about).toEqual(expected === 'refused' ? [] : [expected])
        expect(received, about).toMatch(
          expected === 'refused' ? /^(?:HTTP\/1\.[01] [45]|$)/ : /^HTTP\/1\.1 200/,
        )
      }
    }
  })
})

async function startHaproxy(workerPort: number): Promise<AsyncDisposable & { port: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-haproxy-'))
  const port = await freePort()
  const config = `
defaults
  mode http
  timeout connect 2s
  timeout client 5s
  timeout server 5s
frontend callers
  bind 127.0.0.1:${port}
  default_backend workers
backend workers
  server w1 127.0.0.1:${workerPort}
`
  writeFileSync(join(folder, 'haproxy.cfg'), config)
  const running = execa('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], {
    reject: false,
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
  })
  await expect
    .poll(() => sendRaw(port, head('GET /v1/models HTTP/1.1', host, end)).catch(() => ''))
    .toMatch(/^HTTP/)
  return {
    port,
    async [Symbol.asyncDispose]() {
      running.kill()
      await running
      rmSync(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestHttp } from '../../lib/probes/http.ts'
import { freePort } from '../e2e/free-port.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'

const signal = new AbortController().signal
const servers: { close(): void }[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A server that does with a connection as it is told. */
function raw(handle: (socket: Socket) => void): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => handle(socket))
    }),
  )
}

const get = (port: number, options = {}) =>
  requestHttp({
    url: `http://127.0.0.1:${port}/a?key=secret`,
    timeoutMs: 1_000,
    signal,
    ...options,
  })

describe('an HTTP request', () => {
  test('returns status, headers, body and the phases of its time', async () => {
    const port = await listen(
      createServer((request, response) => {
        response.setHeader('x-method', request.method ?? '')
        request.pipe(response)
      }),
    )
    const result = await get(port, { method: 'POST', body: 'hällo' })
    expect(result).toMatchObject({
      ok: true,
      status: 200,
      body: 'hällo',
      httpVersion: '1.1',
      headers: { 'x-method': 'POST' },
    })
    if (!result.ok) throw new Error('unreachable')
    const { connectMs, firstByteMs, totalMs } = result.phases
    expect(connectMs).toBeGreaterThanOrEqual(0)
    expect(firstByteMs).toBeGreaterThanOrEqual(connectMs)
    expect(totalMs).toBeGreaterThanOrEqual(firstByteMs)
  })

  test('cuts a body that is too long', async () => {
    const port = await listen(createServer((_, response) => response.end('x'.repeat(100_000))))
    expect(await get(port, { maxBodyBytes: 10 })).toMatchObject({
      ok: true,
      body: 'xxxxxxxxxx',
      bodyTruncated: true,
    })
  })

  test('to a closed port is refused', async () => {
    expect(await get(await freePort())).toMatchObject({ ok: false, failure: { kind: 'refused' } })
  })

  test('to a server that accepts and keeps silent says that it connected', async () => {
    const port = await raw(() => undefined)
    const result = await get(port, { timeoutMs: 300 })
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'timed_out', detail: expect.stringMatching(/^connected after/) },
    })
  })

  test('to a stopped process does so too: its kernel accepts', async () => {
    const script = `require('node:http').createServer((q, r) => r.end('ok')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const [port] = await once(child.stdout, 'data')
      child.kill('SIGSTOP')
      const result = await get(Number(String(port)), { timeoutMs: 500 })
      expect(result).toMatchObject({
        ok: false,
        failure: { kind: 'timed_out', detail: expect.stringMatching(/^connected after/) },
      })
    } finally {
      child.kill('SIGKILL')
    }
  })

  test.each([
    ['resets the connection', 'reset', (socket: Socket) => socket.resetAndDestroy()],
    ['speaks no HTTP', 'protocol', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'breaks off in the middle',
      'reset',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'),
    ],
  ] as const)('to a server that %s is %s', async (_, kind, handle) => {
    expect(await get(await raw(handle))).toMatchObject({ ok: false, failure: { kind } })
  })

  test('never tells the query or a header in a failure', async () => {
    const result = await get(await freePort(), { headers: { authorization: 'Bearer sk-1' } })
    expect(JSON.stringify(result)).not.toMatch(/secret|sk-1/)
  })

  test('ends when the run is stopped', async () => {
    const port = await raw(() => undefined)
    const stop = new AbortController()
    const pending = get(port, { signal: stop.signal, timeoutMs: 10_000 })
    setTimeout(() => stop.abort(), 50)
    expect(await pending).toMatchObject({ ok: false, failure: { kind: 'aborted' } })
  })
})

describeWith(hasTool('openssl') ? [] : ['openssl'], 'an HTTPS request', () => {
  let folder: string
  let port: number
  let ca: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tls-'))
    const subject = ['-subj', '/CN=worker.test', '-addext', 'subjectAltName=DNS:worker.test']
    const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`]
    await execa('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '30',
      ...files,
      ...subject,
    ])
    ca = await readFile(`${folder}/cert.pem`, 'utf8')
    const key = await readFile(`${folder}/key.pem`, 'utf8')
    port = await listen(createTlsServer({ key, cert: ca }, (_, response) => response.end('ok')))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const secure = (tls: object) =>
    requestHttp({ url: `https://127.0.0.1:${port}/`, timeoutMs: 3_000, signal, tls })

  test('tells a self-signed certificate', async () => {
    expect(await secure({})).toMatchObject({
      ok: false,
      failure: { kind: 'tls', detail: expect.stringContaining('self-signed') },
    })
  })

  test('tells a certificate for another name', async () => {
    expect(await secure({ ca })).toMatchObject({
      ok: false,
      failure: { kind: 'tls', detail: expect.stringContaining('another name') },
    })
  })

  test('returns the days that a trusted certificate has left', async () => {
    expect(await secure({ ca, serverName: 'worker.test' })).toMatchObject({
      ok: true,
      certificate: { daysLeft: 29, authorized: true, subject: 'worker.test' },
      phases: { tlsMs: expect.any(Number) },
    })
  })

  test('goes on without verification, and says what is wrong', async () => {
    expect(await secure({ verify: false })).toMatchObject({
      ok: true,
      certificate: { authorized: false, daysLeft: 29 },
    })
  })

  test('to a port that speaks plain HTTP is a failure of TLS', async () => {
    const plain = await listen(createServer((_, response) => response.end()))
    const result = await requestHttp({
      url: `https://127.0.0.1:${plain}/`,
      timeoutMs: 2_000,
      signal,
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'tls' } })
  })
})

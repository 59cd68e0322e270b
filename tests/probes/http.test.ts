import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
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
import tls from 'node:tls'
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

/** A server that handles a connection as given. */
function raw(handle: (socket: Socket) => void): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => handle(socket))
    }),
  )
}

const caConfig = (folder: string) => `[ca]
default_ca = it
[it]
database = ${folder}/index.txt
new_certs_dir = ${folder}
serial = ${folder}/serial
default_md = sha256
policy = any
[any]
commonName = supplied
`

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

  test('truncates a body that is too long', async () => {
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

  test('to a server that accepts and stays silent is reported as connected', async () => {
    const port = await raw(() => undefined)
    const result = await get(port, { timeoutMs: 300 })
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'timed_out', detail: expect.stringMatching(/^connected after/) },
    })
  })

  test('to a stopped process is reported as connected too, because its kernel accepts', async () => {
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
    ['does not speak HTTP', 'protocol', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'breaks off in the middle',
      'reset',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'),
    ],
  ] as const)('to a server that %s is %s', async (_, kind, handle) => {
    expect(await get(await raw(handle))).toMatchObject({ ok: false, failure: { kind } })
  })

  test('to a server over IPv6 gets a response', async () => {
    const server = createServer((_, response) => response.end('six'))
    servers.push(server)
    server.listen(0, '::1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const result = await get(port, { url: `http://[::1]:${port}/` })
    expect(result).toMatchObject({ ok: true, body: 'six', remoteAddress: '::1' })
  })

  test('to a name that does not exist fails at the name', async () => {
    const result = await get(1, { url: 'http://nowhere.invalid/', timeoutMs: 5_000 })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'dns' }, phasesReached: [] })
  })

  test('may end at the first byte of an endless response', async () => {
    const port = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n'))
    expect(await get(port, { stopAfterFirstByte: true })).toMatchObject({
      ok: true,
      status: 200,
      body: '',
      bodyTruncated: true,
    })
  })

  test('whose response stops in the middle is reported as begun', async () => {
    const port = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n'))
    expect(await get(port, { timeoutMs: 300 })).toMatchObject({
      failure: { kind: 'timed_out', detail: expect.stringMatching(/^first byte after/) },
      phasesReached: ['connect', 'firstByte'],
    })
  })

  test.each([
    [
      'a key with a line break',
      { headers: { authorization: 'Bearer sk-1\n' } },
      'ERR_INVALID_CHAR',
    ],
    ['an invalid URL', { url: 'sk-1' }, 'ERR_INVALID_URL'],
    ['another protocol', { url: 'ftp://user:sk-1@127.0.0.1/' }, 'ERR_INVALID_PROTOCOL'],
    ['an invalid method', { method: 'sk-1 GET' }, 'ERR_INVALID_HTTP_TOKEN'],
  ])('with %s is a failure that does not quote it', async (_, options, code) => {
    const result = await get(1, options)
    expect(result).toMatchObject({ ok: false, failure: { kind: 'protocol', code } })
    expect(JSON.stringify(result)).not.toContain('sk-1')
  })

  test('never reports user and password of a URL', async () => {
    const port = await freePort()
    const result = await get(port, { url: `http://user:sk-1@127.0.0.1:${port}/` })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    expect(JSON.stringify(result)).not.toMatch(/user|sk-1/)
  })

  test('never reports the query or a header in a failure', async () => {
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

  const secure = (trust: object) =>
    requestHttp({ url: `https://127.0.0.1:${port}/`, timeoutMs: 3_000, signal, tls: trust })

  test('reports a self-signed certificate', async () => {
    expect(await secure({})).toMatchObject({
      ok: false,
      failure: { kind: 'tls', detail: expect.stringContaining('self-signed') },
    })
  })

  test('reports a certificate for another name', async () => {
    expect(await secure({ ca })).toMatchObject({
      ok: false,
      failure: { kind: 'tls', detail: expect.stringContaining('another name') },
    })
  })

  test('reports the remaining days of a trusted certificate', async () => {
    expect(await secure({ ca, serverName: 'worker.test' })).toMatchObject({
      ok: true,
      certificate: { daysLeft: 29, authorized: true, subject: 'worker.test' },
      phases: { tlsMs: expect.any(Number) },
    })
  })

  test('continues without verification, and reports the problem', async () => {
    expect(await secure({ verify: false })).toMatchObject({
      ok: true,
      certificate: { authorized: false, daysLeft: 29 },
    })
  })

  test('reports an expired certificate', async () => {
    // A past day: only `openssl ca` accepts dates in all its versions.
    const [name, key] = [`${folder}/expired`, `${folder}/key.pem`]
    await writeFile(`${name}.cnf`, caConfig(folder))
    await writeFile(`${folder}/index.txt`, '')
    await writeFile(`${folder}/serial`, '01\n')
    await execa('openssl', [
      'req',
      '-new',
      '-key',
      key,
      '-subj',
      '/CN=worker.test',
      '-out',
      `${name}.csr`,
    ])
    await execa('openssl', [
      ...['ca', '-batch', '-notext', '-selfsign', '-config', `${name}.cnf`, '-keyfile', key],
      ...['-in', `${name}.csr`, '-out', `${name}.pem`],
      ...['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'],
    ])
    const cert = await readFile(`${name}.pem`, 'utf8')
    const handler = createTlsServer({ key: await readFile(key), cert }, (_, response) =>
      response.end(),
    )
    const expired = { url: `https://127.0.0.1:${await listen(handler)}/`, timeoutMs: 3_000, signal }
    expect(
      await requestHttp({ ...expired, tls: { ca: cert, serverName: 'worker.test' } }),
    ).toMatchObject({
      ok: false,
      failure: { kind: 'tls', detail: expect.stringContaining('has expired') },
    })
    const unverified = await requestHttp({ ...expired, tls: { verify: false } })
    if (!unverified.ok) throw new Error(unverified.failure.detail)
    expect(unverified.certificate?.daysLeft).toBeLessThan(-365)
  })

  test('to a server that never completes the handshake is reported as such', async () => {
    const silent = await raw(() => undefined)
    const url = `https://127.0.0.1:${silent}/`
    expect(await requestHttp({ url, timeoutMs: 300, signal })).toMatchObject({
      failure: { kind: 'timed_out', detail: expect.stringMatching(/^connected.*TLS handshake/) },
      phasesReached: ['connect'],
    })
  })

  test('to a server without a common TLS version is a failure of TLS, not of HTTP', async () => {
    const key = await readFile(`${folder}/key.pem`, 'utf8')
    const old = createTlsServer({ key, cert: ca, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' })
    const url = `https://127.0.0.1:${await listen(old)}/`
    const before = tls.DEFAULT_MAX_VERSION
    tls.DEFAULT_MAX_VERSION = 'TLSv1.2'
    const result = await requestHttp({ url, timeoutMs: 3_000, signal, tls: { ca } })
    tls.DEFAULT_MAX_VERSION = before
    expect(result).toMatchObject({
      failure: { kind: 'tls', detail: expect.stringContaining('no common TLS version or cipher') },
    })
  })

  test('to a plain HTTP port is a failure of TLS', async () => {
    const plain = await listen(createServer((_, response) => response.end()))
    const result = await requestHttp({
      url: `https://127.0.0.1:${plain}/`,
      timeoutMs: 2_000,
      signal,
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'tls' } })
  })
})

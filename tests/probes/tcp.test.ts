import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectFirst, connectTcp } from '../../lib/probes/tcp.ts'
import { freePort } from '../e2e/free-port.ts'

const signal = new AbortController().signal

describe('a TCP connect', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '::', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  test.each(['127.0.0.1', '::1', 'localhost'])('to %s succeeds', async (host) => {
    const result = await connectTcp({ host, port, timeoutMs: 2_000, signal })
    expect(result).toMatchObject({ ok: true, address: expect.stringMatching(/127\.0\.0\.1|::1/) })
  })

  test('to a port where nothing listens is refused', async () => {
    const result = await connectTcp({
      host: '127.0.0.1',
      port: await freePort(),
      timeoutMs: 2_000,
      signal,
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'ECONNREFUSED' } })
  })

  test('to a name that does not exist fails at the name', async () => {
    const result = await connectTcp({
      host: 'no-such-host.invalid',
      port,
      timeoutMs: 5_000,
      signal,
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'dns' } })
  })

  test('ends at once when the run is stopped', async () => {
    const result = await connectTcp({
      host: '127.0.0.1',
      port,
      timeoutMs: 2_000,
      signal: AbortSignal.abort(),
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'aborted' } })
  })

  test('to a name without an address of the requested family fails at the name', async () => {
    const options = { host: 'localhost', port, timeoutMs: 2_000, signal }
    // If localhost has both families, each connects.
    const both = await Promise.all([
      connectTcp({ ...options, family: 4 }),
      connectTcp({ ...options, family: 6 }),
    ])
    for (const result of both) {
      const reported = result.ok ? 'connected' : result.failure.detail
      expect(reported).toMatch(/^connected$|^localhost has no IPv[46] address$/)
    }
  })
})

describe('several addresses', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  test('are tried in turn until one connects', async () => {
    const options = { host: 'worker', port, timeoutMs: 2_000, signal }
    expect(await connectFirst(['127.0.0.2', '127.0.0.1'], options)).toMatchObject({
      ok: true,
      address: '127.0.0.1',
    })
  })

  test('that all fail are all named', async () => {
    const options = { host: 'worker', port: await freePort(), timeoutMs: 2_000, signal }
    const result = await connectFirst(['127.0.0.2', '127.0.0.3'], options)
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'refused', detail: expect.stringMatching(/127\.0\.0\.2.*127\.0\.0\.3/) },
    })
  })

  test('are not tried if the run was stopped before', async () => {
    const options = { host: 'worker', port, timeoutMs: 2_000, signal: AbortSignal.abort() }
    const result = await connectFirst(['127.0.0.1', '127.0.0.2'], options)
    expect(result).toMatchObject({ ok: false, failure: { kind: 'aborted' } })
  })
})

describe('a silent port', () => {
  // A stopped process whose queue of connections is full: its kernel replies to no further SYN.
  const script = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 },
    function () { console.log(this.address().port) })`
  const waiting: Socket[] = []
  let port: number
  let end: () => void
  beforeAll(async () => {
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    end = () => child.kill('SIGKILL')
    const [line] = await once(child.stdout, 'data')
    port = Number(String(line))
    child.kill('SIGSTOP')
    for (let count = 0; count < 6; count++) {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.on('error', () => socket.destroy())
      waiting.push(socket)
      await sleep(20)
    }
  })
  afterAll(() => {
    for (const socket of waiting) socket.destroy()
    end()
  })

  test.runIf(process.platform === 'linux')('times out at the deadline', async () => {
    const startedMs = Date.now()
    const result = await connectTcp({ host: '127.0.0.1', port, timeoutMs: 300, signal })
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'timed_out', detail: expect.stringMatching(/^no response within \d+ms$/) },
    })
    expect(Date.now() - startedMs).toBeLessThan(1_300)
  })

  test.runIf(process.platform === 'linux')(
    'leaves the next address its share of the time',
    async () => {
      const startedMs = Date.now()
      const options = { host: 'worker', port, timeoutMs: 2_000, signal }
      const result = await connectFirst(['127.0.0.1', '127.0.0.2'], options)
      // 127.0.0.2 refuses: that is more informative than the silence before it.
      expect(result).toMatchObject({
        ok: false,
        address: '127.0.0.2',
        failure: { kind: 'refused' },
      })
      expect(Date.now() - startedMs).toBeLessThan(1_800)
    },
  )
})

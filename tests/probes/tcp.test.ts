import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectTcp } from '../../lib/probes/tcp.ts'
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

  test.each(['127.0.0.1', '::1', 'localhost'])('to %s opens', async (host) => {
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
})

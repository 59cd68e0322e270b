import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resolveName } from '../../lib/probes/dns.ts'

const signal = new AbortController().signal

/** The response of a DNS server to a query: its code, and one address unless it is an error (RFC 1035). */
function respondTo(question: Buffer, code: number, address?: readonly number[]): Buffer {
  const header = Buffer.from(question.subarray(0, 12))
  header.writeUInt16BE(0x8180 | code, 2)
  header.writeUInt16BE(address ? 1 : 0, 6)
  header.writeUInt16BE(0, 10)
  const end = question.indexOf(0, 12) + 5
  const record = address
    ? Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address])
    : Buffer.alloc(0)
  return Buffer.concat([header, question.subarray(12, end), record])
}

describe('a host name', () => {
  let socket: Socket
  let server: string
  beforeAll(async () => {
    socket = createSocket('udp4')
    socket.on('message', (question, { port, address }) => {
      const name = question.toString('latin1', 13, 13 + (question[12] ?? 0))
      if (name === 'silent') return
      const response = {
        known: () => respondTo(question, 0, [10, 1, 2, 3]),
        broken: () => respondTo(question, 2),
        refused: () => respondTo(question, 5),
        empty: () => respondTo(question, 0),
      }[name]
      socket.send(response ? response() : respondTo(question, 3), port, address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    server = `127.0.0.1:${socket.address().port}`
  })
  afterAll(() => socket.close())

  const ask = (name: string, timeoutMs = 3_000) =>
    resolveName({ name: `${name}.test`, recordType: 'A', server, timeoutMs, signal })

  test('that exists resolves to its records', async () => {
    expect(await ask('known')).toMatchObject({
      ok: true,
      records: ['10.1.2.3'],
      addresses: ['10.1.2.3'],
      timeMs: expect.any(Number),
    })
  })

  test.each([
    ['unknown', 'ENOTFOUND', /does not exist/],
    ['broken', 'ESERVFAIL', /server failed/],
    ['refused', 'EREFUSED', /refused/],
    ['empty', 'ENODATA', /no record of this type/],
  ])('that is %s fails with %s', async (name, code, words) => {
    expect(await ask(name)).toMatchObject({
      ok: false,
      failure: { kind: 'dns', code, detail: expect.stringMatching(words) },
    })
  })

  test('without a response from any name server is reported as such, within the deadline', async () => {
    const startedMs = Date.now()
    expect(await ask('silent', 300)).toMatchObject({
      ok: false,
      failure: { kind: 'dns', code: 'ETIMEOUT', detail: expect.stringMatching(/within \d+ms$/) },
    })
    expect(Date.now() - startedMs).toBeLessThan(1_300)
  })

  test('without a response is the same failure, whichever timeout is first', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => ask('silent', 100)))
    const kinds = results.map((each) =>
      each.ok ? 'ok' : `${each.failure.kind} ${each.failure.code}`,
    )
    expect(new Set(kinds)).toEqual(new Set(['dns ETIMEOUT']))
  })

  test('fails at once if no name server listens', async () => {
    const free = createSocket('udp4')
    free.bind(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address()
    free.close()
    const options = { recordType: 'A', timeoutMs: 3_000, signal } as const
    const result = await resolveName({
      ...options,
      name: 'known.test',
      server: `127.0.0.1:${port}`,
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'dns', code: 'ECONNREFUSED' } })
  })

  test('is not waited for when the run is stopped', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30)
    const result = await resolveName({
      name: 'silent.test',
      recordType: 'A',
      server,
      timeoutMs: 10_000,
      signal: stop.signal,
    })
    expect(result).toMatchObject({ ok: false, failure: { kind: 'aborted' } })
  })

  test('of this machine is found in the hosts file', async () => {
    expect(
      await resolveName({ name: 'localhost', recordType: 'lookup', timeoutMs: 2_000, signal }),
    ).toMatchObject({ ok: true })
  })
})

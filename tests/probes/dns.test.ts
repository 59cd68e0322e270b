import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resolveName } from '../../lib/probes/dns.ts'

const signal = new AbortController().signal

/** The answer of a DNS server to a question: its code, and one address unless it is an error (RFC 1035). */
function answerTo(question: Buffer, code: number, address?: readonly number[]): Buffer {
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

describe('a name', () => {
  let socket: Socket
  let server: string
  beforeAll(async () => {
    socket = createSocket('udp4')
    socket.on('message', (question, { port, address }) => {
      const name = question.toString('latin1', 13, 13 + (question[12] ?? 0))
      if (name === 'silent') return
      const answer = {
        known: () => answerTo(question, 0, [10, 1, 2, 3]),
        broken: () => answerTo(question, 2),
        refused: () => answerTo(question, 5),
      }[name]
      socket.send(answer ? answer() : answerTo(question, 3), port, address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    server = `127.0.0.1:${socket.address().port}`
  })
  afterAll(() => socket.close())

  const ask = (name: string, timeoutMs = 3_000) =>
    resolveName({ name: `${name}.test`, recordType: 'A', server, timeoutMs, signal })

  test('that is known resolves to its records', async () => {
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
    ['refused', 'EREFUSED', /refuses/],
  ])('that is %s fails with %s', async (name, code, words) => {
    expect(await ask(name)).toMatchObject({
      ok: false,
      failure: { kind: 'dns', code, detail: expect.stringMatching(words) },
    })
  })

  test('that nobody answers for is told as such, within the deadline', async () => {
    const startedMs = Date.now()
    expect(await ask('silent', 300)).toMatchObject({ ok: false })
    expect(Date.now() - startedMs).toBeLessThan(2_000)
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

  test('of this machine is found by the hosts file', async () => {
    expect(
      await resolveName({ name: 'localhost', recordType: 'lookup', timeoutMs: 2_000, signal }),
    ).toMatchObject({ ok: true })
  })
})

import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { Client } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ResponseBody } from '../../lib/load/response/response-body.ts'
import { requestHttp } from '../../lib/probes/http.ts'
import { seededRandom } from '../../lib/stats/seeded-random.ts'
import { WireClient } from '../../lib/wire/wire-client.ts'
import { ask, type Reported } from '../wire/reported.ts'
import { mutate } from './mutate.ts'

/** Mutants of each kind; `npm run fuzz` uses more. */
const count = Number(process.env.CLUSTERGATE_FUZZ_COUNT ?? 150)
const firstSeed = Number(process.env.CLUSTERGATE_FUZZ_SEED ?? 1)
const seedsOfRun = Array.from({ length: count }, (_, index) => firstSeed + index)

const chunk = (delta: object, more: object = {}) =>
  JSON.stringify({ choices: [{ delta, ...more }] })
const done = { finish_reason: 'stop' }
const usage = { usage: { prompt_tokens: 9, completion_tokens: 4 } }
const text = chunk({ content: 'Grüße 😀' })
const data = (...events: readonly string[]) => events.map((event) => `data: ${event}\n\n`).join('')

const bodies = [
  data(chunk({ role: 'assistant', content: '' }), text, text, chunk({}, done), '[DONE]'),
  `\ufeff: ping\r\n\r\nid: 1\r\nevent: message\r\n${data(text).replaceAll('\n', '\r\n')}data: [DONE]\r\n\r\n`,
  `data: ${text}\r\rdata: ${chunk({}, done)}\r\r`,
  `data: {"choices":[{"delta":\ndata: {"content":"a"}}]}\n\nevent: error\ndata: {"error":"x"}\n\n`,
  JSON.stringify({ choices: [{ message: { content: 'a' }, ...done }], ...usage }),
  JSON.stringify({ error: { message: 'out of memory', code: 500 } }),
]

/** Read in parts that end at these offsets. */
function readBody(bytes: Buffer, type: string, cuts: readonly number[]) {
  const body = new ResponseBody(type)
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    body.take(bytes.subarray(from, to), 1)
    from = to
  }
  return { ...body.end(), hasFirstToken: body.firstTokenMs !== undefined }
}

describe('a damaged body of a response', () => {
  test('is read the same wherever it is split, without an internal error', () => {
    const counts = { good: 0, faulty: 0 }
    for (const seed of seedsOfRun) {
      const random = seededRandom(seed)
      const mutant = mutate(bodies[seed % bodies.length] ?? '', seed, bodies)
      const bytes = Buffer.from(mutant)
      const type = ['text/event-stream', 'application/json', ''][seed % 3] ?? ''
      const whole = readBody(bytes, type, [])
      const everyByte = Array.from({ length: bytes.length }, (_, index) => index)
      const some = everyByte.filter(() => random() < 0.05)
      for (const cuts of [everyByte, some]) {
        expect(readBody(bytes, type, cuts), `seed ${seed}: ${mutant}`).toEqual(whole)
      }
      expect(Number.isSafeInteger(whole.outputTokens ?? 0)).toBe(true)
      counts[whole.fault === undefined ? 'good' : 'faulty'] += 1
    }
    expect(counts.faulty).toBeGreaterThan(0)
    if (process.env.CLUSTERGATE_FUZZ_COUNT) console.error(`bodies: ${JSON.stringify(counts)}`)
  })
})

const responses = [
  ['HTTP/1.1 200 OK', 'content-type: text/plain', 'content-length: 5', '', 'hello'],
  ['HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '5', 'hello', '3;a=b', 'abc', '0', '', ''],
  ['HTTP/1.1 100 Continue', '', 'HTTP/1.1 200 OK', 'content-length: 2', '', 'ok'],
  ['HTTP/1.0 200 OK', 'x-a: 1', '', 'until the end'],
  ['HTTP/1.1 204 No Content', 'x-a: 1', 'x-a: 2', '', ''],
  ['HTTP/1.1 503 Busy', 'retry-after: 1', 'content-length: 0', 'connection: close', '', ''],
].map((lines) => lines.join('\r\n'))

describe('a damaged HTTP response', () => {
  let server: Server
  let [next, cuts] = [Buffer.alloc(0), [] as readonly number[]]
  beforeAll(async () => {
    server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', async () => {
        let from = 0
        for (const to of cuts) {
          socket.write(next.subarray(from, to))
          await new Promise(setImmediate)
          from = to
        }
        socket.end(next.subarray(from))
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())

  /** Fails if our client accepts what neither of the others would. */
  async function compared(origin: string, seed: number) {
    const mutant = mutate(responses[seed % responses.length] ?? '', seed, responses)
    next = Buffer.from(mutant, 'latin1')
    cuts = seed % 4 === 0 ? Array.from({ length: next.length }, (_, index) => index) : []
    const { ours, others, probe } = await readByAll(origin)
    const about = `seed ${seed}: ${JSON.stringify(mutant)}`
    if (ours.error === undefined && !others.some((other) => isDeepStrictEqual(other, ours))) {
      // Bytes after the end are not part of a response: ours ends there, and leaves the connection.
      const end = mutant.lastIndexOf(`\r\n\r\n${ours.body}`) + 4 + ours.body.length
      next = next.subarray(0, end)
      cuts = []
      expect((await readByAll(origin)).others, about).toContainEqual(ours)
    }
    return { ours, probe, about }
  }

  test(
    'is read like undici and Node.js do, or refused: never more leniently',
    async () => {
      const { port } = server.address() as AddressInfo
      const origin = `http://127.0.0.1:${port}`
      const counts = { read: 0, refused: 0 }
      for (const seed of seedsOfRun) {
        const { ours, probe, about } = await compared(origin, seed)
        counts[ours.error === undefined ? 'read' : 'refused'] += 1
        // A probe that fails has a reason, and never its timeout: the server has ended the connection.
        const kind = probe.ok ? 'protocol' : probe.failure.kind
        expect(kind, about).toMatch(/^(?:protocol|reset)$/)
      }
      expect(counts.read).toBeGreaterThan(0)
      expect(counts.refused).toBeGreaterThan(0)
      if (process.env.CLUSTERGATE_FUZZ_COUNT) console.error(`responses: ${JSON.stringify(counts)}`)
    },
    60_000 + count * 50,
  )
})

/** One response as our client, undici and Node.js read it. */
async function readByAll(origin: string) {
  const wire = new WireClient(origin, { connectTimeoutMs: 2_000 })
  const client = new Client(origin, { headersTimeout: 2_000, bodyTimeout: 2_000 })
  const [ours, theirs] = [await ask(wire), await ask(client)]
  const { signal } = new AbortController()
  const probe = await requestHttp({ url: origin, timeoutMs: 2_000, signal })
  await Promise.all([wire.close(), client.destroy()])
  const outcome = ({ status, body, error }: Reported) => ({
    status,
    error,
    body: Buffer.from(body, 'latin1').toString(),
  })
  const byNode = probe.ok
    ? { status: probe.status, error: undefined, body: probe.body }
    : { status: undefined, error: probe.failure.kind, body: '' }
  return { ours: outcome(ours), others: [outcome(theirs), byNode], probe }
}

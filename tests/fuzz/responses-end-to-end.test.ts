import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { Client } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Balancer } from '../../lib/balancer/balancer.ts'
import { startFront } from '../../lib/balancer/front/start-front.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { DirectClient } from '../../lib/load/direct-client.ts'
import { RequestSender } from '../../lib/load/request-sender.ts'
import { WireClient } from '../../lib/wire/wire-client.ts'
import { workerAt } from '../balancer/workers.ts'
import { chat } from '../load/workloads.ts'
import { ask } from '../wire/reported.ts'
import { mutate } from './mutate.ts'

/** Mutants; `npm run fuzz` uses more. */
const count = Number(process.env.CLUSTERGATE_FUZZ_COUNT ?? 150)
const firstSeed = Number(process.env.CLUSTERGATE_FUZZ_SEED ?? 1)

const message = JSON.stringify({
  choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 4 },
})
const event = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({ choices: [{ delta, ...more }] })}\n\n`
const stream = [event({ content: 'Hel' }), event({ content: 'lo' }, { finish_reason: 'stop' })]
const whole = `${stream.join('')}data: [DONE]\n\n`
const chunk = (text: string) => [text.length.toString(16), text].join('\r\n')

const json = 'content-type: application/json'
const sse = 'content-type: text/event-stream'
const responses = [
  ['HTTP/1.1 200 OK', json, `content-length: ${message.length}`, '', message],
  ['HTTP/1.1 200 OK', json, 'transfer-encoding: chunked', '', chunk(message), '0', '', ''],
  ['HTTP/1.1 200 OK', sse, `content-length: ${whole.length}`, '', whole],
  ['HTTP/1.1 200 OK', sse, 'transfer-encoding: chunked', '', ...stream.map(chunk), '0', '', ''],
  ['HTTP/1.0 200 OK', json, '', message],
  ['HTTP/1.1 500 Oops', json, 'content-length: 31', '', '{"error":{"message":"no memory"}'],
].map((lines) => lines.join('\r\n'))

let server: Server
let next = Buffer.alloc(0)
beforeAll(async () => {
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.end(next))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

/** One response by each way that a caller has: straight, through the balancer, and through `serve`. */
async function byEachWay(port: number) {
  const worker = workerAt('w', port, { model: 'm' })
  const balancer = new Balancer({
    ...readBalancer(),
    workers: [worker],
    retries: 0,
    health: { ...readBalancer().health, intervalMs: 0 },
  })
  const { signal } = new AbortController()
  const wire = new WireClient(`http://127.0.0.1:${port}`, { connectTimeoutMs: 2_000 })
  const direct = new DirectClient(worker)
  const front = await startFront({ balancer, host: '127.0.0.1', port: 0 })
  const caller = new Client(front.url, { headersTimeout: 5_000, bodyTimeout: 5_000 })
  try {
    const request = chat({ maxTokens: 5 }).request(0)
    const { body, headers } = request
    return {
      plain: await ask(wire),
      straight: await new RequestSender(direct, signal).send(request),
      balanced: await new RequestSender(balancer, signal).send(request),
      served: await ask(caller, { origin: front.url, body, headers: { ...headers } }),
    }
  } finally {
    await Promise.all([wire.close(), direct[Symbol.asyncDispose](), caller.destroy()])
    await front.close()
    await balancer.destroy()
  }
}

describe('a damaged response of a worker', () => {
  test(
    'is the same fault by each way, and `serve` never makes it whole',
    async () => {
      const { port } = server.address() as AddressInfo
      const counts = { valid: 0, faulty: 0, passed: 0, broken: 0, explained: 0 }
      for (let seed = firstSeed; seed < firstSeed + count; seed++) {
        const mutant = mutate(responses[seed % responses.length] ?? '', seed, responses)
        next = Buffer.from(mutant, 'latin1')
        const outcomes = await byEachWay(port)
        for (const kind of kindsOf(outcomes, `seed ${seed}: ${JSON.stringify(mutant)}`)) {
          counts[kind] += 1
        }
      }
      for (const [kind, number] of Object.entries(counts)) expect(number, kind).toBeGreaterThan(0)
      if (process.env.CLUSTERGATE_FUZZ_COUNT) console.error(`end to end: ${JSON.stringify(counts)}`)
    },
    60_000 + count * 100,
  )
})

type Ways = Awaited<ReturnType<typeof byEachWay>>

function kindsOf({ plain, straight, balanced, served }: Ways, about: string) {
  expect({ ...verdictOf(balanced), about }).toEqual({ ...verdictOf(straight), about })
  // What cannot be read to its end is never a good response.
  const isWhole = plain.error === undefined
  if (!isWhole || plain.status !== 200) expect(straight.isValid, about).toBe(false)
  const outcome = outcomeAt(served, plain)
  if (!outcome) expect.fail(`${about}\n${JSON.stringify({ plain, served })}`)
  return [straight.isValid ? 'valid' : 'faulty', outcome] as const
}

function verdictOf({ isValid, status, outputTokens }: Ways['straight']) {
  return { isValid, status: isValid ? status : undefined, outputTokens }
}

/** What `serve` made of a response that a plain client reads as `plain`; undefined: what it must not. */
function outcomeAt(served: Ways['served'], plain: Ways['plain']) {
  const isWhole = plain.error === undefined
  if (served.error !== undefined) return isWhole ? undefined : 'broken'
  if (isWhole && served.status === plain.status && served.body === plain.body) return 'passed'
  const isOwn = served.status === 502 && served.body.includes('"type":"server_error","param":null')
  return isOwn && !isWhole ? 'explained' : undefined
}

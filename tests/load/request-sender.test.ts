import { getEventListeners } from 'node:events'
import { Client, Pool } from 'undici'
import { afterEach, describe, expect, test } from 'vitest'
import type { FaultKind } from '../../lib/cluster/cluster.ts'
import { RequestSender, wasStopped } from '../../lib/load/request-sender.ts'
import { silence, startWorker, text } from '../balancer/workers.ts'
import { runWorker } from '../simulator/running-worker.ts'
import { type ChatOptions, chat } from './workloads.ts'

const clients: (Client | Pool)[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.destroy()))
})

function senderTo(base: string, signal = new AbortController().signal): RequestSender {
  const client = new Client(base)
  clients.push(client)
  return new RequestSender(client, signal)
}

const send = (sender: RequestSender, options?: ChatOptions) => sender.send(chat(options).request(0))

async function respondTo(body: string, type: string) {
  const { worker } = await startWorker('w', { response: text(body, 200, { 'content-type': type }) })
  return send(senderTo(`http://127.0.0.1:${worker.port}`))
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`
const part = event({ choices: [{ delta: { content: 'a' } }] })

describe('a response', () => {
  test('that is complete is valid, with its tokens and its times in order', async () => {
    const { base } = await runWorker({ timeToFirstTokenMs: 20 })
    const response = await send(senderTo(base), { maxTokens: 5 })
    expect(response).toMatchObject({ isValid: true, status: 200, outputTokens: 5 })
    expect(response.inputTokens).toBeGreaterThan(0)
    const { fault, firstTokenMs, tokenGapsMs } = response
    expect({ fault, firstTokenMs, tokenGapsMs }).toEqual({})
    const { startMs, sentMs = 0, endMs } = response
    expect([startMs, sentMs, endMs]).toEqual([startMs, sentMs, endMs].sort((a, b) => a - b))
    expect(endMs - startMs).toBeGreaterThan(18)
  })

  test('that is streamed has a first token, and a gap for each further one', async () => {
    const { base } = await runWorker({ timeToFirstTokenMs: 20, tokenTimeMs: 5 })
    const response = await send(senderTo(base), { maxTokens: 6, isStreamed: true })
    expect(response).toMatchObject({ isValid: true, chunks: 6 })
    expect(response.tokenGapsMs).toHaveLength(5)
    const { startMs, firstTokenMs = 0, tokenGapsMs = [], endMs } = response
    expect(firstTokenMs - startMs).toBeGreaterThan(18)
    expect(endMs - startMs).toBeGreaterThan(43)
    const generationMs = tokenGapsMs.reduce((sum, gapMs) => sum + gapMs, 0)
    expect(generationMs).toBeGreaterThanOrEqual(0)
    expect(firstTokenMs + generationMs).toBeLessThanOrEqual(endMs)
  })
})

describe('a fault of a request is reported, not thrown', () => {
  const plain: readonly (readonly [FaultKind, RegExp])[] = [
    ['error', /^HTTP 500$/],
    ['rate_limit', /^HTTP 429$/],
    ['unauthorized', /^HTTP 401$/],
    ['reset', /^(?:ECONNRESET|UND_ERR_SOCKET)$/],
    ['garbage', /^(?:HPE_INVALID|HTTPParserError)/],
    ['truncated_json', /^a body that is not valid JSON$/],
    ['truncated_body', /^UND_ERR_SOCKET in the middle of a response$/],
    ['refuse', /^ECONNREFUSED$/],
  ]
  test.each(plain)('%s of a complete response', async (kind, fault) => {
    const { base, worker } = await runWorker()
    await worker.setFault({ kind })
    const response = await send(senderTo(base))
    expect(response.isValid).toBe(false)
    expect(response.fault).toMatch(fault)
  })

  const streamed: readonly (readonly [FaultKind, RegExp])[] = [
    ['reset', /^(?:ECONNRESET|UND_ERR_SOCKET) in the middle of a response$/],
    ['truncated_json', /^a stream event that is not valid JSON$/],
    ['truncated_body', /^UND_ERR_SOCKET in the middle of a response$/],
  ]
  test.each(streamed)('%s of a stream', async (kind, fault) => {
    const { base, worker } = await runWorker({ tokenTimeMs: 2 })
    await worker.setFault({ kind })
    const response = await send(senderTo(base), { maxTokens: 20, isStreamed: true })
    expect(response.isValid).toBe(false)
    expect(response.fault).toMatch(fault)
  })

  test.each([
    ['a stream that was cut off', part],
    ['a response without choices', 'data: [DONE]\n\n'],
    ['an error object in the stream', `${part}${event({ error: {} })}data: [DONE]\n\n`],
  ])('%s', async (fault, body) => {
    expect(await respondTo(body, 'text/event-stream; charset=utf-8')).toMatchObject({
      isValid: false,
      status: 200,
      fault,
    })
  })

  test.each([
    ['a body that is not valid JSON', '<html>'],
    ['a body that is not valid JSON', ''],
    ['a body that is not valid JSON', 'null'],
    ['a response without choices', '{"choices":[]}'],
    ['an error object in the response', '{"error":"loading"}'],
    ['a response without choices', '[1]'],
  ])('%s: %s', async (fault, body) => {
    expect(await respondTo(body, 'application/json')).toMatchObject({ isValid: false, fault })
  })

  test('by a closed dispatcher', async () => {
    const { base } = await runWorker()
    const client = new Client(base)
    await client.destroy()
    const sender = new RequestSender(client, new AbortController().signal)
    expect(await sender.send(chat().request(0))).toMatchObject({
      isValid: false,
      fault: 'UND_ERR_DESTROYED',
    })
  })
})

describe('an abort of a sender', () => {
  test('ends all requests in flight, including in the middle of a stream', async () => {
    const { base, worker } = await runWorker({ timeToFirstTokenMs: 1, tokenTimeMs: 1_000 })
    const controller = new AbortController()
    const pool = new Pool(base)
    clients.push(pool)
    const sender = new RequestSender(pool, controller.signal)
    const running = [false, true].map((isStreamed) =>
      sender.send(chat({ maxTokens: 50, isStreamed }).request(0)),
    )
    await expect.poll(() => worker.state().inFlight).toBe(2)
    expect(sender.inFlight).toBe(2)
    controller.abort()
    const responses = await Promise.all(running)
    expect(responses.map(wasStopped)).toEqual([true, true])
    expect(sender.inFlight).toBe(0)
    await expect.poll(() => worker.state().aborted).toBe(2)
  })

  test('ends requests that wait for a connection, without sending them', async () => {
    const controller = new AbortController()
    const worker = await startWorker('w', { response: silence })
    const sender = senderTo(`http://127.0.0.1:${worker.worker.port}`, controller.signal)
    const running = [0, 1, 2].map(() => send(sender))
    await expect.poll(() => worker.seen.length).toBe(1)
    controller.abort()
    const responses = await Promise.all(running)
    expect(responses.map(wasStopped)).toEqual([true, true, true])
    expect(responses.map(({ sentMs }) => sentMs !== undefined)).toEqual([true, false, false])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(worker.seen).toHaveLength(1)
  })

  test('before a request leaves it unsent', async () => {
    const worker = await startWorker('w')
    const sender = senderTo(`http://127.0.0.1:${worker.worker.port}`, AbortSignal.abort())
    expect(wasStopped(await send(sender))).toBe(true)
    expect(worker.seen).toEqual([])
  })
})

describe('a sender', () => {
  test('reports how many were in flight at once', async () => {
    const { base } = await runWorker({ timeToFirstTokenMs: 10 }, { maxConcurrentRequests: 10 })
    const pool = new Pool(base)
    clients.push(pool)
    const sender = new RequestSender(pool, new AbortController().signal)
    await Promise.all(Array.from({ length: 7 }, () => send(sender)))
    await send(sender)
    expect([sender.maxInFlight, sender.inFlight]).toEqual([7, 0])
  })

  test('removes its listener from the signal', () => {
    const { signal } = new AbortController()
    const listeners = () => getEventListeners(signal, 'abort')
    const sender = senderTo('http://127.0.0.1:9', signal)
    expect(listeners()).toHaveLength(1)
    sender[Symbol.dispose]()
    expect(listeners()).toHaveLength(0)
  })

  test('reports when a connection took a request that had to wait for one', async () => {
    const { base } = await runWorker({ timeToFirstTokenMs: 30 })
    const sender = senderTo(base)
    const [first, second] = await Promise.all([send(sender), send(sender)])
    expect((second?.sentMs ?? 0) - (first?.endMs ?? 0)).toBeGreaterThan(-1)
    expect((second?.sentMs ?? 0) - (second?.startMs ?? 0)).toBeGreaterThan(25)
  })
})

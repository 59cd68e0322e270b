import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { askChat, chat, codeOf, runWorker } from './running-worker.ts'

interface Chunk {
  readonly object: string
  readonly choices: readonly {
    readonly delta: { readonly content: string }
    readonly finish_reason: string | null
  }[]
  readonly usage?: { readonly completion_tokens: number } | null
}

function chunksOf(text: string): Chunk[] {
  const events = text.trim().split('\n\n')
  expect(events.pop()).toBe('data: [DONE]')
  return events.map((event) => JSON.parse(event.slice('data: '.length)))
}

describe('a simulated stream', () => {
  test('arrives token by token, in the format of OpenAI, with the text of the plain response', async () => {
    const [streamed, plain] = await Promise.all([runWorker(), runWorker()])
    const response = await askChat(streamed.base, { stream: true })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('x-clustergate-worker')).toBe('w1')
    const chunks = chunksOf(await response.text())
    expect(chunks[0]).toMatchObject({ object: 'chat.completion.chunk' })
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([
      ...[null, null, null],
      'length',
    ])
    const words = chunks.map(({ choices }) => choices[0]?.delta.content).join('')
    const received = (await (await askChat(plain.base)).json()) as object
    expect(received).toMatchObject({ choices: [{ message: { content: words } }] })
  })

  test('ends with the usage if requested', async () => {
    const { base } = await runWorker()
    const body = { stream: true, stream_options: { include_usage: true } }
    const chunks = chunksOf(await (await askChat(base, body)).text())
    expect(chunks).toHaveLength(5)
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } })
  })

  test('sends each token at its time, without drift', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 20, tokenTimeMs: 3 })
    const response = await askChat(base, { stream: true, max_tokens: 100 })
    let parts = 0
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      parts += part.length > 0 ? 1 : 0
    }
    expect(parts).toBeGreaterThan(10)
    // The plan is 317 ms; a sleep after each token would need at least 100 more.
    expect(worker.state().meanServiceMs).toBeGreaterThan(316)
    expect(worker.state().meanServiceMs).toBeLessThan(400)
  })

  test('gets slower while others are served with it', async () => {
    const { worker, base } = await runWorker(
      { tokenTimeMs: 4, batchSlowdown: 1, record: true },
      { maxConcurrentRequests: 10 },
    )
    const long = askChat(base, { stream: true, max_tokens: 50 }).then((received) => received.text())
    await expect.poll(() => worker.state().inFlight).toBe(1)
    const caller = new AbortController()
    const init = { signal: caller.signal }
    const others = [1, 2].map(() => codeOf(askChat(base, { max_tokens: 8_000 }, init)))
    await long
    caller.abort()
    await Promise.all(others)
    await expect.poll(() => worker.state().aborted).toBe(2)
    const [first] = worker.requests()
    // 196 ms alone; three times as much with two others.
    expect((first?.endedMs ?? 0) - (first?.startedMs ?? 0)).toBeGreaterThan(350)
  })

  test('waits for a slow reader', async () => {
    // Chunks so large that the buffers of the system cannot hold all of them.
    const model = 'x'.repeat(50_000)
    const { worker, base } = await runWorker({}, { model })
    const body = JSON.stringify({ ...chat, model, stream: true, max_tokens: 1_000 })
    const response = await new Promise<IncomingMessage>((answered, failed) => {
      const sending = request(`${base}/v1/chat/completions`, { method: 'POST' }, answered)
      sending.on('error', failed)
      sending.end(body)
    })
    await sleep(300)
    expect(worker.state()).toMatchObject({ inFlight: 1, served: 0 })
    response.resume()
    await expect.poll(() => worker.state()).toMatchObject({ inFlight: 0, served: 1 })
  })

  test('of a caller that disconnects frees its slot', async () => {
    const { worker, base } = await runWorker({ tokenTimeMs: 20 })
    const caller = new AbortController()
    const response = await askChat(
      base,
      { stream: true, max_tokens: 8_000 },
      { signal: caller.signal },
    )
    expect(response.status).toBe(200)
    caller.abort()
    await expect.poll(() => worker.state()).toMatchObject({ inFlight: 0, aborted: 1 })
  })

  test('runs in parallel with a thousand others on one worker', async () => {
    const { worker, base } = await runWorker(
      { timeToFirstTokenMs: 300, tokenTimeMs: 20 },
      { maxConcurrentRequests: 1_000 },
    )
    const responses = await Promise.all(
      Array.from({ length: 1_000 }, async () =>
        (await askChat(base, { stream: true, max_tokens: 8 })).text(),
      ),
    )
    expect(responses.every((text) => chunksOf(text).length === 8)).toBe(true)
    expect(worker.state()).toMatchObject({ served: 1_000, inFlight: 0 })
  })
})

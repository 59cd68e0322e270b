import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { FaultKind } from '../../lib/cluster/cluster.ts'
import { schemas } from '../../lib/generated/schemas.ts'
import { faultKinds } from '../../lib/simulator/faults/fault-kinds.ts'
import { readPage } from '../docs/pages.ts'
import { askChat, chat, codeOf, runWorker } from './running-worker.ts'

/** Everything that the worker sends on a separate connection, until it closes it. */
function rawResponse(port: number, isStream: boolean): Promise<string> {
  const body = JSON.stringify({ ...chat, stream: isStream })
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: w\r\ncontent-length: ${body.length}`
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n${body}`))
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(`${text} then ${code}`))
    socket.on('end', () => socket.end(() => resolve(`${text} then end`)))
  })
}

describe('a fault of a worker', () => {
  test('`refuse` refuses connections until it is ended', async () => {
    const { worker, base } = await runWorker()
    await askChat(base)
    await worker.setFault({ kind: 'refuse' })
    expect(worker.state().status).toBe('refusing')
    expect(await codeOf(askChat(base))).toBe('ECONNREFUSED')
    await worker.setFault(undefined)
    expect((await askChat(base)).status).toBe(200)
  })

  test('`hang` accepts the request and never responds', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'hang' })
    const signal = AbortSignal.timeout(300)
    expect(await codeOf(askChat(base, {}, { signal }))).toBe('TimeoutError')
    await expect.poll(() => worker.state()).toMatchObject({ inFlight: 0, aborted: 1 })
  })

  test('`slow` multiplies the duration', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 20 })
    await worker.setFault({ kind: 'slow', factor: 10 })
    const startMs = performance.now()
    expect((await askChat(base, { max_tokens: 1 })).status).toBe(200)
    expect(performance.now() - startMs).toBeGreaterThan(190)
  })

  test('`rate_limit` sends Retry-After, and does not affect the list of models', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'rate_limit', retryAfterMs: 1_500 })
    const refused = await askChat(base)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('2')
    expect((await fetch(`${base}/v1/models`)).status).toBe(200)
  })

  test.each([
    ['error', 500],
    ['unauthorized', 401],
  ] as const)('`%s` returns %i for everything', async (kind, status) => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind })
    const refused = await askChat(base)
    expect(refused.status).toBe(status)
    expect(await refused.json()).toMatchObject({ error: { message: expect.any(String) } })
    expect((await fetch(`${base}/v1/models`)).status).toBe(status)
  })

  test('may affect generation only', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'error', scope: 'generation' })
    expect((await askChat(base)).status).toBe(500)
    expect((await fetch(`${base}/v1/models`)).status).toBe(200)
  })

  test('`reset` cuts the connection before a plain response', async () => {
    const { worker } = await runWorker()
    await worker.setFault({ kind: 'reset' })
    expect(await rawResponse(worker.port, false)).toBe(' then ECONNRESET')
    expect(worker.state()).toMatchObject({ inFlight: 0, failed: 1, served: 0 })
  })

  test('`reset` cuts a stream in its middle', async () => {
    const { worker } = await runWorker({ tokenTimeMs: 5 })
    await worker.setFault({ kind: 'reset' })
    const response = await rawResponse(worker.port, true)
    expect(response.match(/data: \{/g)).toHaveLength(2)
    expect(response).toMatch(/ then ECONNRESET$/)
  })

  test('`garbage` sends bytes that are not HTTP', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'garbage' })
    // If the connection ends before its first bytes are read, undici's error has no code.
    expect(await codeOf(askChat(base))).toMatch(/^(?:HPE_|HTTPParserError$)/)
    expect(worker.state().failed).toBe(1)
  })

  test('`truncated_json` is a complete response with half of its JSON', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'truncated_json' })
    const response = await askChat(base)
    expect(response.status).toBe(200)
    await expect(response.json()).rejects.toThrow(SyntaxError)
  })

  test('`truncated_json` truncates an event of a stream', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'truncated_json' })
    const text = await (await askChat(base, { stream: true })).text()
    const events = text.trim().split('\n\n')
    expect(events.at(-1)).toBe('data: [DONE]')
    expect(() => JSON.parse(events.at(-2)?.slice(6) ?? '')).toThrow(SyntaxError)
  })

  test.each([
    ['a plain response', false],
    ['a stream', true],
  ])('`truncated_body` ends %s before it is complete', async (_, isStream) => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'truncated_body' })
    const response = await askChat(base, { stream: isStream })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
    expect(worker.state().failed).toBe(1)
  })

  test('`wrong_model` names another model, in its list and in its responses', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'wrong_model', model: 'phi' })
    expect(await (await fetch(`${base}/v1/models`)).json()).toMatchObject({ data: [{ id: 'phi' }] })
    expect(await (await askChat(base)).json()).toMatchObject({ model: 'phi' })
  })

  test('ends by itself after its duration', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'error', forMs: 500 })
    expect((await askChat(base)).status).toBe(500)
    await expect.poll(() => worker.state().faults, { timeout: 10_000 }).toEqual([])
    expect((await askChat(base)).status).toBe(200)
  })

  test('begins by itself if configured', async () => {
    const { worker, base } = await runWorker({ faults: [{ kind: 'error', afterMs: 300 }] })
    expect((await askChat(base)).status).toBe(200)
    await expect.poll(() => worker.state().faults).toHaveLength(1)
    expect((await askChat(base)).status).toBe(500)
  })

  test('affects its share of the requests, the same ones for the same seed', async () => {
    const statuses = async (seed: number) => {
      const { base } = await runWorker({ seed, faults: [{ kind: 'error', probability: 0.3 }] })
      const responses: number[] = []
      for (let count = 0; count < 60; count++) responses.push((await askChat(base)).status)
      return responses
    }
    const first = await statuses(5)
    expect(first.filter((status) => status === 500).length).toBeGreaterThan(5)
    expect(first.filter((status) => status === 200).length).toBeGreaterThan(25)
    expect(await statuses(5)).toEqual(first)
    expect(await statuses(6)).not.toEqual(first)
  })

  test('replaces the one before it', async () => {
    const { worker, base } = await runWorker()
    await worker.setFault({ kind: 'refuse' })
    await worker.setFault({ kind: 'error' })
    expect((await askChat(base)).status).toBe(500)
  })

  test('frees the port when a worker is closed during it', async () => {
    const { worker } = await runWorker()
    await worker.setFault({ kind: 'refuse', forMs: 50 })
    await worker.close()
    const again = await runWorker({}, { port: worker.port })
    expect(again.worker.port).toBe(worker.port)
  })

  test('exists for each kind in the schema', () => {
    const text = JSON.stringify(schemas.cluster)
    const known: FaultKind[] = JSON.parse(/\["refuse"[^\]]*\]/.exec(text)?.[0] ?? '[]')
    expect(Object.keys(faultKinds).toSorted()).toEqual(known.toSorted())
  })
})

test('the documentation lists all faults, and which requests they affect', () => {
  const { text } = readPage('docs/simulator.md')
  for (const [kind, { acts, scope }] of Object.entries(faultKinds)) {
    const meets = acts === 'socket' ? 'the socket' : scope
    expect(text).toMatch(new RegExp(`^\\| \`${kind}\` \\| .* \\| ${meets} \\|$`, 'm'))
  }
})

describe('a simulated death of a worker', () => {
  test('cuts off all requests that are served and that wait', async () => {
    const { worker, base } = await runWorker({ timeToFirstTokenMs: 30_000, slots: 1 })
    const pending = [1, 2, 3].map(() => codeOf(askChat(base)))
    await expect.poll(() => worker.state().queued).toBe(2)
    await worker.die()
    expect(await Promise.all(pending)).toEqual(Array(3).fill('ECONNRESET'))
    expect(await codeOf(askChat(base))).toBe('ECONNREFUSED')
    expect(worker.state()).toMatchObject({ status: 'dead', inFlight: 0, queued: 0, failed: 3 })
  })

  test('ends when it is revived, on the same port and cold', async () => {
    const { worker, base } = await runWorker({ coldStartMs: 200 })
    await askChat(base)
    await worker.die()
    await worker.revive()
    const startMs = performance.now()
    expect((await askChat(base)).status).toBe(200)
    expect(performance.now() - startMs).toBeGreaterThan(190)
  })

  test('ends by itself, and the model is loaded again', async () => {
    const { worker, base } = await runWorker({ loadTimeMs: 400 })
    await expect.poll(() => worker.state().status).toBe('up')
    await worker.die({ returnAfterMs: 50 })
    expect(worker.state().status).toBe('dead')
    await expect.poll(() => worker.state().status).toBe('loading')
    expect((await askChat(base)).status).toBe(503)
    await expect.poll(() => worker.state().status).toBe('up')
  })

  test('waits for the port, which another process has taken meanwhile', async () => {
    const { worker, base } = await runWorker()
    await worker.die()
    const other = await runWorker({}, { port: worker.port })
    const returned = worker.revive()
    await sleep(100)
    await other.worker.close()
    await returned
    expect((await askChat(base)).status).toBe(200)
  })
})

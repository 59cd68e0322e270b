import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { closed } from '../../lib/load/drivers/closed.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import { WireClient } from '../../lib/wire/wire-client.ts'
import type { Workload } from '../../lib/workload/workload.ts'
import { startRawServer } from './raw-server.ts'

const requests = 240
/** The outcome of each request, by its number: the fault that the load should report, if any. */
const plays: readonly { readonly play: (socket: Socket) => unknown; readonly fault?: string }[] = [
  { play: (socket) => socket.write(json({ choices: [{}], usage })) },
  { play: (socket) => socket.write(stream('one', 'two', 'three')) },
  { play: (socket) => socket.write(json({ choices: [{}], usage })) },
  { play: (socket) => socket.end(), fault: 'UND_ERR_SOCKET' },
  { play: (socket) => socket.write(json({ choices: [] })), fault: 'a response without choices' },
  {
    play: (socket) => socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy'),
    fault: 'HTTP 503',
  },
  {
    play: (socket) => socket.end(stream('one', 'two').slice(0, -7)),
    fault: 'UND_ERR_SOCKET in the middle of a response',
  },
  { play: (socket) => socket.write('hello\r\n\r\n'), fault: 'HPE_INVALID_VERSION' },
]
const usage = { prompt_tokens: 7, completion_tokens: 5 }

function json(response: unknown): string {
  const body = JSON.stringify(response)
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

function stream(...tokens: readonly string[]): string {
  const events = tokens.map((content) => JSON.stringify({ choices: [{ delta: { content } }] }))
  const chunks = [...events, '[DONE]'].map((event) => {
    const text = `data: ${event}\n\n`
    return `${text.length.toString(16)}\r\n${text}\r\n`
  })
  return `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`
}

test('every request of a load over sockets is counted once, by its outcome', async () => {
  const served: number[] = []
  await using server = await startRawServer((socket, { text }) => {
    const index = Number(text.split('\r\n\r\n')[1])
    served.push(index)
    plays[index % plays.length]?.play(socket)
  })
  await using dispatcher = new WireClient(server.origin)
  const workload: Workload = {
    name: 'numbers',
    hash: 'numbers',
    request: (index) => ({ path: '/v1/chat/completions', headers: {}, body: String(index) }),
  }
  const { total, started } = await runLoad({
    dispatcher,
    workload,
    driver: closed({ concurrency: 8, requests }),
    signal: new AbortController().signal,
  })
  const each = requests / plays.length
  expect(started).toBe(requests)
  // A request that was left without a byte by a reused connection is sent over a fresh one.
  expect([...new Set(served)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: requests }, (_, index) => index),
  )
  expect(total.faults).toEqual(
    Object.fromEntries(plays.flatMap(({ fault }) => (fault ? [[fault, each]] : []))),
  )
  expect(total).toMatchObject({
    ended: requests,
    ok: 3 * each,
    inputTokens: 2 * each * usage.prompt_tokens,
    outputTokens: 2 * each * usage.completion_tokens + each * 3,
  })
  expect(total.times.latency?.count).toBe(3 * each)
  expect(total.times.ttft?.count).toBe(each)
})

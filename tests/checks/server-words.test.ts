import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'

/** Refuses every completion with a reason: with status 400, or in a stream with status 200. */
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (text) => {
    body += text
  })
  request.on('end', () => {
    const error = {
      error: { message: 'the context\u001b[31m is full, key sk-abcdefghijklmnopqrstuvwx' },
    }
    if (request.method === 'GET') {
      response.end('{"object":"list","data":[{"id":"m"}]}')
    } else if (JSON.parse(body).stream) {
      response.setHeader('content-type', 'text/event-stream')
      const role = { choices: [{ index: 0, delta: { role: 'assistant' } }] }
      response.end(`data: ${JSON.stringify(role)}\n\ndata: ${JSON.stringify(error)}\n\n`)
    } else {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(error))
    }
  })
})

describe('the error message of a failing server', () => {
  let worker: Worker
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    worker = {
      id: 'w1',
      host: '127.0.0.1',
      port,
      type: 'openai',
      model: 'm',
      maxConcurrentRequests: 2,
      tags: [],
      basePath: '',
    }
  })
  afterAll(() => void server.close())

  test.each([
    ['latency', { requests: 2, warmup: 0 }, 'HTTP 400'],
    ['latency', { requests: 2, warmup: 0, stream: true }, 'an error object in the stream'],
    ['benchmark', { requests: 4, warmup: 0, concurrency: 2, repetitions: 1 }, 'HTTP 400'],
    ['load', { rate: '20/s', duration: '200ms', warmup: 0, direct: true }, 'HTTP 400'],
    ['batch', { tasks: 2, warmup: 0 }, 'HTTP 400'],
    ['balance', { requests: 4, warmup: 0 }, 'HTTP 400'],
    ['slots', { up_to: 2, warmup: 0 }, 'an error object in the stream'],
  ] as const)(
    'is a note of %s %j, once, on one line, with its key hidden',
    async (kind, options, fault) => {
      const cluster = { file: '/cluster.yaml', workers: [worker], allowCommands: false }
      const { notes } = await checkOf(kind as CheckKind).run(
        { ...checkDefaults[kind as CheckKind], ...options },
        { cluster, workers: [worker], signal: AbortSignal.timeout(30_000), timeoutMs: 30_000 },
      )
      const said = notes.filter((note) => note.includes('the server says'))
      expect(said).toEqual([expect.stringMatching(`^${fault}: the server says "the context`)])
      expect(said[0]).not.toContain('sk-abcdefghij')
      expect(said[0]).not.toContain('\u001b')
    },
  )
})

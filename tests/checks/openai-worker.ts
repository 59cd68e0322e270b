import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import type { Measurement } from '../../lib/record/measurement.ts'

/** The body of a requested completion. */
export type Asked = Readonly<Record<string, unknown>>

export interface OpenAiWorker extends AsyncDisposable {
  readonly worker: Worker
  /** Bodies of completions, in their order. */
  readonly asked: Asked[]
}

/** A worker for a test with OpenAI's API: real HTTP, with given completions. */
export async function startOpenAiWorker(
  received: (response: ServerResponse, asked: Asked) => unknown,
  id = 'w1',
): Promise<OpenAiWorker> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.end('{"object":"list","data":[{"id":"m","object":"model"}]}')
      return
    }
    const body = JSON.parse(await textOf(request)) as Asked
    asked.push(body)
    await received(response, body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    worker: {
      id,
      host: '127.0.0.1',
      port,
      type: 'openai',
      model: 'm',
      maxConcurrentRequests: 2,
      tags: [],
      basePath: '',
    },
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

/** A complete completion as JSON. */
export function complete(response: ServerResponse, usage?: object): void {
  response.setHeader('content-type', 'application/json')
  const message = { role: 'assistant', content: 'Four.' }
  response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage }))
}

export interface StreamOptions {
  readonly chunks: number
  /** Sent after the last chunk; undefined: none. */
  readonly usage?: object | undefined
  /** Between one chunk and the next; 0 sends the whole text at once. */
  readonly gapMs?: number
}

/** A completion as a stream. */
export async function stream(
  response: ServerResponse,
  { chunks, usage, gapMs = 0 }: StreamOptions,
): Promise<void> {
  response.setHeader('content-type', 'text/event-stream')
  const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`
  const texts = Array.from({ length: chunks }, (_, index) =>
    event({ choices: [{ index: 0, delta: { content: `${index} ` } }] }),
  )
  const end = [
    event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    ...(usage ? [event({ choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ].join('')
  if (gapMs === 0) {
    response.end(texts.join('') + end)
    return
  }
  for (const text of texts) {
    response.write(text)
    await new Promise((resolve) => setTimeout(resolve, gapMs))
  }
  response.end(end)
}

/** Runs a check on these workers, with the defaults of its options. */
export function runOn(
  workers: readonly Worker[],
  kind: CheckKind,
  options: object,
): Promise<Measurement> {
  const cluster = { file: '/cluster.yaml', workers, allowCommands: false }
  return checkOf(kind).run(
    { ...checkDefaults[kind], ...options },
    { cluster, workers, signal: AbortSignal.timeout(50_000), timeoutMs: 50_000 },
  )
}

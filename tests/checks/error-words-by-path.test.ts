import { describe, expect, test } from 'vitest'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { type Responder, startWorker } from '../balancer/workers.ts'
import { runCheckOn } from './run-check.ts'

/** Error formats of servers and gateways, and the message that reaches the user. */
const kinds = [
  ['OpenAI', 400, { error: { message: 'the context is full', type: 'x' } }, 'the context is full'],
  ['Ollama', 500, { error: 'runner terminated' }, 'runner terminated'],
  ['FastAPI', 404, { detail: 'Not Found here' }, 'Not Found here'],
  [
    'FastAPI validation',
    422,
    { detail: [{ loc: ['body', 'messages'], msg: 'Field required', type: 'missing' }] },
    'messages: Field required',
  ],
  ['older vLLM', 400, { object: 'error', message: 'too many tokens' }, 'too many tokens'],
  ['plain text', 500, 'no healthy upstream\n', 'no healthy upstream'],
  [
    'nginx',
    502,
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>…</body></html>',
    '502 Bad Gateway',
  ],
] as const

/** The path by which the error reaches the user. */
const paths: [name: string, CheckKind, options: object, Expectations][] = [
  ['completion of the gate', 'model', {}, { answers: true }],
  ['request of the gate', 'http', { path: '/v1/models/m' }, { ok: true }],
  ['state of the gate', 'idle', { method: 'timing', samples: 4, interval: '1ms' }, { idle: true }],
  ['latency', 'latency', { requests: 2, warmup: 0 }, { success_rate: '100%' }],
  ['stream', 'latency', { requests: 2, warmup: 0, stream: true }, { success_rate: '100%' }],
  ['balancer', 'balance', { requests: 4, warmup: 0 }, { success_rate: '100%' }],
  [
    'direct',
    'load',
    { rate: '20/s', duration: '200ms', warmup: 0, direct: true },
    { success_rate: '100%' },
  ],
]

/** Lists its model, and refuses everything else with this body. */
function refusing(status: number, body: unknown): Responder {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return (response, { method, path }) => {
    if (method === 'GET' && path === '/v1/models') {
      response.end('{"object":"list","data":[{"id":"m","object":"model"}]}')
    } else response.writeHead(status).end(text)
  }
}

describe.each(paths)(
  'the error message of a server reaches the user (%s)',
  (_, check, options, expectations) => {
    test.each(kinds)('%s', async (_shape, status, body, words) => {
      const { worker } = await startWorker('w1', {
        response: refusing(status, body),
        changes: { model: 'm', maxConcurrentRequests: 2 },
      })
      const verdict = meet(await runCheckOn([worker], check, options), expectations)
      expect(verdict.status).not.toBe('pass')
      expect(explain(verdict)).toContain(words)
      // Reports that show the diagnosis alone have them too; an HTTP 404 of a page that a spec asks for has none.
      const { symptom = words, cause = '' } = verdict.diagnosis ?? {}
      expect(`${symptom} ${cause}`).toContain(words)
    })
  },
)

test('the error message of a server reaches the user if the list of models is refused', async () => {
  const { worker } = await startWorker('w1', {
    response: (response) => response.writeHead(500).end('{"error":"disk full"}'),
    changes: { model: 'm' },
  })
  for (const check of ['model', 'same_model'] as const) {
    const measured = await runCheckOn([worker], check)
    const expected: Expectations = check === 'model' ? { listed: true } : { same: true }
    expect(explain(meet(measured, expected))).toContain('HTTP 500: disk full')
  }
})

test('the error message of a server reaches the user if its requests succeeded at another worker', async () => {
  const failing = await startWorker('w1', { response: refusing(500, { error: 'out of memory' }) })
  const good = await startWorker('w2', { response: completion })
  const workers = [failing.worker, good.worker].map((each) => ({ ...each, model: 'm' }))
  for (const [check, options] of [
    ['balance', { requests: 6, warmup: 0 }],
    ['batch', { tasks: 6, warmup: 0 }],
  ] as const) {
    const { notes, metrics } = await runCheckOn(workers, check, options)
    expect(metrics.success_rate).toBe(100)
    expect(notes).toContain('w1 returned HTTP 500: the server says "out of memory"')
  }
})

const completion: Responder = (response) =>
  response.end(JSON.stringify({ choices: [{ message: { content: 'ok' }, finish_reason: 'stop' }] }))

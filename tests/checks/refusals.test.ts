import { describe, expect, test } from 'vitest'
import { meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { type Responder, startWorker } from '../balancer/workers.ts'
import { runCheckOn } from './run-check.ts'

/** Responses of servers, and their diagnoses in the network stage and under load. */
const refusals: [
  name: string,
  status: number,
  body: object | string,
  gate: string,
  load: string,
  reported: RegExp,
][] = [
  [
    'key',
    401,
    { error: { message: 'no key' } },
    'not_authorized',
    'requests_refused',
    /API key[\s\S]*"no key"[\s\S]*api_key: \$\{NAME\}/,
  ],
  [
    'forbidden',
    403,
    { error: 'wrong key' },
    'not_authorized',
    'requests_refused',
    /API key[\s\S]*"wrong key"/,
  ],
  [
    'rate limit',
    429,
    { error: { message: '60 a minute' } },
    'rate_limited',
    'requests_refused',
    /limits how many requests[\s\S]*"60 a minute"/,
  ],
  [
    'size',
    413,
    '<html><title>413 Request Entity Too Large</title>',
    'request_too_large',
    'requests_refused',
    /this size[\s\S]*client_max_body_size/,
  ],
  [
    'loading',
    503,
    { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
    'model_loading',
    'model_loading',
    /still loading its model \("Loading model"\)[\s\S]*wait until it is loaded/,
  ],
  [
    'loading of TGI',
    503,
    { error: 'Model m is currently loading', estimated_time: 20 },
    'model_loading',
    'model_loading',
    /wait until it is loaded/,
  ],
  [
    'busy',
    503,
    { error: 'server busy, please try again' },
    'server_busy',
    'answers_unusable',
    /"server busy, please try again"/,
  ],
  [
    'HTTPS port',
    400,
    '<html><title>400 The plain HTTP request was sent to HTTPS port</title>',
    'scheme_differs',
    'scheme_differs',
    /speaks HTTPS[\s\S]*tls: \{\}/,
  ],
  [
    'a load that failed',
    500,
    { error: 'error loading model: out of memory' },
    'http_error',
    'answers_unusable',
    /out of memory[\s\S]*log/,
  ],
]

const refuse =
  (status: number, body: object | string): Responder =>
  (response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))

const load = { rate: '20/s', duration: '200ms', warmup: 0, direct: true }
/** Remedies about balancing, which are useless for a load sent directly to one worker. */
const balancing =
  /retry_budget|retry_completions|`retries` and|strategy|hedge|circuit|under `balancer`/

describe('a refusal has its own cause and remedy', () => {
  test.each(refusals)(
    'in the network stage: %s',
    async (_, status, body, code, _load, reported) => {
      const { worker } = await startWorker('w1', {
        response: refuse(status, body),
        changes: { model: 'm', type: 'llama_cpp' },
      })
      const verdict = meet(await runCheckOn([worker], 'model'), { listed: true })
      expect(verdict.diagnosis?.code).toBe(code)
      expect(explain(verdict)).toMatch(reported)
      if (code === 'model_loading') expect(explain(verdict)).not.toContain('restart')
    },
  )

  test.each(refusals)(
    'straight to a worker: %s',
    async (_, status, body, _gate, code, reported) => {
      const { worker } = await startWorker('w1', {
        response: refuse(status, body),
        changes: { model: 'm', maxConcurrentRequests: 1 },
      })
      const verdict = meet(await runCheckOn([worker], 'load', load), { success_rate: '100%' })
      expect(verdict.diagnosis?.code).toBe(code)
      expect(`${verdict.diagnosis?.symptom} ${explain(verdict)}`).toMatch(reported)
      expect(explain(verdict)).not.toMatch(balancing)
      expect(explain(verdict)).toContain('requests straight to w1')
    },
  )

  test('of a missing path, under load', async () => {
    const { worker } = await startWorker('w1', {
      response: refuse(404, { detail: 'Not Found' }),
      changes: { model: 'm' },
    })
    const verdict = meet(await runCheckOn([worker], 'load', load), { success_rate: '100%' })
    expect(explain(verdict)).toMatch(/no such path \(HTTP 404 \("Not Found"\)\)[\s\S]*`base_path`/)
  })
})

describe('a load sent directly to one worker has no diagnosis about balancing', () => {
  test.each([
    ['cut connections', ((response) => response.destroy()) as Responder, 'answers_broken_off'],
    [
      'something else than the API',
      refuse(200, '<html><title>Sign in</title>'),
      'answers_unusable',
    ],
    ['an empty response', refuse(200, { choices: [] }), 'answers_unusable'],
  ])('for %s', async (_, received, code) => {
    const { worker } = await startWorker('w1', { response: received, changes: { model: 'm' } })
    const verdict = meet(await runCheckOn([worker], 'load', load), { success_rate: '100%' })
    expect(verdict.diagnosis?.code).toBe(code)
    expect(verdict.diagnosis?.remedy.join()).not.toMatch(balancing)
    expect(verdict.diagnosis?.cause).toMatch(/w1/)
    expect(explain(verdict)).not.toMatch(balancing)
  })

  test('and a load through a balancer over one worker has none either', async () => {
    const { worker } = await startWorker('w1', {
      response: (response) => response.destroy(),
      changes: { model: 'm' },
    })
    const measured = await runCheckOn([worker], 'latency', { requests: 3, warmup: 0 })
    const verdict = meet(measured, { success_rate: '100%' })
    expect(verdict.diagnosis?.remedy.join()).not.toMatch(/retr/)
  })

  test('while a load over several workers has one', async () => {
    const workers = await Promise.all(
      ['w1', 'w2'].map(async (id) => {
        const received: Responder = (response) => response.destroy()
        return (await startWorker(id, { response: received, changes: { model: 'm' } })).worker
      }),
    )
    const measured = await runCheckOn(workers, 'batch', { tasks: 6, warmup: 0 })
    const verdict = meet(measured, { success_rate: '100%' })
    expect(verdict.diagnosis?.remedy.join()).toMatch(/retry_budget/)
  })
})

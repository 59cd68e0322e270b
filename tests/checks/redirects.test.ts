import { describe, expect, test } from 'vitest'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { startWorker } from '../balancer/workers.ts'
import { runCheckOn } from './run-check.ts'

const ways: [CheckKind, object, Expectations][] = [
  ['model', {}, { listed: true }],
  ['http', { path: '/v1/models' }, { ok: true }],
  ['latency', { requests: 2, warmup: 0 }, { success_rate: '100%' }],
  ['balance', { requests: 4, warmup: 0 }, { success_rate: '100%' }],
  ['load', { rate: '20/s', duration: '200ms', warmup: 0, direct: true }, { success_rate: '100%' }],
]

describe.each([301, 302, 307, 308])('HTTP %i', (status) => {
  test.each(ways)(
    'is a failure of %s that names its target, and does not send the key there',
    async (check, options, expectations) => {
      const reached: string[] = []
      const target = await startWorker('target', {
        response: (response, { headers }) => {
          reached.push(String(headers.authorization))
          response.end('{}')
        },
      })
      const { worker } = await startWorker('w1', {
        response: (response, { path }) => {
          const location = `http://me:secret@127.0.0.1:${target.worker.port}/llm${path}?token=hidden`
          response.writeHead(status, { location }).end()
        },
        changes: { model: 'm', apiKey: { template: 'key-of-the-worker' } },
      })
      const verdict = meet(await runCheckOn([worker], check, options), expectations)
      const text = explain(verdict)
      expect(verdict.status).not.toBe('pass')
      expect(verdict.diagnosis?.code).toBe('redirected')
      expect(text).toMatch(
        new RegExp(
          `redirects to http://127.0.0.1:${target.worker.port}/llm/v1/(?:models|chat/completions)[ ,]`,
        ),
      )
      expect(text).toContain(`\`host: 127.0.0.1, port: ${target.worker.port}, base_path: /llm\``)
      expect(text).not.toMatch(/secret|hidden|key-of-the-worker/)
      expect(reached).toEqual([])
    },
  )
})

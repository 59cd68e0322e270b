import { describe, expect, test } from 'vitest'
import { meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { formats } from '../../reporters/formats.ts'
import { startWorker, text } from '../balancer/workers.ts'
import { runCheckOn } from '../checks/run-check.ts'
import { judgedCase, runOfCases } from './records.ts'

const said = {
  error: { message: 'the context\u001b[31m is full, key sk-abcdefghijklmnopqrstuvwx' },
}

/** Only samples and metrics: messages have no place there. */
const withoutMessages = new Set(['openmetrics'])

describe('the error message of a worker is in a report', () => {
  test.each(Object.keys(formats).filter((name) => !withoutMessages.has(name)))(
    'as %s: at least once, without its key and control characters',
    async (format) => {
      const { worker } = await startWorker('w1', {
        response: text(JSON.stringify(said), 400),
        changes: { model: 'm' },
      })
      const load = { rate: '20/s', duration: '200ms', warmup: 0, direct: true }
      const verdict = meet(await runCheckOn([worker], 'load', load), { success_rate: '100%' })
      const message = explain(verdict)
      const run = runOfCases([
        judgedCase({ status: 'failed', errors: [{ name: 'BudgetMissed', message }] }, verdict, {
          stage: 'perf',
          check: 'load',
        }),
      ])
      const render = await formats[format]?.()
      const report = [...(render?.(run, { root: '/home/me' }) ?? [])].join('')
      expect(report).toMatch(/the context\S*\[31m is full/)
      expect(report).not.toContain('sk-abcdefghij')
      expect(report).not.toContain('\u001b')
    },
  )
})

import { describe, expect, test } from 'vitest'
import type { Worker } from '../../lib/cluster/cluster.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import { withShortTexts } from '../../lib/runner/short-texts.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { startWorker } from '../balancer/workers.ts'
import { runCheckOn } from './run-check.ts'

const kib = 1024
const limits = { responseBytes: 100 * kib, eventBytes: 20 * kib }
const wider = { responseBytes: 1024 * kib, eventBytes: 1024 * kib }

const loads: [CheckKind, object][] = [
  ['latency', { requests: 2, warmup: 0 }],
  ['balance', { requests: 2, warmup: 0 }],
  ['load', { rate: '20/s', duration: '100ms', warmup: 0, direct: true }],
]

/** A worker whose models, bodies and events have this many bytes of text each. */
async function startVerbose(characters: number): Promise<Worker> {
  const text = 'x'.repeat(characters)
  const chunk = JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: 'stop' }] })
  const { worker } = await startWorker('w1', {
    response: (response, { path, method }) => {
      response.end(method === 'GET' ? list(path, text) : `data: ${chunk}\n\ndata: [DONE]\n\n`)
    },
    changes: { model: 'm' },
  })
  return worker
}

function list(path: string, text: string): string {
  return path === '/text' ? `${text} end` : JSON.stringify({ data: [{ id: 'm', text }] })
}

describe('a response beyond the limits of the cluster file', () => {
  test.each(loads)('is a failure of %s that names the setting', async (check, options) => {
    const [long, longEvents] = [await startVerbose(200 * kib), await startVerbose(95 * kib)]
    const outcomes = async (worker: Worker) =>
      JSON.stringify(await runCheckOn([worker], check, options))
    expect(await outcomes({ ...long, limits })).toContain('limits.max_response')
    expect(await outcomes({ ...longEvents, limits })).toContain('limits.max_event')
    expect(await outcomes({ ...long, limits: wider })).not.toContain('limits.max_')
  })

  test('is a failure of model that names the setting', async () => {
    const long = await startVerbose(200 * kib)
    const listed: Expectations = { listed: true }
    const run = (worker: Worker) => runCheckOn([worker], 'model', {})
    const verdict = meet(await run({ ...long, limits }), listed)
    expect(verdict.status).not.toBe('pass')
    expect(explain(verdict)).toContain('longer than 102400 bytes (limits.max_response')
    expect(explain(verdict)).toContain('cause: the response is longer than Clustergate reads')
    expect(meet(await run({ ...long, limits: wider }), listed).status).toBe('pass')
  })
})

describe('http', () => {
  test('judges nothing of a truncated body', async () => {
    const worker = await startVerbose(3 * kib)
    const options = { path: '/text', max_body_bytes: 2 * kib }
    const measurement = await runCheckOn([worker], 'http', options)
    expect(meet(measurement, { status: '200' }).status).toBe('pass')
    for (const [metric, condition] of [
      ['body.size', '< 2.5KiB'],
      ['body', '/^x+$/'],
      ['time.total', '< 1h'],
    ] as const) {
      expect(meet(measurement, { [metric]: condition }).conditions[0]?.status).toBe('no_data')
    }
    expect(measurement.evidence[0]?.detail).toContain('longer than `max_body_bytes`, 2048 bytes')
  })

  test('judges the whole body, and reports its beginning', async () => {
    const worker = await startVerbose(6 * kib)
    const measurement = await runCheckOn([worker], 'http', { path: '/text' })
    expect(meet(measurement, { body: '/ end$/' }).status).toBe('pass')
    const verdict = withShortTexts(meet(measurement, { body: 'contains missing' }))
    expect(String(verdict.measurement?.metrics.body)).toMatch(/x… \(the first 4000 of 6148 char/)
    expect(JSON.stringify(verdict.conditions).length).toBeLessThan(14_000)
  })
})

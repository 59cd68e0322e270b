import { describe, expect, test } from 'vitest'
import type { Worker, WorkerType } from '../../lib/cluster/cluster.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { type Responder, startWorker } from '../balancer/workers.ts'
import { runCheckOn } from './run-check.ts'

const good = JSON.stringify({
  choices: [{ message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
})

/** Accepts two requests at once, and refuses more as busy, without `Retry-After`. */
function ofTwoSlots(words: string): Responder {
  let atWork = 0
  return async (response) => {
    if (atWork >= 2) {
      response.writeHead(503).end(JSON.stringify({ error: { message: words } }))
      return
    }
    atWork += 1
    await new Promise((resolve) => setTimeout(resolve, 30))
    atWork -= 1
    response.end(good)
  }
}

/** More than all requests of a load, so that every refusal was within the claim. */
const claimed = 100

async function workerOf(type: WorkerType, words = 'no slot available'): Promise<Worker> {
  const changes = { type, model: 'm', maxConcurrentRequests: claimed }
  return (await startWorker('w1', { response: ofTwoSlots(words), changes })).worker
}

const loads: [CheckKind, object][] = [
  ['balance', { requests: 24, concurrency: 6, warmup: 0 }],
  ['batch', { tasks: 24, warmup: 0 }],
  ['benchmark', { requests: 24, warmup: 0, concurrency: 6, repetitions: 1 }],
  ['load', { rate: '200/s', duration: '300ms', warmup: 0, direct: true }],
]

describe('a worker that refuses requests within its configured slots', () => {
  test.each(loads)('is a note of %s, with its own message', async (check, options) => {
    const { notes, overclaims } = await runCheckOn([await workerOf('ollama')], check, options)
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^w1 returned HTTP 503 "no slot available" with \d+ in flight, but the cluster file claims 100 slots: `max_concurrent_requests: \d+` fits$/,
      ),
    )
    expect(overclaims).toMatchObject([
      { worker: 'w1', workerType: 'ollama', claimed: 100, status: 503, words: 'no slot available' },
    ])
  })

  test.each([
    ['llama_cpp', '--parallel 8'],
    ['ollama', 'OLLAMA_NUM_PARALLEL=8'],
    ['vllm', '--max-num-seqs 8'],
    ['sglang', '--max-running-requests 8'],
    ['lm_studio', 'Max Concurrent Predictions'],
  ] as const)('is the diagnosis, with the remedy for %s', async (type, remedy) => {
    const options = { rate: '200/s', duration: '300ms', warmup: 0, direct: true }
    const expected: Expectations = { success_rate: '100%' }
    const verdict = meet(await runCheckOn([await workerOf(type)], 'load', options), expected)
    expect(verdict.diagnosis?.code).toBe('slots_refused')
    expect(explain(verdict)).toMatch(
      /cause: w1 returned HTTP 503 \("no slot available"\) with \d+ requests? in flight, and the cluster file claims 100 slots/,
    )
    expect(verdict.diagnosis?.remedy.join('\n')).toMatch(/`max_concurrent_requests: \d+` for w1/)
    expect(verdict.diagnosis?.remedy.join('\n')).toContain(remedy)
  })

  test('is the diagnosis of a load that was only slow', async () => {
    const measured = await runCheckOn([await workerOf('ollama')], 'balance', loads[0]?.[1])
    expect(measured.metrics.success_rate).toBe(100)
    const verdict = meet(measured, { throughput: '>= 100000/s' })
    expect(verdict.diagnosis?.code).toBe('slots_refused')
  })

  test('is not said to claim too much while it is loading', async () => {
    const worker = await workerOf('llama_cpp', 'Loading model')
    // Each refusal pauses it for a second.
    const few: typeof loads = [
      ['balance', { requests: 5, concurrency: 5, warmup: 0 }],
      ...loads.slice(3),
    ]
    for (const [check, options] of few) {
      const { notes, overclaims } = await runCheckOn([worker], check, options)
      expect(overclaims).toBeUndefined()
      expect(notes.join()).not.toContain('claims')
    }
  })

  test('is not said to claim too much if it refuses requests beyond its slots', async () => {
    const worker = { ...(await workerOf('ollama')), maxConcurrentRequests: 2 }
    const { overclaims } = await runCheckOn([worker], 'load', loads[3]?.[1])
    expect(overclaims).toBeUndefined()
  })
})

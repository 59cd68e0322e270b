import { describe, expect, test } from 'vitest'
import type { Measurement } from '../../lib/record/measurement.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { compared, expectDiagnosis, faster, quicker, single, verdictOn } from './load-verdicts.ts'
import { failedConnects, type LoadFigures, measurement } from './measured-load.ts'

describe('connects that failed during a load', () => {
  const dead = { w1: {}, w2: { ok: 0 }, w3: {} }

  test.each([
    ['timed_out', /packets to it get lost[\s\S]*`ping -c 100 10\.0\.0\.2`[\s\S]*pfctl/],
    ['unreachable', /there is no route to it[\s\S]*ip route get 10\.0\.0\.2/],
    ['reset', /cannot be connected to/],
  ] as const)('and %s are the cause', (outcome, reported) => {
    const evidence = [failedConnects('w2', 3, 20, outcome)]
    const measured = compared(
      { balancer: 33 },
      { workers: dead, change: { retries: 4 } },
      undefined,
      {
        evidence,
      },
    )
    const verdict = verdictOn(measured, faster)
    expectDiagnosis(verdict, 'network_failed_beside_load', reported)
    expect(explain(verdict)).toMatch(
      /w2: 3 of 20[\s\S]*others succeeded[\s\S]*4 requests were sent again/,
    )
  })

  test('have the remedy of the server type if the worker is the subject', () => {
    const evidence = [failedConnects('w2', 20, 20, 'refused')]
    const subject = { name: 'w2', workerType: 'ollama' }
    const verdict = verdictOn(single({ workers: { w2: {} } }, { evidence, subject }), quicker)
    expectDiagnosis(
      verdict,
      'network_failed_beside_load',
      /OLLAMA_HOST=0\.0\.0\.0:1234 ollama serve/,
    )
    expect(explain(verdict)).not.toMatch(/llama-server|comes and goes/)
  })

  test('that are few of many are not the cause, nor those to an uninvolved worker', () => {
    const few = [failedConnects('w2', 1, 300, 'timed_out')]
    const foreign = [failedConnects('w9', 20, 20, 'refused')]
    for (const evidence of [few, foreign]) {
      const measured = compared({ tail: 30 }, undefined, undefined, { evidence })
      expect(verdictOn(measured, faster).diagnosis).toBeUndefined()
    }
  })

  test('have precedence over a limited client', () => {
    const unfit = ['the load generator was the limit: its event loop was 80ms late (p99)']
    const evidence = [failedConnects('w2', 20, 20, 'refused')]
    const measured = compared({ balancer: 33 }, { workers: dead }, undefined, { evidence, unfit })
    expectDiagnosis(verdictOn(measured, faster), 'network_failed_beside_load', /network first/)
  })
})

describe('a worker that fails', () => {
  test('is named by its missing responses, with their outcomes', () => {
    const workers = { w1: { ok: 90 }, w2: { ok: 10 }, w3: { ok: 90 } }
    const measured = single({ workers, change: { retries: 12 } })
    expectDiagnosis(
      verdictOn(measured, quicker),
      'worker_failing',
      /w2 served 10 of about 63 requests[\s\S]*12 were sent again[\s\S]*specs\/network/,
    )
  })

  test('is named by its faults', () => {
    const workers = { w1: { ok: 60 }, w2: { ok: 57, faults: { 'HTTP 500': 3 } } }
    const verdict = verdictOn(single({ workers }), quicker)
    expectDiagnosis(verdict, 'worker_failing', /w2 served 57[\s\S]*3 ended with HTTP 500/)
  })

  test('is not the one that is merely slow, whose share is smaller', () => {
    const slow = { ok: 15, timesMs: { latency: 90, service_time: 90 } }
    const workers = { w1: { ok: 45 }, w2: { ok: 45 }, w3: slow }
    const measured = single({ workers, change: { retries: 2 } })
    expectDiagnosis(verdictOn(measured, quicker), 'worker_slower', /w3 takes 3x/)
  })

  test('is unknown if all failed equally, and the retries are reported', () => {
    const measured = single({ workers: { w1: {}, w2: {} }, change: { retries: 8 } })
    expectDiagnosis(
      verdictOn(measured, quicker),
      'retries_cascade',
      /8 retries for 80 requests \(10/,
    )
  })

  test('is not one that got no requests', () => {
    const workers = { w1: { inFlightMax: 9 }, w2: { ok: 0, inFlightMax: 0 } }
    expectDiagnosis(verdictOn(single({ workers }), quicker), 'worker_without_load', /took w2 out/)
    const one = { w1: { inFlightMax: 1 }, w2: { ok: 0, inFlightMax: 0 } }
    expect(verdictOn(single({ workers: one }), quicker).diagnosis).toBeUndefined()
  })
})

describe('a single worker', () => {
  test('that refuses the requests of a load has the diagnosis of its port', () => {
    const subject = { name: 'w1', host: '10.0.0.1', port: 1234, workerType: 'vllm', model: 'm' }
    const evidence = [
      {
        attempt: '10 requests through the balancer',
        outcome: 'refused' as const,
        detail: '10 ended with ECONNREFUSED',
        afterMs: 0,
      },
    ]
    const measured = measurement({ success_rate: 0 }, [], { check: 'latency', subject, evidence })
    const verdict = verdictOn(measured, ['success_rate', 'percentage', '100%'])
    expectDiagnosis(verdict, 'connection_refused', /vllm serve m/)
  })
})

describe('a client that was the limit', () => {
  /** The check's conclusion from the client figures of the load. */
  function limited(reason: string, figures: LoadFigures, change: Partial<Measurement> = {}) {
    const measured = single(figures, change)
    const loads = (measured.loads ?? []).map((each) => ({
      ...each,
      client: { ...each.client, limitedBy: [reason] },
    }))
    const unfit = [`the load generator was the limit at concurrency 9: ${reason}`]
    return { ...measured, loads, unfit }
  }

  test.each([
    [
      'this client makes 900 requests/s of a server that does nothing',
      /the cluster: at concurrency 9: this client makes 900[\s\S]*raise `max_tokens`/,
    ],
    ['5.1 requests were in flight, not the 9 asked for', /5\.1[\s\S]*raise `requests`/],
    ['its event loop was busy for 97% of the time', /97%[\s\S]*a separate machine/],
  ])('is the cause: %s', (reason, reported) => {
    const verdict = verdictOn(limited(reason, { workers: { w1: {} } }), quicker)
    expect(verdict.status).toBe('inconclusive')
    expectDiagnosis(verdict, 'client_limited', reported)
  })

  test('because of requests that all failed is not the cause', () => {
    const workers = { w1: { ok: 2, faults: { ECONNREFUSED: 70 } } }
    const evidence = [
      {
        attempt: '72 requests through the balancer',
        outcome: 'refused' as const,
        detail: '70 ended with ECONNREFUSED',
        afterMs: 0,
      },
    ]
    const reason = 'its event loop was busy for 97% of the time'
    const measured = limited(reason, { workers }, { evidence })
    expectDiagnosis(verdictOn(measured, quicker), 'worker_unreachable', /accepts no connections/)
  })

  test('is not inferred from other reasons', () => {
    const measured = single({ workers: { w1: {} } }, { unfit: ['the run drifted by 40%'] })
    expect(verdictOn(measured, quicker).diagnosis).toBeUndefined()
  })
})

import { connect, createServer, type Server } from 'node:net'
import { describe, expect, test } from 'vitest'
import { checkOf } from '../../lib/checks/registry.ts'
import type { BalancerSettings } from '../../lib/cluster/balancer-settings.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import { type Expectations, type MeetOptions, meet } from '../../lib/matchers/meet.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { Verdict } from '../../lib/record/verdict.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { startTestCluster, type WorkerPlan } from '../checks/balancer-cluster.ts'

interface Run {
  readonly workers: readonly WorkerPlan[]
  readonly options?: object
  readonly settings?: Partial<BalancerSettings>
  /** Of the second worker. */
  readonly fault?: object
  readonly expect: Expectations
  readonly at?: MeetOptions['at']
}

const compare = { baseline: ['w1'], candidate: 'all' }
const short = { requests: 120, concurrency: 9, repetitions: 1, compare }
const three: readonly WorkerPlan[] = [{}, {}, {}]

/** Runs a benchmark on simulated workers and judges its measurement. */
async function verdictOf({ workers, options, settings, fault, ...run }: Run): Promise<Verdict> {
  await using cluster = await startTestCluster(workers)
  if (fault) await cluster.fault(2, fault)
  const measured = await cluster.run('benchmark', { ...short, ...options }, settings)
  return meet(undisturbed(measured), run.expect, run.at && { at: run.at })
}

/** As an idle machine would have measured it: other tests run in parallel. */
function undisturbed({ unfit: _, ...measured }: Measurement): Measurement {
  return measured
}

function expectDiagnosis(verdict: Verdict, code: string, reported: RegExp): void {
  expect(verdict.diagnosis).toMatchObject({ code })
  expect(explain(verdict)).toMatch(reported)
}

const faster = { speedup: '>= 2.7x' }

describe('a speedup of three workers below three', () => {
  test('names the one whose port is closed: the network first', async () => {
    const run = { workers: three, fault: { kind: 'refuse' }, expect: { speedup: '>= 2.5x' } }
    expectDiagnosis(
      await verdictOf(run),
      'network_failed_beside_load',
      /w2 \(127\.0\.0\.1:\d+\) refuses connections[\s\S]*w2: (\d+) of \1 connects[\s\S]*x of 3x: \d+% slots left free[\s\S]*`npx vitest run specs\/network`[\s\S]*lms server start --port \d+[\s\S]*lsof -i :\d+/,
    )
  })

  test('names the one that fails in the middle', async () => {
    const verdict = await verdictOf({
      workers: three,
      fault: { kind: 'refuse', after: '2s' },
      options: { requests: 360, repetitions: 1, warmup: 0 },
      expect: { speedup: '>= 2.9x', 'share.each': '33% ± 3%' },
    })
    expectDiagnosis(
      verdict,
      'network_failed_beside_load',
      /w2: \d+ of \d+ connects[\s\S]*others succeeded/,
    )
  })

  test('names the one that accepts requests and never responds', async () => {
    const verdict = await verdictOf({
      workers: three,
      fault: { kind: 'hang' },
      expect: faster,
      settings: { timeoutMs: 400, health: { ...readBalancer().health, intervalMs: 60_000 } },
      options: { warmup: 0 },
    })
    expectDiagnosis(
      verdict,
      'worker_failing',
      /w2 served 0 of about \d+ requests[\s\S]*\d+ ended with BALANCER_TIMEOUT[\s\S]*% failed requests/,
    )
  })

  test('names the one whose errors are resent', async () => {
    const verdict = await verdictOf({
      workers: three,
      fault: { kind: 'error' },
      expect: faster,
      options: { warmup: 0 },
    })
    expectDiagnosis(
      verdict,
      'worker_failing',
      /w2 served 0 of about \d+ requests[\s\S]*\d+ were sent again/,
    )
  })

  test('names the one that is three times slower, and by how much', async () => {
    // Long enough that other tests on this machine hardly change it.
    const steady = { tokenTimeMs: 3 }
    const verdict = await verdictOf({
      workers: [steady, steady, { ...steady, speed: 1 / 3 }],
      expect: faster,
    })
    expectDiagnosis(
      verdict,
      'worker_slower',
      /w3 takes (1\.[5-9]|2(\.\d)?|3(\.\d)?)x as long for a request[\s\S]*% slower workers[\s\S]*powermetrics/,
    )
  })

  test('names the one that gets hot between the repetitions', async () => {
    const throttle = { afterMs: 700, factor: 3, rampMs: 100 }
    const steady = { tokenTimeMs: 3 }
    const verdict = await verdictOf({
      workers: [steady, steady, { ...steady, throttle }],
      options: { repetitions: 2 },
      expect: { speedup: '>= 2.9x', scaling_efficiency: '>= 97%' },
    })
    expectDiagnosis(
      verdict,
      'worker_throttles',
      /w3 got slower[\s\S]*from \d+[\s\S]*pmset -g therm/,
    )
  })

  test('names the one that claims more slots than it has, by its late first tokens', async () => {
    const verdict = await verdictOf({
      workers: [{}, {}, { slots: 1 }],
      options: { stream: true },
      expect: faster,
    })
    expectDiagnosis(
      verdict,
      'waits_in_worker',
      /w3 takes \d[\s\S]*max_concurrent_requests[\s\S]*slots: \{ worker: w3 \}/,
    )
  })

  test('detects that from complete responses if a lower level was measured too', async () => {
    const verdict = await verdictOf({
      workers: [{}, {}, { slots: 1 }],
      options: { concurrency: [3, 9] },
      expect: faster,
      at: { concurrency: 9 },
    })
    expectDiagnosis(verdict, 'waits_in_worker', /w3 takes/)
  })

  test('has too few requests in flight as a cause', async () => {
    const options = { concurrency: 3, requests: 60 }
    expectDiagnosis(
      await verdictOf({ workers: three, options, expect: { speedup: '>= 2.5x' } }),
      'concurrency_too_low',
      /3 requests at once[\s\S]*1x is the ideal[\s\S]*3 workers of 3: 9/,
    )
  })

  test('has too short a run as a cause, with the needed length', async () => {
    const workers = three.map(() => ({ jitter: 0 }))
    const options = { requests: 20, warmup: 9 }
    expectDiagnosis(
      await verdictOf({ workers, options, expect: { speedup: '>= 2.95x' } }),
      'run_too_short',
      /of a run of 20 requests[\s\S]*end of the run[\s\S]*raise `requests` to \d{2,4}:/,
    )
  })

  test('has workers on one host as a cause', async () => {
    expectDiagnosis(
      await verdictOf({ workers: [{}], options: { concurrency: 3 }, expect: faster }),
      'single_worker_compared',
      /w1, compared with itself[\s\S]*CLUSTERGATE_CLUSTER/,
    )
  })
})

describe('responses that take too long', () => {
  test('wait for slots if more requests are sent at once than there are', async () => {
    const verdict = await verdictOf({
      workers: three,
      options: { concurrency: 45, requests: 180 },
      expect: { 'latency.avg': '< 40ms' },
    })
    expectDiagnosis(
      verdict,
      'queue_too_long',
      /45 requests at once for 9 slots of 3 workers[\s\S]*`concurrency` to about 9/,
    )
  })

  test('name a worker behind a slow network path', async () => {
    await using cluster = await startTestCluster(three)
    await using relay = await startSlowRelay(cluster.cluster.workers[2]?.port ?? 0, 40)
    const workers = cluster.cluster.workers.map((worker) =>
      worker.id === 'w3' ? { ...worker, port: relay.port } : worker,
    )
    const measured = await checkOf('benchmark').run(
      { ...checkDefaults.benchmark, ...short, warmup: 9 },
      {
        cluster: { ...cluster.cluster, workers, balancer: readBalancer() },
        workers,
        signal: AbortSignal.timeout(20_000),
        timeoutMs: 20_000,
      },
    )
    const verdict = meet(undisturbed(measured), { 'latency.avg': '< 30ms' })
    expectDiagnosis(verdict, 'worker_slower', /w3 takes [2-6][.\d]*x as long/)
  })
})

describe('other conditions of a benchmark', () => {
  test('on even shares are missed because of the slower worker', async () => {
    const verdict = await verdictOf({
      workers: [{}, {}, { speed: 1 / 3 }],
      expect: { 'share.each': '33.3% ± 5%' },
    })
    expectDiagnosis(verdict, 'worker_slower', /w3 has 1\d(\.\d)?% of the capacity/)
  })

  test('on a success rate are missed because of the failures', async () => {
    const verdict = await verdictOf({
      workers: [{}, {}],
      options: { concurrency: 6, compare: undefined },
      fault: { kind: 'truncated_body', probability: 0.5 },
      expect: { success_rate: '100%' },
    })
    expectDiagnosis(verdict, 'answers_broken_off', /in the middle of a response/)
  })

  test('on a throughput are missed with all slots busy', async () => {
    const verdict = await verdictOf({
      workers: [{}, {}],
      options: { concurrency: 18, compare: undefined },
      expect: { throughput: '> 10_000/s' },
    })
    expectDiagnosis(
      verdict,
      'workers_at_capacity',
      /6 slots of 2 workers were busy[\s\S]*\/s is the most/,
    )
  })

  test('on an optimal concurrency are missed by workers that claim too many slots', async () => {
    const workers = [1, 2].map(() => ({ claims: 6, slots: 2, jitter: 0 }))
    const verdict = await verdictOf({
      workers,
      options: { concurrency: [2, 4, 12], knee: '15%', compare: undefined },
      expect: { optimal_to_slots: '1x ± 30%' },
    })
    expectDiagnosis(
      verdict,
      'optimal_below_slots',
      /beyond 4 requests at once[\s\S]*max_concurrent_requests: 2`/,
    )
  })
})

describe('a steady load', () => {
  test('that slows down names the worker that got hot', async () => {
    const steady = { timeToFirstTokenMs: 40, jitter: 0.05 }
    const throttle = { afterMs: 1_300, factor: 3, rampMs: 200 }
    await using cluster = await startTestCluster([steady, { ...steady, throttle }])
    const options = { max_tokens: 1, duration: '3600ms' }
    const verdict = meet(undisturbed(await cluster.run('soak', options)), {
      'throttled.count': 0,
      'latency.drift': '< 5%',
    })
    expectDiagnosis(verdict, 'worker_throttles', /w2 \+\d+%[\s\S]*powermetrics/)
  })
})

/** Forwards data of a port, later by this many milliseconds in each direction. */
async function startSlowRelay(to: number, delayMs: number) {
  const server: Server = createServer((from) => {
    const target = connect(to, '127.0.0.1')
    for (const [source, sink] of [
      [from, target],
      [target, from],
    ] as const) {
      source.on('data', (chunk) => setTimeout(() => sink.writable && sink.write(chunk), delayMs))
      source.on('end', () => setTimeout(() => sink.end(), delayMs))
      source.on('error', () => sink.destroy())
      source.on('close', () => setTimeout(() => sink.destroy(), delayMs))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

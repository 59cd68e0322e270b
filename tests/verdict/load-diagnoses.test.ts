import { describe, expect, test } from 'vitest'
import type { BalancerSettings } from '../../lib/cluster/balancer-settings.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { type Expectations, meet } from '../../lib/matchers/meet.ts'
import type { Verdict } from '../../lib/record/verdict.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { startTestCluster, type WorkerPlan } from '../checks/balancer-cluster.ts'

interface Run {
  readonly workers: readonly WorkerPlan[]
  readonly check: CheckKind
  readonly options?: object
  readonly settings?: Partial<BalancerSettings>
  /** Of the first worker. */
  readonly fault?: object
  readonly expect: Expectations
}

/** Runs a check on simulated workers and judges its measurement. */
async function verdictOf({ workers, check, options, settings, fault, ...run }: Run) {
  await using cluster = await startTestCluster(workers)
  if (fault) await cluster.fault(1, fault)
  return meet(await cluster.run(check, options, settings), run.expect)
}

function expectDiagnosis(verdict: Verdict, code: string, reported: RegExp): void {
  expect(verdict.diagnosis?.code).toBe(code)
  expect(`${verdict.diagnosis?.symptom}\n${explain(verdict)}`).toMatch(reported)
}

const three: readonly WorkerPlan[] = [{}, {}, {}]
const oneSlow: readonly WorkerPlan[] = [{}, {}, { speed: 1 / 3 }]
const evenly = { 'share.each': '33.3% ± 5%' }
const { circuit, health } = readBalancer()

describe('uneven shares', () => {
  test('are due to a slower worker if the load follows the capacities', async () => {
    const verdict = await verdictOf({
      workers: oneSlow,
      check: 'balance',
      options: { requests: 180 },
      expect: evenly,
    })
    expectDiagnosis(
      verdict,
      'worker_slower',
      /w3 has [\d.]+% of the capacity[\s\S]*share_to_capacity\.each/,
    )
  })

  test('are due to the strategy if it does not', async () => {
    const verdict = await verdictOf({
      workers: oneSlow,
      check: 'balance',
      options: { requests: 60, concurrency: 3, strategy: 'round_robin' },
      expect: { 'share_to_capacity.each': '1x ± 20%' },
    })
    expectDiagnosis(verdict, 'share_off_capacity', /w3 got[\s\S]*round_robin[\s\S]*hybrid/)
  })

  test('of a worker made slow are due to the strategy too', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'adapt',
      options: { requests: 60, concurrency: 3, strategy: 'round_robin' },
      expect: { 'slow.share_to_capacity': '1x ± 25%' },
    })
    expectDiagnosis(verdict, 'share_off_capacity', /w3 got/)
  })

  test('name a worker that served nothing', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'balance',
      options: { requests: 60 },
      fault: { kind: 'refuse' },
      expect: evenly,
    })
    expectDiagnosis(verdict, 'worker_without_load', /w1 served nothing[\s\S]*specs\/network/)
  })

  test('of a small sample are undecided, with how many requests decide', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'balance',
      options: { requests: 12 },
      expect: evenly,
    })
    expect(verdict.status).toBe('inconclusive')
    expectDiagnosis(verdict, 'share_undecided', /square root[\s\S]*raise `requests`/)
  })
})

describe.concurrent('failed requests', () => {
  const served = { success_rate: '100%' }
  const alone: readonly WorkerPlan[] = [{}]
  const few = { requests: 12, warmup: 0 }

  test.each<[string, Omit<Run, 'workers' | 'check' | 'expect'>, RegExp]>([
    [
      'worker_unreachable',
      { options: few, fault: { kind: 'refuse' } },
      /12 with ECONNREFUSED[\s\S]*nothing was sent again[\s\S]*`retries`/,
    ],
    [
      'answers_broken_off',
      { options: few, fault: { kind: 'truncated_body' } },
      /in the middle of a response/,
    ],
    ['answers_unusable', { options: few, fault: { kind: 'error' } }, /HTTP 5[\s\S]*logs/],
    ['requests_refused', { options: few, fault: { kind: 'unauthorized' } }, /api_key: \$\{NAME\}/],
    [
      'requests_timed_out',
      { options: { ...few, requests: 6 }, fault: { kind: 'hang' }, settings: { timeoutMs: 200 } },
      /raise `timeout`/,
    ],
    [
      'queue_overflowed',
      { options: { ...few, concurrency: 9 }, settings: { maxQueue: 1 } },
      /lower `concurrency`, or raise `max_queue`/,
    ],
  ])('have the cause of %s', async (code, run, reported) => {
    const verdict = await verdictOf({ workers: alone, check: 'balance', ...run, expect: served })
    expectDiagnosis(verdict, code, reported)
  })

  test('are reported for other missed conditions as well', async () => {
    const verdict = await verdictOf({
      workers: alone,
      check: 'balance',
      options: few,
      fault: { kind: 'truncated_body' },
      expect: { requests: 13 },
    })
    expectDiagnosis(verdict, 'answers_broken_off', /is not 13/)
  })

  test('of a failover have missing retries as cause', async () => {
    const verdict = await verdictOf({
      workers: alone,
      check: 'failover',
      options: { requests: 40, back_after: '200ms' },
      expect: { lost: 0 },
    })
    expect(verdict.diagnosis?.code).toMatch(/^(?:worker_unreachable|answers_broken_off)$/)
    expect(explain(verdict)).toMatch(/no other worker[\s\S]*retry_budget/)
  })
})

describe.concurrent('a failover', () => {
  const options = { requests: 120, back_after: '200ms', return_within: '600ms' }
  const late = { ...circuit, openForMs: 5_000 }

  test('that is detected late has the settings of the circuit as remedy', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'failover',
      options,
      settings: { slowStartMs: 100 },
      expect: { time_to_eject: '< 1us' },
    })
    expectDiagnosis(verdict, 'slow_to_eject', /in a row[\s\S]*circuit: \{ failures: 3 \}/)
  })

  test('that is not detected at all suggests a longer outage', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'failover',
      options,
      settings: { slowStartMs: 100, circuit: { ...circuit, failures: 1_000, minRequests: 1_000 } },
      expect: { time_to_eject: '< 1s' },
    })
    expectDiagnosis(verdict, 'outage_not_noticed', /`back_after`/)
  })

  test('whose worker does not come back in time has the reason', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'failover',
      options,
      settings: { circuit: late, health: { ...health, intervalMs: 0 } },
      expect: { time_to_return: '< 1s', 'share.after_return': '> 20%' },
    })
    expectDiagnosis(verdict, 'not_returned', /open_for[\s\S]*return_within/)
  })

  test('whose worker comes back late has the settings of the circuit as remedy', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'failover',
      options: { ...options, return_within: '5s' },
      settings: { slowStartMs: 100, circuit: { ...circuit, openForMs: 300 } },
      expect: { time_to_return: '< 1us' },
    })
    expectDiagnosis(verdict, 'slow_to_return', /circuit\.open_for/)
  })

  test('whose worker does not get the demanded share again has the slow start as remedy', async () => {
    const verdict = await verdictOf({
      workers: three,
      check: 'failover',
      options: { ...options, return_within: '1s' },
      settings: { circuit: { ...circuit, openForMs: 300 } },
      expect: { time_to_return: '< 1s', 'share.after_return': '> 60%' },
    })
    expectDiagnosis(verdict, 'share_not_regained', /slow_start/)
  })
})

describe('slots', () => {
  const claimHolds = { claim_holds: true, serialises: false }

  test('that are fewer than claimed are reported with the setting of the server type', async () => {
    const workers = [{ claims: 5, slots: 4, imitates: 'lm_studio' as const }]
    const verdict = await verdictOf({ workers, check: 'slots', expect: claimHolds })
    expectDiagnosis(
      verdict,
      'slots_overclaimed',
      /works on 4[\s\S]*LM Studio: 4 by default[\s\S]*max_concurrent_requests: 4[\s\S]*Max Concurrent Predictions/,
    )
  })

  test('that take turns are reported with the setting of the server type', async () => {
    await using cluster = await startTestCluster([{ claims: 3, slots: 1 }])
    const measured = await cluster.run('slots', { rounds: 2, up_to: 3 })
    for (const [workerType, reported] of Object.entries({
      ollama: /OLLAMA_NUM_PARALLEL/,
      llama_cpp: /--parallel 8/,
      vllm: /--max-num-seqs 8/,
      openai: /how many requests its server works on/,
    })) {
      const subject = { ...measured.subject, workerType }
      expectDiagnosis(meet({ ...measured, subject }, claimHolds), 'worker_serialises', reported)
    }
  })

  test('whose requests timed out are not blamed on a firewall', async () => {
    const verdict = await verdictOf({
      workers: [{ claims: 4, slots: 1 }],
      check: 'slots',
      options: { timeout: '100ms' },
      expect: { success_rate: '100%' },
    })
    expectDiagnosis(verdict, 'slots_timed_out', /raise `timeout`/)
  })

  test('of a worker that refuses connections have the diagnosis of the port', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'slots',
      fault: { kind: 'refuse' },
      expect: claimHolds,
    })
    expectDiagnosis(verdict, 'connection_refused', /lsof/)
  })
})

describe('an overload', () => {
  const options = { requests: 60, max_queue: 50 }

  test('that cuts requests off in the queue suggests a shorter one', async () => {
    const verdict = await verdictOf({
      workers: [{}, {}],
      check: 'overload',
      options,
      settings: { timeoutMs: 80 },
      expect: { unclean: 0 },
    })
    expectDiagnosis(verdict, 'overload_unclean', /with BALANCER_TIMEOUT[\s\S]*lower `max_queue`/)
  })

  test('in which workers fail suggests their real capacity', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'overload',
      options,
      fault: { kind: 'truncated_body' },
      expect: { unclean: 0 },
    })
    expectDiagnosis(verdict, 'overload_unclean', /max_concurrent_requests/)
  })

  test('that is handled has no cause', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'overload',
      options: { requests: 20, max_queue: 50 },
      expect: { rejected: '> 0' },
    })
    expectDiagnosis(verdict, 'no_overload', /all 20[\s\S]*raise `requests`/)
  })

  test('whose admitted requests wait too long suggests a shorter queue', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'overload',
      options,
      expect: { 'admitted.latency.max': '< 1us' },
    })
    expectDiagnosis(verdict, 'admitted_late', /lower `max_queue`/)
  })

  test('whose recovery misses its budget suggests what keeps the workers busy', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'overload',
      options,
      expect: { 'recovery.slowdown': '< 0.01x' },
    })
    expectDiagnosis(verdict, 'slow_recovery', /thermal throttling/)
  })
})

describe('a load that took longer than necessary', () => {
  test('left capacity unused if the strategy does not measure speed', async () => {
    const verdict = await verdictOf({
      workers: oneSlow,
      check: 'balance',
      options: { requests: 60, concurrency: 3, strategy: 'round_robin' },
      expect: { optimality_gap: '< 10%' },
    })
    expectDiagnosis(verdict, 'capacity_unused', /strategy round_robin[\s\S]*strategy: hybrid/)
  })
})

describe('waits in the queue', () => {
  test('that are rare make no ratio', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'balance',
      options: { requests: 30, concurrency: 2 },
      expect: { fairness: '< 1x' },
    })
    expectDiagnosis(verdict, 'hardly_any_waits', /raise `concurrency`/)
  })

  test('that are frequent and unequal are reported', async () => {
    const verdict = await verdictOf({
      workers: [{}],
      check: 'balance',
      options: { requests: 30, concurrency: 9 },
      expect: { fairness: '< 1x' },
    })
    expectDiagnosis(verdict, 'waits_unequal', /first come, first served/)
  })
})

describe('sessions', () => {
  test('split by a strategy without affinity suggest the right one', async () => {
    const options = { sessions: 5, requests_per_session: 6, strategy: 'round_robin' }
    const verdict = await verdictOf({
      workers: three,
      check: 'affinity',
      options,
      expect: { affinity: '>= 80%' },
    })
    expectDiagnosis(verdict, 'sessions_torn', /round_robin does not look[\s\S]*cache_affinity/)
  })

  test('that outnumber the slots are reported as such', async () => {
    const options = { sessions: 40, requests_per_session: 4 }
    const verdict = await verdictOf({
      workers: three,
      check: 'affinity',
      options,
      expect: { sessions_moved: 0 },
    })
    expectDiagnosis(verdict, 'sessions_torn', /more sessions at once than slots/)
  })
})

describe('a precondition that the selected workers miss', () => {
  test.each([['worker_not_selected', { worker: 'w9' }, /correct `worker`/]])(
    '%s',
    async (code, options, reported) => {
      const verdict = await verdictOf({
        workers: three,
        check: 'failover',
        options,
        expect: { lost: 0 },
      })
      expect(verdict.status).toBe('error')
      expectDiagnosis(verdict, code, reported)
    },
  )
})

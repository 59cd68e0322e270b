import type { RequestSummary } from '../balancer/events.ts'
import type { Worker } from '../cluster/cluster.ts'
import { packagedFile } from '../cluster/packaged-file.ts'
import type { SlotsOptions } from '../generated/checks/slots.ts'
import type { ModelResponse } from '../load/model-response.ts'
import { quantile } from '../stats/intervals/summary.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check, CheckContext } from './check.ts'
import { MeasurementBuilder, workerSubject } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { faultEvidence, served } from './load-kit/load-metrics.ts'
import { maxInFlight } from './load-kit/max-in-flight.ts'
import { responseWords } from './load-kit/server-words.ts'

/** The workload of the package, even if a project overrides `short-chat`. */
const questions = packagedFile('config/workloads/short-chat.yaml')

/** How many requests a worker really serves at once, compared with the claim of the cluster file. */
export const check: Check<SlotsOptions> = {
  async run(options, context) {
    const [worker] = context.workers
    if (!worker) throw new Error('no worker to ask')
    const claimed = worker.maxConcurrentRequests
    const ladder = ladderOf(claimed, options.up_to ?? claimed * 2)
    const builder = new MeasurementBuilder('slots', workerSubject(worker))
    await using session = await openPast(worker, Math.max(...ladder), options, context)
    const { max_tokens: maxTokens } = options
    const workload = await openWorkload(questions, { maxTokens, isStreamed: true })
    await session.warmUp(workload, { requests: 1, concurrency: 1 })
    const rungs: Rung[] = []
    const responses: ModelResponse[] = []
    for (const level of ladder) {
      session.watch.reset()
      const load = { requests: level * options.rounds, concurrency: level }
      const result = await session.load(workload, load)
      responses.push(...result.responses)
      const requests = served(session.watch)
      // Beyond its claim a worker may refuse; up to it, a failure makes the result unknown.
      if (level <= claimed && result.responses.some(({ isValid }) => !isValid)) break
      if (requests.length > 0) rungs.push(rungOf(level, requests, result.durationMs))
    }
    const valid = responses.filter(({ isValid }) => isValid).length
    return builder
      .evidence(faultEvidence(responses))
      .note(...session.notes, ...responseWords(responses))
      .metrics({
        claimed,
        success_rate: responses.length === 0 ? undefined : (valid / responses.length) * 100,
        ...(rungs.some(({ level }) => level >= claimed) && ladderMetrics(rungs, claimed)),
      })
      .build()
  },
}

/** One, two (at which some engines become much slower), the claim, and beyond it. */
function ladderOf(claimed: number, upTo: number): number[] {
  const levels = [1, 2, claimed, upTo].filter((level) => level <= Math.max(2, upTo))
  return [...new Set(levels)].sort((a, b) => a - b)
}

/** A balancer over this worker only, which would give it any number of requests. */
function openPast(
  worker: Worker,
  most: number,
  options: SlotsOptions,
  context: CheckContext,
): Promise<BalancerSession> {
  const workers = [{ ...worker, maxConcurrentRequests: most }]
  const timeoutMs = durationMs(options.timeout)
  return BalancerSession.open({ ...context, workers }, { timeoutMs, retries: 0 })
}

/** The results of one level. */
interface Rung {
  readonly level: number
  readonly perSecond: number
  readonly latencyMs: number
  /** The maximum number of responses in flight at the same moment. */
  readonly streams: number
  /** The fraction of a request's time from the first chunk of the response to the last. */
  readonly streamedPart: number
}

function rungOf(level: number, requests: readonly RequestSummary[], tookMs: number): Rung {
  const latencies = requests.map(({ totalMs }) => totalMs)
  const streams = requests.map(({ startMs, queueWaitMs, firstTokenMs = 0, serviceMs = 0 }) => {
    const sentMs = startMs + queueWaitMs
    return { startMs: sentMs + firstTokenMs, endMs: sentMs + serviceMs }
  })
  const parts = requests.map(
    ({ firstTokenMs = 0, serviceMs = 1 }) => (serviceMs - firstTokenMs) / serviceMs,
  )
  return {
    level,
    perSecond: (requests.length / tookMs) * 1_000,
    latencyMs: latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length,
    streams: maxInFlight(streams),
    streamedPart: quantile(parts, 0.5) ?? 0,
  }
}

/** Below this fraction, a response arrived at once and its chunks show nothing. */
const minStreamedPart = 0.2
/** A second request that adds less than this to the throughput was served after the first. */
const minGainOfTwo = 1.25

function ladderMetrics(rungs: readonly Rung[], claimed: number) {
  const [first] = rungs
  if (!first) return {}
  const gains = new Map(rungs.map(({ level, perSecond }) => [level, perSecond / first.perSecond]))
  const gainMax = Math.max(...gains.values())
  const isStreamed = first.streamedPart >= minStreamedPart
  const streams = Math.max(...rungs.map((rung) => rung.streams))
  const slots = isStreamed ? streams : Math.max(1, Math.round(gainMax))
  const two = gains.get(2)
  const streamsOfTwo = rungs.find(({ level }) => level === 2)?.streams ?? 0
  // Two responses that never overlapped prove it only if the second brought no more throughput.
  const turns = (two ?? 0) < minGainOfTwo && !(isStreamed && streamsOfTwo > 1)
  return {
    slots,
    claim_holds: slots >= claimed,
    serialises: two === undefined ? undefined : turns,
    'streams.max': isStreamed ? streams : undefined,
    'gain.at_2': two,
    'gain.at_claimed': gains.get(claimed),
    'gain.max': gainMax,
    method: isStreamed ? 'streams' : 'throughput',
    ...Object.fromEntries(rungs.map(({ level, latencyMs }) => [`latency.at_${level}`, latencyMs])),
  }
}

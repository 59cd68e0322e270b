import type { RequestSummary } from '../balancer/events.ts'
import type { SeriesRecord, Slo, TimeName } from '../record/load-record.ts'
import type { ModelResponse } from './model-response.ts'
import { TimeHistogram } from './time-histogram.ts'

/** One request that has ended: the client's data, and the balancer's data. */
export interface Sample {
  readonly response: ModelResponse
  /** Its intended start. */
  readonly intendedMs: number
  /** Undefined without a balancer. */
  readonly summary: RequestSummary | undefined
}

/** Counts requests and times; stores no single one. */
export class RequestSeries {
  readonly #slo: Slo | undefined
  readonly #faults = new Map<string, number>()
  /** The first error message of a server for each. */
  readonly #words = new Map<string, string>()
  readonly #times: { [Name in TimeName]?: TimeHistogram } = {}
  #ended = 0
  #ok = 0
  #good = 0
  #inputTokens = 0
  #outputTokens = 0
  #uncounted = 0
  #cachedTokens = 0
  #cacheHits = 0
  #streamed = 0
  #heldBack = 0
  #inBursts = 0
  readonly #countsChunks: boolean

  /** @param countsChunks whether a chunk counts as a token if the worker reports none */
  constructor(slo?: Slo, countsChunks = false) {
    this.#slo = slo
    this.#countsChunks = countsChunks
  }

  record(sample: Sample): void {
    const { response } = sample
    this.#ended += 1
    if (!response.isValid) {
      const fault = response.fault ?? 'unknown'
      this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1)
      if (response.words && !this.#words.has(fault)) this.#words.set(fault, response.words)
      return
    }
    this.#ok += 1
    this.#countTokens(response)
    const times = timesOf(sample)
    this.#add('latency', times.latency)
    this.#add('ttft', times.ttft)
    this.#add('tpot', times.tpot)
    this.#add('queue_wait', times.queueWait)
    this.#add('service_time', times.serviceTime)
    if (response.tokenGapsMs) for (const gapMs of response.tokenGapsMs) this.#add('itl', gapMs)
    if (this.#slo && isGood(times, this.#slo)) this.#good += 1
  }

  #countTokens(response: ModelResponse): void {
    this.#inputTokens += response.inputTokens ?? 0
    this.#outputTokens += tokensOf(response)
    const isCounted = this.#countsChunks
      ? tokensOf(response) > 0
      : response.outputTokens !== undefined
    if (!isCounted) this.#uncounted += 1
    this.#cachedTokens += response.cachedTokens ?? 0
    if (response.isCacheHit) this.#cacheHits += 1
    if (!hasTimedTokens(response)) return
    this.#streamed += 1
    if (isHeldBack(response)) this.#heldBack += 1
    else if (isInBursts(response)) this.#inBursts += 1
  }

  /** Of the latency so far; undefined before the first successful response. */
  get latencyP95Ms(): number | undefined {
    return this.#times.latency?.quantileMs(0.95)
  }

  toRecord(inFlightMax: number): SeriesRecord {
    const times = Object.entries(this.#times).map(([name, histogram]) => [
      name,
      histogram.toRecord(),
    ])
    return {
      ended: this.#ended,
      ok: this.#ok,
      faults: Object.fromEntries(this.#faults),
      ...(this.#words.size > 0 && { words: Object.fromEntries(this.#words) }),
      ...(this.#slo && { good: this.#good }),
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      ...(this.#cachedTokens > 0 && { cachedTokens: this.#cachedTokens }),
      ...(this.#cacheHits > 0 && { cacheHits: this.#cacheHits }),
      ...(this.#uncounted > 0 && { uncounted: this.#uncounted }),
      ...(this.#heldBack + this.#inBursts > 0 && { streamed: this.#streamed }),
      ...(this.#heldBack > 0 && { heldBack: this.#heldBack }),
      ...(this.#inBursts > 0 && { inBursts: this.#inBursts }),
      inFlightMax,
      times: Object.fromEntries(times),
    }
  }

  #add(name: TimeName, ms: number | undefined): void {
    if (ms === undefined) return
    this.#times[name] ??= new TimeHistogram()
    this.#times[name].record(Math.max(0, ms))
  }
}

/** All times but those from token to token, of which a request has many. */
interface Times {
  readonly latency: number
  readonly ttft: number | undefined
  readonly tpot: number | undefined
  readonly queueWait: number | undefined
  readonly serviceTime: number | undefined
}

/** As the worker counts them, else the chunks of a stream. */
export function tokensOf({ outputTokens, chunks = 0 }: ModelResponse): number {
  return outputTokens ?? chunks
}

/** A stream of fewer tokens does not show whether it was held back. */
const minTokens = 4
/** No engine generates the tokens of one stream faster: 5,000 per second. */
const minTokenMs = 0.2

function hasTimedTokens(response: ModelResponse): boolean {
  return response.firstTokenMs !== undefined && tokensOf(response) >= minTokens
}

/** Whether something between engine and client held the whole text back, so that it arrived at once. */
function isHeldBack(response: ModelResponse): boolean {
  const textMs = (response.tokenGapsMs ?? []).reduce((sum, gapMs) => sum + gapMs, 0)
  return textMs < (tokensOf(response) - 1) * minTokenMs
}

/** Fewer tokens at a time are those of speculative decoding. */
const minBurstTokens = 5
/** Shorter pauses are those of this machine, which then reads everything that has arrived at once. */
const minPauseMs = 20

/**
 * Whether tokens arrived in groups with pauses between them, so that the times between tokens are those
 * pauses.
 */
function isInBursts(response: ModelResponse): boolean {
  const pauses = (response.tokenGapsMs ?? []).filter((gapMs) => gapMs >= minTokenMs)
  if (pauses.length === 0 || tokensOf(response) < (pauses.length + 1) * minBurstTokens) return false
  return pauses.reduce((sum, gapMs) => sum + gapMs, 0) >= pauses.length * minPauseMs
}

function timesOf({ response, intendedMs, summary }: Sample): Times {
  const { endMs, firstTokenMs } = response
  const laterTokens = tokensOf(response) - 1
  return {
    latency: endMs - intendedMs,
    ttft: firstTokenMs === undefined ? undefined : firstTokenMs - intendedMs,
    // As vLLM and AIPerf define it: the first token is the prompt's, not the generation's.
    tpot:
      firstTokenMs === undefined || laterTokens < 1
        ? undefined
        : (endMs - firstTokenMs) / laterTokens,
    queueWait: summary?.queueWaitMs,
    serviceTime: summary?.serviceMs,
  }
}

/** Requests within every bound that is set (goodput: Zhong et al., DistServe, OSDI 2024). */
function isGood({ latency, ttft, tpot }: Times, slo: Slo): boolean {
  const isWithin = (ms: number | undefined, most: number | undefined) =>
    most === undefined || (ms !== undefined && ms <= most)
  return (
    isWithin(latency, slo.latencyMs) && isWithin(ttft, slo.ttftMs) && isWithin(tpot, slo.tpotMs)
  )
}

import type { RequestSummary } from '../balancer/events.ts'
import type { SeriesRecord, Slo, TimeName } from '../record/load-record.ts'
import type { Answer } from './answer.ts'
import { TimeHistogram } from './time-histogram.ts'

/** One request that has ended: what its sender saw, and what the balancer knows of it. */
export interface Sample {
  readonly answer: Answer
  /** When it was meant to start. */
  readonly intendedMs: number
  /** Undefined where no balancer was asked. */
  readonly summary: RequestSummary | undefined
}

/** Counts requests and times; keeps none of them. */
export class Series {
  readonly #slo: Slo | undefined
  readonly #faults = new Map<string, number>()
  /** The first that a server said of each. */
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
  readonly #countsChunks: boolean

  /** @param countsChunks whether a chunk stands for a token where the worker counts none */
  constructor(slo?: Slo, countsChunks = false) {
    this.#slo = slo
    this.#countsChunks = countsChunks
  }

  record(sample: Sample): void {
    const { answer } = sample
    this.#ended += 1
    if (!answer.isValid) {
      const fault = answer.fault ?? 'unknown'
      this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1)
      if (answer.words && !this.#words.has(fault)) this.#words.set(fault, answer.words)
      return
    }
    this.#ok += 1
    this.#countTokens(answer)
    const times = timesOf(sample)
    this.#add('latency', times.latency)
    this.#add('ttft', times.ttft)
    this.#add('tpot', times.tpot)
    this.#add('queue_wait', times.queueWait)
    this.#add('service_time', times.serviceTime)
    if (answer.tokenGapsMs) for (const gapMs of answer.tokenGapsMs) this.#add('itl', gapMs)
    if (this.#slo && isGood(times, this.#slo)) this.#good += 1
  }

  #countTokens(answer: Answer): void {
    this.#inputTokens += answer.inputTokens ?? 0
    this.#outputTokens += tokensOf(answer)
    const isCounted = this.#countsChunks ? tokensOf(answer) > 0 : answer.outputTokens !== undefined
    if (!isCounted) this.#uncounted += 1
    this.#cachedTokens += answer.cachedTokens ?? 0
    if (answer.isCacheHit) this.#cacheHits += 1
    if (!isTellingStream(answer)) return
    this.#streamed += 1
    if (isHeldBack(answer)) this.#heldBack += 1
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
      ...(this.#heldBack > 0 && { streamed: this.#streamed, heldBack: this.#heldBack }),
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

/** All but those from token to token, of which a request has many. */
interface Times {
  readonly latency: number
  readonly ttft: number | undefined
  readonly tpot: number | undefined
  readonly queueWait: number | undefined
  readonly serviceTime: number | undefined
}

/** As the worker counts them, else the chunks of a stream. */
export function tokensOf({ outputTokens, chunks = 0 }: Answer): number {
  return outputTokens ?? chunks
}

/** A stream of fewer tokens does not say whether it was held back. */
const fewestTokens = 4
/** No engine writes the tokens of one stream faster: 5,000 per second. */
const leastTokenMs = 0.2

function isTellingStream(answer: Answer): boolean {
  return answer.firstTokenMs !== undefined && tokensOf(answer) >= fewestTokens
}

/** Whether something between engine and client kept the whole text back, so that it came at once. */
function isHeldBack(answer: Answer): boolean {
  const textMs = (answer.tokenGapsMs ?? []).reduce((sum, gapMs) => sum + gapMs, 0)
  return textMs < (tokensOf(answer) - 1) * leastTokenMs
}

function timesOf({ answer, intendedMs, summary }: Sample): Times {
  const { endMs, firstTokenMs } = answer
  const laterTokens = tokensOf(answer) - 1
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

/** Good are those inside every bound that is set (goodput: Zhong et al., DistServe, OSDI 2024). */
function isGood({ latency, ttft, tpot }: Times, slo: Slo): boolean {
  const isWithin = (ms: number | undefined, most: number | undefined) =>
    most === undefined || (ms !== undefined && ms <= most)
  return (
    isWithin(latency, slo.latencyMs) && isWithin(ttft, slo.ttftMs) && isWithin(tpot, slo.tpotMs)
  )
}

import type { RequestSummary } from '../balancer/events.ts'
import type { SeriesRecord, TimeName } from '../record/load-record.ts'
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

/** The times that make a request a good one; what is undefined is not asked. */
export interface Slo {
  readonly latencyMs?: number | undefined
  readonly ttftMs?: number | undefined
  readonly tpotMs?: number | undefined
}

/** Counts requests and times; keeps none of them. */
export class Series {
  readonly #slo: Slo | undefined
  readonly #faults = new Map<string, number>()
  readonly #times: { [Name in TimeName]?: TimeHistogram } = {}
  #ended = 0
  #ok = 0
  #good = 0
  #inputTokens = 0
  #outputTokens = 0

  constructor(slo?: Slo) {
    this.#slo = slo
  }

  record(sample: Sample): void {
    const { answer } = sample
    this.#ended += 1
    if (!answer.isValid) {
      const fault = answer.fault ?? 'unknown'
      this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1)
      return
    }
    this.#ok += 1
    this.#inputTokens += answer.inputTokens ?? 0
    this.#outputTokens += answer.outputTokens ?? 0
    const times = timesOf(sample)
    this.#add('latency', times.latency)
    this.#add('ttft', times.ttft)
    this.#add('tpot', times.tpot)
    this.#add('queue_wait', times.queueWait)
    this.#add('service_time', times.serviceTime)
    if (answer.tokenGapsMs) for (const gapMs of answer.tokenGapsMs) this.#add('itl', gapMs)
    if (this.#slo && isGood(times, this.#slo)) this.#good += 1
  }

  /** Of the latency so far; undefined before the first good answer. */
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
      ...(this.#slo && { good: this.#good }),
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
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

function timesOf({ answer, intendedMs, summary }: Sample): Times {
  const { endMs, firstTokenMs, outputTokens = 0 } = answer
  const laterTokens = outputTokens - 1
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

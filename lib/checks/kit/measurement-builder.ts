import { claimWords } from '../../balancer/admission/claim-words.ts'
import type { Worker } from '../../cluster/cluster.ts'
import type { ProbeFailure } from '../../probes/failure.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import type {
  CheckError,
  Evidence,
  Measurement,
  Subject,
  Vantage,
} from '../../record/measurement.ts'
import type { Overclaim } from '../../record/overclaim.ts'
import type { MetricValue } from '../../units/dimension.ts'
import type { Interval } from '../../units/interval.ts'

/** Collects the results of a check, in chronological order. */
export class MeasurementBuilder {
  readonly #check: string
  readonly #subject: Subject
  readonly #startedAt = new Date()
  readonly #startMs = performance.now()
  readonly #metrics: Record<string, MetricValue> = {}
  readonly #intervals: Record<string, Interval> = {}
  readonly #evidence: Evidence[] = []
  readonly #notes: string[] = []
  readonly #loads: LoadRecord[] = []
  readonly #overclaims: Overclaim[] = []
  readonly #unfit = new Set<string>()
  #vantages: readonly Vantage[] | undefined
  #error: CheckError | undefined

  constructor(check: string, subject: Subject) {
    this.#check = check
    this.#subject = subject
  }

  get subject(): Subject {
    return this.#subject
  }

  /** Sets metrics; undefined values stay absent, because no data must never look like a value. */
  metrics(values: Readonly<Record<string, MetricValue | undefined>>): this {
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) this.#metrics[name] = value
    }
    return this
  }

  /**
   * Sets the intervals of metrics, by their names; a metric without an interval is judged as exact.
   * Undefined values stay absent.
   * @throws RangeError for ends that are not finite or not in order
   */
  intervals(values: Readonly<Record<string, Interval | undefined>>): this {
    for (const [name, interval] of Object.entries(values)) {
      if (interval === undefined) continue
      const { low, high, confidence } = interval
      const isOne = Number.isFinite(low) && Number.isFinite(high) && low <= high
      if (!isOne) throw new RangeError(`${low} to ${high} is not an interval of \`${name}\``)
      this.#intervals[name] = { low, high, confidence }
    }
    return this
  }

  succeeded(attempt: string, detail: string, afterMs: number): this {
    this.#evidence.push({ attempt, outcome: 'ok', detail, afterMs })
    return this
  }

  failed(attempt: string, { kind, code, detail, afterMs }: ProbeFailure): this {
    const reported = code && !detail.includes(code) ? `${code}: ${detail}` : detail
    this.#evidence.push({ attempt, outcome: kind, detail: reported, afterMs })
    return this
  }

  /** Adds attempts that were made elsewhere. */
  evidence(list: readonly Evidence[]): this {
    this.#evidence.push(...list)
    return this
  }

  /** Says from where it was probed. */
  vantages(list: readonly Vantage[]): this {
    this.#vantages = list
    return this
  }

  /** Adds a load that was sent. */
  load(record: LoadRecord): this {
    this.#loads.push(record)
    return this
  }

  /**
   * Adds workers that accept fewer requests at once than the cluster file claims, and a note about each.
   */
  overclaims(list: readonly Overclaim[]): this {
    this.#overclaims.push(...list)
    return this.note(...list.map((each) => `${each.worker} ${claimWords(each)}`))
  }

  /** Adds a reason why the measurement cannot be judged; the same reason counts once. */
  unfit(reasons: readonly string[]): this {
    for (const reason of reasons) this.#unfit.add(reason)
    return this
  }

  note(...texts: readonly string[]): this {
    for (const text of texts) if (!this.#notes.includes(text)) this.#notes.push(text)
    return this
  }

  /** The check could not run: an error, not a finding about the cluster. */
  error(code: string, message: string): this {
    this.#error = { code, message }
    return this
  }

  build(): Measurement {
    return {
      check: this.#check,
      subject: this.#subject,
      metrics: this.#metrics,
      ...(Object.keys(this.#intervals).length > 0 && { intervals: this.#intervals }),
      ...(this.#loads.length > 0 && { loads: this.#loads }),
      ...(this.#overclaims.length > 0 && { overclaims: this.#overclaims }),
      ...(this.#unfit.size > 0 && { unfit: [...this.#unfit] }),
      ...(this.#vantages && { vantages: this.#vantages }),
      evidence: this.#evidence,
      notes: this.#notes,
      startedAt: this.#startedAt.toISOString(),
      durationMs: performance.now() - this.#startMs,
      ...(this.#error && { error: this.#error }),
    }
  }
}

/** A worker as the subject of a measurement. */
export function workerSubject(worker: Worker): Subject {
  return {
    name: worker.id,
    host: worker.host,
    port: worker.port,
    workerType: worker.simulate?.imitates ?? worker.type,
    ...(worker.model !== undefined && { model: worker.model }),
  }
}

/** `host:port` with brackets around IPv6 addresses. */
export function endpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

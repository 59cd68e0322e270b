import type { ScrapedSource, TelemetrySeries } from '../record/telemetry-record.ts'
import { type TelemetryName, telemetryQuantities } from '../units/telemetry-quantity.ts'
import { CounterIncrease } from './counter-increase.ts'
import { GaugeSeries } from './gauge-series.ts'
import type { Scrape } from './scrape.ts'
import type { MetricsPage } from './worker-pages.ts'

/** When a scrape was made; `late`: started before the load, and completed during it. */
export type Phase = 'before' | 'late' | 'during' | 'after'

/** The value of a quantity on one page, or why there is none. */
export type Reported = { readonly series: TelemetrySeries } | { readonly missing: string }

/** The results of the scrapes of one page during one load. */
export class PageLog {
  readonly #page: MetricsPage
  readonly #gauges = new Map<TelemetryName, GaugeSeries>()
  readonly #counters = new Map<TelemetryName, CounterIncrease>()
  /** Phases in which a quantity was reported. */
  readonly #phases = new Map<TelemetryName, Set<Phase>>()
  #scrapes = 0
  #failed = 0
  #failure: string | undefined

  constructor(page: MetricsPage) {
    this.#page = page
  }

  /** @param atMs since the start of the load; below 0 before it */
  add(phase: Phase, atMs: number, scrape: Scrape): void {
    // No one waited for its end.
    if (!scrape.ok && scrape.kind === 'stopped') return
    this.#scrapes += 1
    if (!scrape.ok) {
      this.#failed += 1
      this.#failure ??= scrape.reason
      return
    }
    for (const [name, value] of Object.entries(scrape.values) as [TelemetryName, number][]) {
      this.#addValue(name, phase, Math.round(Math.max(0, atMs)), value)
    }
  }

  toSource(): ScrapedSource {
    return {
      url: this.#page.shownUrl,
      scrapes: this.#scrapes,
      failed: this.#failed,
      ...(this.#failure !== undefined && { failure: this.#failure }),
    }
  }

  /** Undefined if the quantity is not read from this page. */
  reported(name: TelemetryName): Reported | undefined {
    const metrics = this.#page.names[name]
    if (!metrics || metrics.length === 0) return undefined
    const figures = this.#gauges.get(name)?.figures()
    const gap = this.#gapOf(name)
    if (figures && gap === undefined) {
      const isCount = telemetryQuantities[name].kind === 'count'
      const increase = isCount && { increase: figures.max }
      return { series: { url: this.#page.shownUrl, ...figures, ...increase } }
    }
    const named = metrics.map((metric) => `\`${metric.name}\``).join(' or ')
    return { missing: gap ?? `${this.#page.shownUrl} has no ${named}` }
  }

  #addValue(name: TelemetryName, phase: Phase, atMs: number, value: number): void {
    const { worst, kind, isSlow } = telemetryQuantities[name]
    // Unknown whether it is a value of the load.
    if (phase === 'late' && !isSlow) return
    const phases = this.#phases.get(name) ?? new Set()
    this.#phases.set(name, phases.add(phase))
    if (phase !== 'during' && !isSlow && kind === 'gauge') return
    const gauge = this.#gauges.get(name) ?? new GaugeSeries(worst)
    this.#gauges.set(name, gauge)
    gauge.add(atMs, kind === 'count' ? this.#counted(name, value) : value)
  }

  #counted(name: TelemetryName, value: number): number {
    const counter = this.#counters.get(name) ?? new CounterIncrease()
    this.#counters.set(name, counter)
    return counter.add(value)
  }

  /** Why the values of a quantity are not representative of the load. */
  #gapOf(name: TelemetryName): string | undefined {
    const { shownUrl } = this.#page
    if (this.#scrapes === 0) return `${shownUrl} was not scraped`
    if (this.#failed === this.#scrapes) {
      const all = this.#scrapes === 1 ? 'the only scrape' : `all ${this.#scrapes} scrapes`
      return `${all} of ${shownUrl} failed: ${this.#failure}`
    }
    const phases = this.#phases.get(name)
    if (!phases) return undefined
    if (telemetryQuantities[name].kind === 'count') {
      const lacks = (['before', 'after'] as const).find((phase) => !phases.has(phase))
      const reason = this.#failure === undefined ? '' : `: ${this.#failure}`
      return lacks && `no scrape of ${shownUrl} right ${lacks} the load had it${reason}`
    }
    const isSeen = this.#gauges.has(name)
    return isSeen ? undefined : `no scrape of ${shownUrl} fell into the load`
  }
}

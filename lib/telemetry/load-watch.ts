import { setTimeout as sleep } from 'node:timers/promises'
import { Deadline } from '../time/deadline.ts'
import { PageLog, type Phase } from './page-log.ts'
import type { WatchedPage } from './watched-page.ts'

/** Maximum time in milliseconds that a load waits for the scrapes before it. */
const headStartMs = 250

/** Scrapes pages during one load. */
export class LoadWatch {
  readonly #pages: readonly WatchedPage[]
  readonly #signal: AbortSignal
  readonly #logs: ReadonlyMap<WatchedPage, PageLog>
  readonly #stop = new AbortController()
  readonly #deadline: Deadline
  /** Undefined before the load has begun. */
  #startMs: number | undefined
  #during: Promise<unknown> = Promise.resolve()

  private constructor(pages: readonly WatchedPage[], signal: AbortSignal) {
    this.#pages = pages
    this.#signal = signal
    this.#deadline = new Deadline({ signals: [signal, this.#stop.signal] })
    this.#logs = new Map(pages.map((watched) => [watched, new PageLog(watched.page)]))
  }

  /** @param signal ends it, as it ends the load */
  static async begin(pages: readonly WatchedPage[], signal: AbortSignal): Promise<LoadWatch> {
    const watch = new LoadWatch(pages, signal)
    if (pages.length === 0) return watch
    const fast = pages.filter(({ isSlow }) => !isSlow)
    const before = pages.map((page) => ({
      page,
      done: watch.#scrape(page, 'before', watch.#ended),
    }))
    await Promise.race([
      Promise.all(before.flatMap(({ page, done }) => (fast.includes(page) ? done : []))),
      sleep(headStartMs, undefined, { ref: false }),
    ])
    watch.#startMs = performance.now()
    const during = pages.map((page) => watch.#repeat(page, watch.#startMs ?? 0))
    watch.#during = Promise.all([...before.map(({ done }) => done), ...during])
    return watch
  }

  /** Aborts with the load's signal, and with its end. */
  get #ended(): AbortSignal {
    return this.#deadline.signal
  }

  /** Scrapes a last time, unless a page is slow or the load was stopped. Called when the load has ended. */
  async stop(): Promise<ReadonlyMap<WatchedPage, PageLog>> {
    this.#stop.abort()
    await this.#during
    this.#deadline[Symbol.dispose]()
    // A page that hung before is not awaited a second time.
    const pages = this.#pages.filter(({ isSlow }) => !isSlow)
    await Promise.all(pages.map((page) => this.#scrape(page, 'after', this.#signal)))
    return this.#logs
  }

  /** The first one soon, because a load may be short. */
  async #repeat(watched: WatchedPage, startMs: number): Promise<void> {
    const { intervalMs } = watched.page
    let dueMs = startMs + Math.min(intervalMs, 1_000) / 10
    while (!this.#ended.aborted) {
      await pause(dueMs - performance.now(), this.#ended)
      await this.#scrape(watched, 'during', this.#ended)
      dueMs = Math.max(dueMs + intervalMs, performance.now())
    }
  }

  async #scrape(watched: WatchedPage, phase: Phase, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const scraped = await watched.scrape(signal)
    const atMs = this.#startMs === undefined ? 0 : performance.now() - this.#startMs
    const isLate = phase === 'before' && this.#startMs !== undefined
    this.#logs.get(watched)?.add(isLate ? 'late' : phase, atMs, scraped)
  }
}

/** Ends early with the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(0, ms), undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

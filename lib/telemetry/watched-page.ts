import { type Scrape, scrape } from './scrape.ts'
import type { MetricsPage } from './worker-pages.ts'

/** A page of metrics over all loads of a check. */
export class WatchedPage {
  readonly page: MetricsPage
  /** Its last scrape timed out: the next one is not awaited. */
  isSlow = false

  constructor(page: MetricsPage) {
    this.page = page
  }

  async scrape(signal: AbortSignal): Promise<Scrape> {
    const scraped = await scrape(this.page, signal)
    if (scraped.ok || scraped.kind !== 'stopped') {
      this.isSlow = !scraped.ok && scraped.kind === 'slow'
    }
    return scraped
  }
}

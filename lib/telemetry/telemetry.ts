import type { Worker } from '../cluster/cluster.ts'
import type { WorkerTelemetry } from '../record/telemetry-record.ts'
import { type TelemetryName, telemetryNames } from '../units/telemetry-quantity.ts'
import { LoadWatch } from './load-watch.ts'
import type { PageLog } from './page-log.ts'
import { WatchedPage } from './watched-page.ts'
import { metricsPages } from './worker-pages.ts'

/** By the id of the worker; only those with sources. */
export type TelemetryRecord = Readonly<Record<string, WorkerTelemetry>>

interface WatchedWorker {
  readonly id: string
  readonly pages: readonly WatchedPage[]
}

/** Scrapes telemetry of workers during loads. */
export class Telemetry {
  readonly #workers: readonly WatchedWorker[]

  /** @throws UserError for a secret of the cluster file that is not set */
  constructor(workers: readonly Worker[]) {
    this.#workers = workers
      .map((worker) => ({
        id: worker.id,
        pages: metricsPages(worker).map((page) => new WatchedPage(page)),
      }))
      .filter(({ pages }) => pages.length > 0)
  }

  /**
   * Scrapes once before a load, then at each page's interval until the watch is stopped. Waits for the
   * first scrapes, but not for a slow page.
   */
  begin(signal: AbortSignal): Promise<LoadWatch> {
    return LoadWatch.begin(
      this.#workers.flatMap(({ pages }) => pages),
      signal,
    )
  }

  /** The results of a watch; undefined if no worker has a source. */
  recordOf(logs: ReadonlyMap<WatchedPage, PageLog>): TelemetryRecord | undefined {
    if (this.#workers.length === 0) return undefined
    const records = this.#workers.map(({ id, pages }) => {
      return [id, recordOf(pages.flatMap((page) => logs.get(page) ?? []))] as const
    })
    return Object.fromEntries(records)
  }
}

/** If several pages have a quantity, the first counts. */
function recordOf(logs: readonly PageLog[]): WorkerTelemetry {
  const series: Partial<Record<TelemetryName, WorkerTelemetry['series'][TelemetryName]>> = {}
  const missing: Partial<Record<TelemetryName, string>> = {}
  for (const name of telemetryNames) {
    const reported = logs.flatMap((log) => log.reported(name) ?? [])
    const known = reported.find((each) => 'series' in each)
    if (known) series[name] = known.series
    else missing[name] = reasonOf(reported) ?? noKnownMetric(name, logs)
  }
  return { sources: logs.map((log) => log.toSource()), series, missing }
}

function reasonOf(
  reported: readonly ({ readonly missing: string } | object)[],
): string | undefined {
  const reasons = reported.flatMap((each) => ('missing' in each ? each.missing : []))
  return reasons.length > 0 ? reasons.join('; ') : undefined
}

function noKnownMetric(name: TelemetryName, logs: readonly PageLog[]): string {
  const urls = logs.map((log) => log.toSource().url).join(', ')
  return `no known metric of ${urls} reports \`${name}\``
}

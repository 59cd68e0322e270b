import type { LoadRecord } from '../record/load-record.ts'
import type { ScrapedSource, TelemetrySeries, WorkerTelemetry } from '../record/telemetry-record.ts'
import { telemetryNames } from '../units/telemetry-quantity.ts'

type Telemetry = NonNullable<LoadRecord['telemetry']>

/**
 * Telemetry of several loads, merged, without the points. A quantity that is missing in one of them is
 * missing in all: they are one measurement.
 */
export function mergeTelemetry(records: readonly LoadRecord[]): Telemetry | undefined {
  const ids = new Set(records.flatMap(({ telemetry = {} }) => Object.keys(telemetry)))
  if (ids.size === 0) return undefined
  const merged = [...ids].map((id): [string, WorkerTelemetry] => [
    id,
    mergeWorker(records.flatMap(({ telemetry }) => telemetry?.[id] ?? [])),
  ])
  return Object.fromEntries(merged)
}

function mergeWorker(all: readonly WorkerTelemetry[]): WorkerTelemetry {
  const series = telemetryNames.flatMap((name) => {
    const known = all.flatMap((each) => each.series[name] ?? [])
    return known.length > 0 ? [[name, mergeSeries(known)]] : []
  })
  return {
    sources: mergeSources(all.flatMap(({ sources }) => sources)),
    series: Object.fromEntries(series),
    missing: Object.assign({}, ...all.toReversed().map(({ missing }) => missing)),
  }
}

function mergeSeries(all: readonly TelemetrySeries[]): TelemetrySeries {
  const count = all.reduce((sum, each) => sum + each.count, 0)
  const increases = all.flatMap(({ increase }) => increase ?? [])
  return {
    count,
    url: all[0]?.url ?? '',
    min: Math.min(...all.map(({ min }) => min)),
    max: Math.max(...all.map(({ max }) => max)),
    avg: all.reduce((sum, each) => sum + each.avg * each.count, 0) / count,
    ...(increases.length > 0 && { increase: increases.reduce((sum, each) => sum + each, 0) }),
    points: [],
  }
}

function mergeSources(all: readonly ScrapedSource[]): ScrapedSource[] {
  const byUrl = new Map<string, ScrapedSource>()
  for (const source of all) {
    const known = byUrl.get(source.url)
    byUrl.set(source.url, {
      ...source,
      ...known,
      scrapes: source.scrapes + (known?.scrapes ?? 0),
      failed: source.failed + (known?.failed ?? 0),
    })
  }
  return [...byUrl.values()]
}

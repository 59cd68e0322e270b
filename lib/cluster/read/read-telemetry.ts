import type {
  ClusterFileMetric,
  ClusterFileTelemetry,
  ClusterFileTelemetrySource,
} from '../../generated/cluster.ts'
import type { MetricSelection, TelemetrySource } from '../telemetry-source.ts'
import { milliseconds } from './quantities.ts'

/**
 * The sources of a worker's metrics; undefined if there are none.
 * @param host of the worker, for `{host}` in a URL; IPv6 without brackets
 */
export function readTelemetry(
  telemetry: ClusterFileTelemetry | undefined,
  host: string,
): readonly TelemetrySource[] | undefined {
  const sources = [telemetry ?? false].flat().filter((source) => source !== false)
  return sources.length === 0 ? undefined : sources.map((source) => readSource(source, host))
}

function readSource(entry: ClusterFileTelemetrySource, host: string): TelemetrySource {
  const { url, format, interval = '1s', metrics = {} } = typeof entry === 'object' ? entry : {}
  const selected = Object.entries(metrics).map(([name, metric]) => [name, readMetric(metric)])
  return {
    ...(url !== undefined && { url: withHost(url, host) }),
    ...(format !== undefined && { format }),
    intervalMs: milliseconds(interval),
    metrics: Object.fromEntries(selected),
  }
}

function readMetric(metric: ClusterFileMetric): MetricSelection {
  return typeof metric === 'string' ? { name: metric } : metric
}

/** Fills a worker's host into the URL of an exporter that runs on each of them. */
export function withHost(url: string, host: string): string {
  return url.replaceAll('{host}', host.includes(':') ? `[${host}]` : host)
}

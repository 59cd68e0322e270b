import type { Worker } from '../cluster/cluster.ts'
import { workerHeaders } from '../cluster/secret.ts'
import type { MetricSelection, TelemetrySource } from '../cluster/telemetry-source.ts'
import { type TlsMaterial, tlsMaterial } from '../cluster/tls-material.ts'
import { workerUrl } from '../cluster/worker-url.ts'
import type { MetricName, MetricNames } from '../servers/metric-names.ts'
import { serverOf, servers } from '../servers/servers.ts'
import type { TelemetryName } from '../units/telemetry-quantity.ts'
import { exporters } from './exporters.ts'

/** A page of metrics, with everything needed to read it. */
export interface MetricsPage {
  readonly url: string
  /** For reports: without its query, which may contain a secret. */
  readonly shownUrl: string
  /** Sent only to the worker's own address. */
  readonly headers: Readonly<Record<string, string>>
  readonly tls?: TlsMaterial
  readonly intervalMs: number
  readonly names: MetricNames
}

/**
 * The pages about a worker.
 * @throws UserError for a secret that is not set, which is sent with every request to the worker
 */
export function metricsPages(worker: Worker): MetricsPage[] {
  return (worker.telemetry ?? []).map((source) => pageOf(worker, source))
}

function pageOf(worker: Worker, source: TelemetrySource): MetricsPage {
  const ownPath = serverOf(worker).telemetry?.path ?? '/metrics'
  const url = source.url === undefined ? workerUrl(worker, ownPath) : new URL(source.url)
  const isOwn = url.origin === workerUrl(worker, '/').origin
  return {
    url: url.href,
    shownUrl: url.origin + url.pathname,
    headers: isOwn ? workerHeaders(worker, process.env) : {},
    ...(isOwn && worker.tls && { tls: tlsMaterial(worker.tls) }),
    intervalMs: source.intervalMs,
    names: { ...namesOf(worker, source), ...selected(source.metrics) },
  }
}

function namesOf(worker: Worker, { url, format, metrics }: TelemetrySource): MetricNames {
  if (format !== undefined) return exporters[format].names
  // Another exporter, for which the user configures each metric.
  if (url !== undefined && Object.keys(metrics).length > 0) return {}
  const imitated = serverOf(worker).telemetry?.names
  return { ...(worker.type === 'simulated' && servers.simulated.telemetry?.names), ...imitated }
}

function selected(metrics: TelemetrySource['metrics']): MetricNames {
  const entries = Object.entries(metrics) as [TelemetryName, MetricSelection][]
  return Object.fromEntries(entries.map(([name, metric]) => [name, [withUnit(name, metric)]]))
}

/** The usual units of exporters. */
function withUnit(name: TelemetryName, metric: MetricSelection): MetricName {
  return name === 'kv_cache' ? { unit: 'ratio', ...metric } : metric
}

import type { SourceDocument, SourcePath } from '../../source/document.ts'
import type { Problem } from '../../source/user-error.ts'
import {
  type TelemetryName,
  type TelemetryUnit,
  telemetryQuantities,
  telemetryUnits,
} from '../../units/telemetry-quantity.ts'
import { milliseconds } from '../read/quantities.ts'
import { withHost } from '../read/read-telemetry.ts'

/**
 * Problems that a schema cannot express in `telemetry` of a cluster file or of a worker; its value may have
 * any form.
 */
export function telemetryProblems(
  document: SourceDocument,
  telemetry: unknown,
  path: SourcePath,
): Problem[] {
  const entries: [unknown, SourcePath][] = Array.isArray(telemetry)
    ? telemetry.map((source, index) => [source, [...path, index]])
    : [[telemetry, path]]
  return entries.flatMap(([source, place]) =>
    isMap(source) ? sourceProblems(document, source, place) : [],
  )
}

type Entry = Readonly<Record<string, unknown>>

function sourceProblems(document: SourceDocument, source: Entry, path: SourcePath): Problem[] {
  const { url, format, interval, metrics } = source
  const problems: Problem[] = []
  const fault = typeof url === 'string' ? faultOfUrl(url) : undefined
  if (fault !== undefined) {
    const expected = 'a URL such as "http://{host}:9400/metrics", without a name and password'
    problems.push(document.problem('invalid_url', [...path, 'url'], fault, { expected }))
  }
  if (url !== undefined && format === undefined && metrics === undefined) {
    const message = 'whose metrics `url` has is not known'
    const expected = 'a `format`, such as `dcgm`, or the names of `metrics`'
    problems.push(document.problem('missing_key', path, message, { expected }))
  }
  if (typeof interval === 'string' && isTooShort(interval)) {
    const message = `\`${interval}\` is too short: scrapes disturb what they measure`
    const expected = 'at least 100ms'
    problems.push(document.problem('out_of_range', [...path, 'interval'], message, { expected }))
  }
  return isMap(metrics)
    ? [...problems, ...metricProblems(document, metrics, [...path, 'metrics'])]
    : problems
}

function faultOfUrl(written: string): string | undefined {
  if (!/^https?:\/\//.test(written)) return undefined // The schema reports that.
  const url = URL.canParse(withHost(written, 'host'))
    ? new URL(withHost(written, 'host'))
    : undefined
  if (!url) return '`url` is not a valid URL'
  const hasCredentials = url.username !== '' || url.password !== ''
  return hasCredentials ? '`url` contains a name or a password' : undefined
}

const minIntervalMs = 100

function isTooShort(interval: string): boolean {
  try {
    return milliseconds(interval) < minIntervalMs
  } catch (error) {
    // Not a duration; the schema reports that.
    if (error instanceof RangeError) return false
    throw error
  }
}

function metricProblems(document: SourceDocument, metrics: Entry, path: SourcePath): Problem[] {
  return Object.entries(metrics).flatMap(([name, metric]) => {
    const unit = isMap(metric) ? metric.unit : undefined
    if (!isName(name) || !isUnit(unit)) return []
    const { dimension } = telemetryQuantities[name]
    if (telemetryUnits[unit].dimension === dimension) return []
    const units = Object.entries(telemetryUnits).filter(([, each]) => each.dimension === dimension)
    const known = units.map(([each]) => each)
    const expected = known.length === 0 ? 'no `unit`: it is a number' : `one of ${known.join(', ')}`
    const message = `\`${unit}\` is not a unit of \`${name}\``
    return [document.problem('unknown_value', [...path, name, 'unit'], message, { expected })]
  })
}

function isName(name: string): name is TelemetryName {
  return Object.hasOwn(telemetryQuantities, name)
}

function isUnit(unit: unknown): unit is TelemetryUnit {
  return typeof unit === 'string' && Object.hasOwn(telemetryUnits, unit)
}

function isMap(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

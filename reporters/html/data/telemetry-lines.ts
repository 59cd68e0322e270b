import {
  type TelemetryName,
  telemetryNames,
  telemetryQuantities,
} from '../../../lib/units/telemetry-quantity.ts'
import type { NamedLoad } from './loads.ts'

/** One quantity over the time of a test. */
export interface TelemetryPanel {
  readonly name: TelemetryName
  /** One for each worker that reported it. */
  readonly lines: readonly TelemetryLine[]
}

export interface TelemetryLine {
  readonly worker: string
  /** For each load, the points in order; milliseconds since the first load began. */
  readonly loads: readonly (readonly { readonly ms: number; readonly value: number }[])[]
}

/** Telemetry of workers, by quantity; without quantities that were always 0. */
export function telemetryPanels(loads: readonly NamedLoad[]): readonly TelemetryPanel[] {
  const starts = loads.map(({ load }) => Date.parse(load.startedAt))
  if (starts.some(Number.isNaN)) return []
  const firstMs = Math.min(...starts)
  const workers = [...new Set(loads.flatMap(({ load }) => Object.keys(load.telemetry ?? {})))]
  return telemetryNames.flatMap((name) => {
    const lines = workers
      .map((worker) => ({
        worker,
        loads: loads.flatMap(({ load }, index) => {
          const points = load.telemetry?.[worker]?.series[name]?.points ?? []
          const offsetMs = (starts[index] ?? firstMs) - firstMs
          const placed = points.map(({ atMs, value }) => ({ ms: atMs + offsetMs, value }))
          return placed.length > 0 ? [placed] : []
        }),
      }))
      .filter((line) => line.loads.length > 0)
    const isQuiet = valuesOf(lines).every((value) => value === 0)
    // A counter that stays at 0 is visible in the numbers of its metric.
    return isQuiet && !telemetryQuantities[name].isSlow ? [] : [{ name, lines }]
  })
}

export function valuesOf(lines: readonly TelemetryLine[]): number[] {
  return lines.flatMap(({ loads }) => loads.flatMap((points) => points.map(({ value }) => value)))
}

import type { LoadRecord } from '../../../record/load-record.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { TelemetryName } from '../../../units/telemetry-quantity.ts'

/** The clock of a worker over its loads, in megahertz. */
export interface ClockCourse {
  readonly startMHz: number
  /** In the slowest third after the first. */
  readonly laterMHz: number
  readonly hasFallen: boolean
  /** The highest temperature while it was slowest; undefined if none was reported. */
  readonly celsius: number | undefined
}

/** Fewer values do not distinguish a trend from chance. */
const minValues = 6
/** Clocks vary a little by themselves. */
const minFall = 0.1

/** Undefined if no exporter reported enough values of the clock. */
export function clockCourse(loads: readonly LoadRecord[], id: string): ClockCourse | undefined {
  const clock = pointsOf(loads, id, 'clock')
  if (clock.length < minValues) return undefined
  const third = Math.floor(clock.length / 3)
  // Medians, because an idle moment has a slow clock as well.
  const startMHz = median(clock.slice(0, third))
  const later = [clock.slice(third, -third), clock.slice(-third)].map((points) => ({
    points,
    mhz: median(points),
  }))
  const [slowest] = later.toSorted((a, b) => a.mhz - b.mhz)
  if (!slowest) return undefined
  return {
    startMHz,
    laterMHz: slowest.mhz,
    hasFallen: slowest.mhz <= startMHz * (1 - minFall),
    celsius: hottestWhile(pointsOf(loads, id, 'temperature'), slowest.points),
  }
}

/** Temperature at which GPUs and CPUs lower their clock. */
const hotFrom = 80

/**
 * `its clock fell from 1980MHz to 1200MHz at 91°C`, with the meaning; undefined if nothing was reported.
 */
export function clockInWords(loads: readonly LoadRecord[], id: string): string | undefined {
  const course = clockCourse(loads, id)
  if (!course) return undefined
  const { celsius, hasFallen } = course
  const [start, later] = [course.startMHz, course.laterMHz].map((mhz) =>
    formatQuantity(Math.round(mhz), 'frequency'),
  )
  const at =
    celsius === undefined ? '' : ` at ${formatQuantity(Math.round(celsius), 'temperature')}`
  if (!hasFallen) {
    return `not throttled, its clock did not fall (${start}${at}): another program that started, or heavier requests`
  }
  return `throttled: its clock fell from ${start} to ${later}${at}${reasonAt(celsius)}`
}

function reasonAt(celsius: number | undefined): string {
  if (celsius === undefined) return ', by heat or a power limit'
  return celsius >= hotFrom ? '' : ', which is not hot: a power limit, or power saving'
}

interface Point {
  /** Milliseconds since 1970. */
  readonly ms: number
  readonly value: number
}

/** Over all loads, in the order of time. */
function pointsOf(loads: readonly LoadRecord[], id: string, name: TelemetryName): Point[] {
  return loads
    .flatMap(({ startedAt, telemetry }) => {
      const startMs = Date.parse(startedAt)
      const points = telemetry?.[id]?.series[name]?.points ?? []
      return points.map(({ atMs, value }) => ({ ms: startMs + atMs, value }))
    })
    .toSorted((a, b) => a.ms - b.ms)
}

function median(points: readonly Point[]): number {
  const values = points.map(({ value }) => value).toSorted((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? Number.NaN
}

function hottestWhile(heat: readonly Point[], points: readonly Point[]): number | undefined {
  const [fromMs = 0, toMs = 0] = [points.at(0)?.ms, points.at(-1)?.ms]
  const meanwhile = heat.filter(({ ms }) => ms >= fromMs && ms <= toMs)
  return meanwhile.length === 0 ? undefined : Math.max(...meanwhile.map(({ value }) => value))
}

/** A time in which a value changes linearly to its next target. */
export interface RampStage {
  readonly durationMs: number
  readonly target: number
}

interface Segment {
  readonly startMs: number
  readonly durationMs: number
  readonly from: number
  readonly to: number
  /** Area of the value over the time before it, in units times milliseconds. */
  readonly areaBefore: number
}

/** A piecewise linear value over time. */
export class Ramp {
  readonly durationMs: number
  /** Area of the value over all of its time, in units times milliseconds. */
  readonly area: number
  readonly #segments: readonly Segment[]

  /**
   * @param from the value at the start
   * @throws RangeError without a stage, and for durations and targets that are negative or infinite
   */
  constructor(from: number, stages: readonly RampStage[]) {
    if (stages.length === 0) throw new RangeError('no stage')
    checkNumber('the start of a ramp', from)
    const segments: Segment[] = []
    let [startMs, value, areaBefore] = [0, from, 0]
    for (const { durationMs, target } of stages) {
      checkNumber('the duration of a stage', durationMs)
      checkNumber('the target of a stage', target)
      segments.push({ startMs, durationMs, from: value, to: target, areaBefore })
      areaBefore += ((value + target) / 2) * durationMs
      startMs += durationMs
      value = target
    }
    this.#segments = segments
    this.durationMs = startMs
    this.area = areaBefore
  }

  /** The value at a time; constant after the end. */
  valueAt(ms: number): number {
    const segment = this.#segments.findLast(({ startMs }) => startMs <= ms)
    if (!segment) return 0
    const { startMs, durationMs, from, to } = segment
    const part = durationMs === 0 ? 1 : Math.min(1, (ms - startMs) / durationMs)
    return from + (to - from) * part
  }

  /**
   * When the area reaches each of these, which must not decrease; ends at the first that it never exceeds.
   */
  *timesOfAreas(areas: Iterable<number>): Generator<number> {
    const segments = this.#segments.values()
    let segment = segments.next()
    for (const area of areas) {
      while (!segment.done && area >= areaAfter(segment.value) - rounding) segment = segments.next()
      if (segment.done) return
      yield timeOfArea(segment.value, area)
    }
  }

  /** When it reaches each whole number from below, as far as it does. */
  *rises(): Generator<{ readonly atMs: number; readonly value: number }> {
    for (const { startMs, durationMs, from, to } of this.#segments) {
      for (let value = Math.floor(from) + 1; value <= to; value++) {
        yield { atMs: startMs + (durationMs * (value - from)) / (to - from), value }
      }
    }
  }
}

function areaAfter({ areaBefore, durationMs, from, to }: Segment): number {
  return areaBefore + ((from + to) / 2) * durationMs
}

/**
 * The solution of `from t + (to - from) t² / 2d = area`, in the form without loss of digits if the line is
 * almost level.
 */
function timeOfArea({ startMs, durationMs, from, to, areaBefore }: Segment, area: number): number {
  const slope = (to - from) / durationMs
  const left = area - areaBefore
  const root = Math.sqrt(Math.max(0, from ** 2 + 2 * slope * left))
  // Both 0: a line that rises from 0, at its foot.
  const ms = left === 0 ? 0 : (2 * left) / (from + root)
  return startMs + Math.min(durationMs, Math.max(0, ms))
}

/** Rounding error of an area. */
const rounding = 1e-9

function checkNumber(what: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${what} must be 0 or more, not ${value}`)
  }
}

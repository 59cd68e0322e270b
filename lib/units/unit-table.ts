import type { NumericDimension } from './dimension-words.ts'

/** A unit in terms of its dimension's own: one of it is `10^tens * times / per`. */
export interface Unit {
  readonly tens: number
  readonly times: number
  readonly per: number
}

/** Every valid unit, by dimension. Counts have none; temperatures may omit it. */
export const UNITS: Readonly<Record<NumericDimension, ReadonlyMap<string, Unit>>> = {
  duration: new Map([
    ['ns', unit(-6)],
    ['us', unit(-3)],
    ['\u00b5s', unit(-3)], // the micro sign
    ['\u03bcs', unit(-3)], // the Greek letter that looks the same
    ['ms', unit(0)],
    ['s', unit(3)],
    ['m', unit(4, 6)],
    ['min', unit(4, 6)],
    ['h', unit(5, 36)],
    ['d', unit(5, 864)],
  ]),
  percentage: new Map([['%', unit(0)]]),
  multiplier: new Map([
    ['x', unit(0)],
    ['×', unit(0)],
  ]),
  rate: new Map([
    ['/s', unit(0)],
    ['/m', unit(0, 1, 60)],
    ['/min', unit(0, 1, 60)],
    ['/h', unit(0, 1, 3_600)],
  ]),
  count: new Map(),
  bytes: new Map([
    ['B', unit(0)],
    ['kB', unit(3)],
    ['KB', unit(3)],
    ['MB', unit(6)],
    ['GB', unit(9)],
    ['TB', unit(12)],
    ['KiB', unit(0, 1_024)],
    ['MiB', unit(0, 1_024 ** 2)],
    ['GiB', unit(0, 1_024 ** 3)],
    ['TiB', unit(0, 1_024 ** 4)],
  ]),
  temperature: new Map([
    ['°C', unit(0)],
    ['C', unit(0)],
  ]),
  frequency: new Map([
    ['Hz', unit(-6)],
    ['kHz', unit(-3)],
    ['MHz', unit(0)],
    ['GHz', unit(3)],
  ]),
  power: new Map([
    ['mW', unit(-3)],
    ['W', unit(0)],
    ['kW', unit(3)],
  ]),
}

function unit(tens: number, times = 1, per = 1): Unit {
  return { tens, times, per }
}

import type { Dimension } from '../units/dimension.ts'

/** The unit in which Prometheus expects values, and the divisor of ours. */
export interface BaseUnit {
  /** The suffix of the metric's name; empty without a unit. */
  readonly name: string
  readonly divisor: number
}

const none: BaseUnit = { name: '', divisor: 1 }

const units: Readonly<Partial<Record<Dimension, BaseUnit>>> = {
  duration: { name: 'seconds', divisor: 1_000 },
  percentage: { name: 'ratio', divisor: 100 },
  rate: { name: 'per_second', divisor: 1 },
  bytes: { name: 'bytes', divisor: 1 },
  temperature: { name: 'celsius', divisor: 1 },
  frequency: { name: 'hertz', divisor: 1e-6 },
  power: { name: 'watts', divisor: 1 },
}

/** None for counts, ratios and undeclared dimensions. */
export function baseUnit(dimension: Dimension | undefined): BaseUnit {
  return (dimension && units[dimension]) ?? none
}

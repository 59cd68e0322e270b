import { formatQuantity } from '../../units/quantity.ts'
import type { LevelFigures } from './level-figures.ts'

/** `1.23s`, or `no data`. */
export function durationInWords(ms: number | undefined): string {
  return formatQuantity(ms ?? null, 'duration')
}

/** `100%`, or `no data`. */
export function shareInWords(percent: number | undefined): string {
  return formatQuantity(percent ?? null, 'percentage')
}

/** `1.04x` */
export function timesInWords(factor: number): string {
  return formatQuantity(factor, 'multiplier')
}

/** `Single worker (sim-1)`, `3 workers`. */
export function workersInWords(figures: Pick<LevelFigures, 'workers' | 'per_worker'>): string {
  const { workers, per_worker: each } = figures
  return workers === 1 ? `Single worker (${each[0]?.id})` : `${workers} workers`
}

import { type Labels, labelled } from '../units/labels.ts'
import type { LoadRecord } from './load-record.ts'

/** The closed loops of one level of a benchmark, by side, in the order of the repetitions. */
export interface LevelLoads {
  /** The labels of the level: `{ concurrency: 15 }`. */
  readonly level: Labels
  readonly candidate: readonly LoadRecord[]
  /** Loads of the baseline workers in the same run; empty without a comparison. */
  readonly baseline: readonly LoadRecord[]
}

/** The levels among these loads, in their order; open loops and searches belong to none. */
export function loadLevels(loads: readonly LoadRecord[]): readonly LevelLoads[] {
  const levels = new Map<string, LevelLoads>()
  for (const load of loads) {
    const { side, repetition, ...level } = load.labels
    if (side === undefined || repetition === undefined) continue
    const key = labelled('', level)
    const { candidate, baseline } = levels.get(key) ?? { candidate: [], baseline: [] }
    levels.set(
      key,
      side === 'baseline'
        ? { level, candidate, baseline: [...baseline, load] }
        : { level, candidate: [...candidate, load], baseline },
    )
  }
  return [...levels.values()].filter(({ candidate }) => candidate.length > 0)
}

import type { LoadRecord } from '../../record/load-record.ts'
import type { Level, Side } from './plan.ts'

/** The loads of one level, by side, in the order of the repetitions. */
export interface LevelLoads {
  readonly level: Level
  readonly candidate: readonly LoadRecord[]
  /** Empty where nobody is compared. */
  readonly baseline: readonly LoadRecord[]
}

/** Sends one load to a side; `repetition` counts from 0, and is undefined for a warm-up. */
export type SendLoad = (
  level: Level,
  side: Side,
  repetition: number | undefined,
) => Promise<LoadRecord>

/** How often a level is measured. */
export interface Repetitions {
  readonly least: number
  readonly most: number
  /** Whether what was measured so far leaves a condition open that a further repetition may decide. */
  readonly isOpen: (loads: LevelLoads) => boolean
}

/**
 * Measures a level: each side is warmed up, then they take turns (A B B A), so that what changes in
 * the course of the run, such as the temperature of the machines, meets both alike. It ends when the
 * conditions are decided, or the repetitions used up.
 */
export async function measureLevel(
  level: Level,
  repetitions: Repetitions,
  send: SendLoad,
  signal: AbortSignal,
): Promise<LevelLoads> {
  const loads = { candidate: [] as LoadRecord[], baseline: [] as LoadRecord[] }
  const sides = level.baseline ? [level.baseline, level.candidate] : [level.candidate]
  for (const { side, repetition, isFirst } of turns(sides, repetitions.most)) {
    const isEnough = isFirst && (repetition ?? 0) >= repetitions.least
    if (signal.aborted || (isEnough && !repetitions.isOpen({ level, ...loads }))) break
    const record = await send(level, side, repetition)
    // What was stopped before its first answer says nothing.
    if (repetition !== undefined && record.total.ended > 0) loads[side.name].push(record)
  }
  return { level, ...loads }
}

interface Turn {
  readonly side: Side
  /** Undefined: a warm-up. */
  readonly repetition: number | undefined
  /** Whether it is the first load of its repetition. */
  readonly isFirst: boolean
}

/** A B, then B A, and so on, after a warm-up of each. */
function* turns(sides: readonly Side[], most: number): Generator<Turn> {
  for (const side of sides) yield { side, repetition: undefined, isFirst: false }
  for (let repetition = 0; repetition < most; repetition++) {
    const inTurn = repetition % 2 === 0 ? sides : sides.toReversed()
    for (const [index, side] of inTurn.entries()) yield { side, repetition, isFirst: index === 0 }
  }
}

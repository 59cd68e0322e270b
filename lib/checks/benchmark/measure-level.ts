import type { LoadRecord } from '../../record/load-record.ts'
import { isCandidateFirst } from '../../stats/compare/turn-order.ts'
import type { LoadLevel, Side } from './plan.ts'

/** The loads of one level, by side, in the order of the repetitions. */
export interface LevelLoads {
  readonly level: LoadLevel
  readonly candidate: readonly LoadRecord[]
  /** Empty without a comparison. */
  readonly baseline: readonly LoadRecord[]
}

/** A measured level. */
export interface MeasuredLevel extends LevelLoads {
  /** It was still undecided when there was no time for a further repetition. */
  readonly isOutOfTime: boolean
}

/** Sends one load to a side; `repetition` counts from 0, and is undefined for a warm-up. */
export type SendLoad = (
  level: LoadLevel,
  side: Side,
  repetition: number | undefined,
) => Promise<LoadRecord>

/** How often a level is measured. */
export interface Repetitions {
  readonly least: number
  readonly most: number
  /** Whether a condition is still undecided that a further repetition may decide. */
  readonly isOpen: (loads: LevelLoads) => boolean
  /**
   * Whether a repetition beyond the minimum may begin if the longest one so far took this many
   * milliseconds.
   */
  readonly isTimeFor: (repetitionMs: number) => boolean
}

/**
 * Measures a level: each side is warmed up, then they alternate (`isCandidateFirst`), so that changes
 * during the run, such as the temperature of the machines, affect both equally. It ends when the conditions
 * are decided, the repetitions or their time used up, or no request of a side succeeded.
 */
export async function measureLevel(
  level: LoadLevel,
  repetitions: Repetitions,
  send: SendLoad,
  signal: AbortSignal,
): Promise<MeasuredLevel> {
  const loads = { candidate: [] as LoadRecord[], baseline: [] as LoadRecord[] }
  const sides = level.baseline ? [level.baseline, level.candidate] : [level.candidate]
  await inTurn(sides, signal, (side) => send(level, side, undefined))
  let maxMs = 0
  let end: End | undefined
  for (let repetition = 0; repetition < repetitions.most && !signal.aborted; repetition++) {
    end = endBefore(repetition, repetitions, { level, ...loads }, maxMs)
    if (end) break
    const startMs = performance.now()
    const order = isCandidateFirst(repetition) ? sides.toReversed() : sides
    await inTurn(order, signal, async (side) => {
      const record = await send(level, side, repetition)
      // A load that was stopped before its first response shows nothing.
      if (record.total.ended > 0) loads[side.name].push(record)
    })
    maxMs = Math.max(maxMs, performance.now() - startMs)
  }
  return { level, ...loads, isOutOfTime: end === 'out_of_time' }
}

type End = 'decided' | 'out_of_time' | 'hopeless'

/** Whether no request of a side succeeded: further repetitions and levels would take time and show nothing. */
export function isHopeless({ candidate, baseline }: LevelLoads): boolean {
  return [candidate, baseline].some(
    (loads) => loads.length > 0 && loads.every(({ total }) => total.ok === 0),
  )
}

/** Why a repetition does not begin; undefined: it does. */
function endBefore(
  repetition: number,
  { least, isOpen, isTimeFor }: Repetitions,
  loads: LevelLoads,
  maxMs: number,
): End | undefined {
  if (isHopeless(loads)) return 'hopeless'
  if (repetition < least) return undefined
  if (!isOpen(loads)) return 'decided'
  return isTimeFor(maxMs) ? undefined : 'out_of_time'
}

async function inTurn(
  sides: readonly Side[],
  signal: AbortSignal,
  send: (side: Side) => Promise<unknown>,
): Promise<void> {
  for (const side of sides) if (!signal.aborted) await send(side)
}

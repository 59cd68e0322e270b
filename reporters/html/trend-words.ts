import type { LevelChange } from '../../lib/history/trend.ts'
import { moveInWords, shortHash } from '../../lib/history/words.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'

export function dayOf(startedAt: string): string {
  return startedAt.slice(0, 10)
}

/** `2.95x → 2.40x, 18.6% lower, worse` */
export function levelsInWords(change: LevelChange, dimension: Dimension): string {
  const { before, after } = change
  const levels = [before, after].map((level) => formatQuantity(level, dimension)).join(' → ')
  return `${levels}, ${moveInWords(change)}`
}

/** What lists the commits that a level moved with; undefined where they are not known. */
export function commitsInWords({ run, previous }: LevelChange): string | undefined {
  const [from, to] = [previous.origin.commit, run.origin.commit]
  if (from === undefined || to === undefined || from === to) return undefined
  return `git log ${shortHash(from)}..${shortHash(to)}`
}

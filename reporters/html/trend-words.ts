import type { LevelChange } from '../../lib/history/trend.ts'
import { moveInWords } from '../../lib/history/words.ts'
import type { Dimension } from '../../lib/units/dimension.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'

/** `2.95x → 2.40x, 18.6% lower, worse` */
export function levelsInWords(change: LevelChange, dimension: Dimension): string {
  const { before, after } = change
  const levels = [before, after].map((level) => formatQuantity(level, dimension)).join(' → ')
  return `${levels}, ${moveInWords(change)}`
}

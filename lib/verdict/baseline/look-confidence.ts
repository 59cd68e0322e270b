import { spendingBounds } from '../../stats/error-spending.ts'
import { normalTail } from '../../stats/normal.ts'
import type { Looks } from '../../units/regression-budget.ts'

/**
 * How sure an interval must be at a look after so many blocks, for the verdicts of all looks together
 * to keep `confidence`. By n of N blocks, (n/N)² of the error may have been spent, as in
 * lib/stats/stopping-rule.ts. The baseline does not grow from look to look, so that looks are more
 * alike than these bounds suppose, and err less.
 * @returns undefined before the first look
 */
export function lookConfidence(
  blocks: number,
  { first, most }: Looks,
  confidence: number,
): number | undefined {
  if (blocks < first) return undefined
  if (first >= most) return confidence
  return levelsOf(first, most, confidence)[Math.min(blocks, most) - first]
}

function levelsOf(first: number, most: number, confidence: number): readonly number[] {
  const key = `${first} ${most} ${confidence}`
  const known = cache.get(key)
  if (known) return known
  const fractions = Array.from({ length: most - first + 1 }, (_, look) => (first + look) / most)
  const spent = fractions.map((fraction) => (1 - confidence) * fraction ** 2)
  const levels = spendingBounds(fractions, spent).map((bound) => 1 - 2 * normalTail(bound))
  cache.set(key, levels)
  return levels
}

/** A benchmark asks after each of its repetitions. */
const cache = new Map<string, readonly number[]>()

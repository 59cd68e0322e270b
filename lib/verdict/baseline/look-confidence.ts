import type { Looks } from '../../conditions/regression-budget.ts'
import {
  type StoppingRule,
  type StoppingRuleOptions,
  stoppingRule,
} from '../../stats/compare/stopping-rule.ts'

/**
 * How sure an interval must be at a look after so many blocks, for the verdicts of all looks together
 * to keep `confidence`: by the levels of `stoppingRule`. Looked at once, Student's t needs no correction
 * (bench/verdicts: of stored baselines 99 % hold the truth 98.9 to 99.1 % of the time).
 * @param blocksBefore how many the baseline has
 * @returns undefined before the first look
 */
export function lookConfidence(
  blocks: number,
  blocksBefore: number,
  { first, most }: Looks,
  confidence: number,
): number | undefined {
  if (blocks < first) return undefined
  if (first >= most) return confidence
  const plan = { firstLook: first, maxBlocks: most, fixedBlocks: blocksBefore, confidence }
  const level = ruleOf(plan).levels[Math.min(blocks, most) - first]
  return level === undefined ? undefined : 1 - level
}

function ruleOf(plan: StoppingRuleOptions): StoppingRule {
  const key = JSON.stringify(plan)
  const known = cache.get(key)
  if (known) return known
  const rule = stoppingRule(plan)
  cache.set(key, rule)
  return rule
}

/** A benchmark asks after each of its repetitions. */
const cache = new Map<string, StoppingRule>()

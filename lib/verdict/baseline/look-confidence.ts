import type { Looks } from '../../conditions/regression-budget.ts'
import {
  type StoppingRule,
  type StoppingRuleOptions,
  stoppingRule,
} from '../../stats/compare/stopping-rule.ts'

/**
 * The confidence of an interval at a look after a number of blocks, such that the verdicts of all looks
 * together keep `confidence`: by the levels of `stoppingRule`. With one look, Student's t needs no
 * correction (bench/verdicts: for stored baselines 99 % contain the truth 98.9 to 99.1 % of the time).
 * @param blocksBefore number of blocks of the baseline
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

/** A benchmark looks after each of its repetitions. */
const cache = new Map<string, StoppingRule>()

import type { RegressionBudget } from '../../conditions/regression-budget.ts'
import type { Change } from './change.ts'

/**
 * The verdict from a measurement and its confirming rerun. The rerun decides, with one exception: if it
 * leans to a regression without proving one by itself, both together may prove it.
 *
 * A rerun guards against a disturbance of a whole measurement, such as another program, and so has to
 * decide by itself: both together would still contain the disturbed half. If 5 % of the measurements are
 * disturbed by 15 %, false alarms fall from 4.2 % to 0.3 % with either rule. Of true regressions of 10 %
 * that the first measurement finds, both together confirm 94 %, the rerun alone 98 %, and this rule 99 %
 * (bench/verdicts/baselines.mjs: `within: 5%`, blocks that differ by 2 %, three runs in the baseline).
 */
export function twoMeasurements(
  first: Change,
  second: Change,
  together: Change,
  budget: RegressionBudget,
): Change {
  const isWorse = (change: Change) => isBeyond(change, budget)
  const wasRegressed = first.verdict === 'regressed'
  if (second.verdict === 'regressed') {
    if (wasRegressed) return second
    // The rerun finds something that the first measurement did not.
    const isShared = isWorse(first) && together.verdict === 'regressed'
    return isShared ? together : { ...second, verdict: 'undecided' }
  }
  const isConfirmed = wasRegressed && isWorse(second) && together.verdict === 'regressed'
  return isConfirmed ? together : second
}

/** Whether the estimate itself is worse than allowed. */
function isBeyond({ percent = 0 }: Change, { better, withinPercent }: RegressionBudget): boolean {
  return better === 'higher' ? percent < -withinPercent : percent > withinPercent
}

import type { RegressionBudget } from '../../conditions/regression-budget.ts'
import type { Baseline } from '../../record/baseline/baseline.ts'
import { differencesFrom } from '../../record/baseline/baseline-differences.ts'
import { type LevelLoads, loadLevels } from '../../record/load-levels.ts'
import type { BaselineComparison } from '../../record/verdict.ts'
import type { Interval } from '../../units/interval.ts'
import { hasLabels, type Labels, labelled } from '../../units/labels.ts'
import { blocksOf } from '../../verdict/baseline/blocks.ts'
import { judgeLevel } from '../../verdict/baseline/judge-level.ts'
import type { BaselineCase } from './cases.ts'
import { openBaseline } from './open-baseline.ts'

/** The metrics to compare for a case: its own, else those of the command. */
export interface BaselineQuestion {
  readonly metric: string
  readonly at?: Labels
  readonly budget: RegressionBudget
}

/** A metric at a level, beside its baseline. */
export interface BaselineRow {
  readonly test: string
  readonly level: Labels
  readonly metric: string
  readonly outcome: BaselineComparison['outcome'] | 'no_data'
  /** Means over the repetitions, in the metric's unit. */
  readonly baseline?: number
  readonly now?: number
  /** Change in percent of the baseline. */
  readonly percent?: number
  readonly interval?: Interval
  /** Set if there is nothing to compare, or a note. */
  readonly words?: string
}

/** A row per level and metric, or one with the reason why nothing can be compared. */
export function baselineRows(
  each: BaselineCase,
  questions: readonly BaselineQuestion[],
): readonly BaselineRow[] {
  const whole = (outcome: BaselineRow['outcome'], words: string): readonly BaselineRow[] => [
    { test: each.test, level: {}, metric: '', outcome, words },
  ]
  if (each.flaw !== undefined) return whole('not_judged', each.flaw)
  const saved = openBaseline(each.file)
  if (!saved) return whole('absent', 'no baseline yet')
  const differences = differencesFrom(saved, each.measurement)
  if (differences.length > 0) return whole('not_comparable', differences.join('; '))
  const baseline = withoutItself(saved, each)
  if (!baseline) return whole('held', 'this run is the baseline')
  const levels = loadLevels(each.measurement.loads ?? [])
  return questions.flatMap((question) =>
    levels
      .filter(({ level }) => hasLabels(level, question.at ?? {}))
      .map((now) => rowOf(each.test, question, baseline, now)),
  )
}

/** A saved run is compared with the others. */
function withoutItself(baseline: Baseline, { measurement }: BaselineCase): Baseline | undefined {
  const runs = baseline.runs.filter(({ startedAt }) => startedAt !== measurement.startedAt)
  return runs.length > 0 ? { ...baseline, runs } : undefined
}

function rowOf(
  test: string,
  { metric, budget }: BaselineQuestion,
  baseline: Baseline,
  now: LevelLoads,
): BaselineRow {
  const { level, outcome, percent, interval, further, words } = judgeLevel({
    metric,
    budget,
    baseline,
    now,
  })
  const before = baseline.runs.flatMap(({ loads }) => {
    const same = loadLevels(loads).find((each) => nameOf(each) === nameOf(now))
    return same ? [same] : []
  })
  const [was, is] = [meanOf(before, metric), meanOf([now], metric)]
  const reported = percent === undefined ? words : further
  return {
    test,
    level,
    metric,
    outcome,
    ...(was !== undefined && { baseline: was }),
    ...(is !== undefined && { now: is }),
    ...(percent !== undefined && { percent }),
    ...(interval && { interval }),
    ...(reported !== undefined && { words: reported }),
  }
}

function nameOf({ level }: LevelLoads): string {
  return labelled('', level)
}

/** Over all repetitions; undefined if one of them did not measure it. */
export function meanOf(levels: readonly LevelLoads[], metric: string): number | undefined {
  const blocks = levels.map((each) => blocksOf(each, metric))
  const values = blocks.flatMap((each) => each ?? [])
  if (values.length === 0) return undefined
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

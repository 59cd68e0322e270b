import type { RegressionBudget } from '../conditions/regression-budget.ts'
import { type Baseline, dayOf, noBaselineYet } from '../record/baseline/baseline.ts'
import { differencesFrom, environmentChanges } from '../record/baseline/baseline-differences.ts'
import { type LevelLoads, loadLevels } from '../record/load-levels.ts'
import type { Measurement } from '../record/measurement.ts'
import {
  type BaselineComparison,
  type ConditionVerdict,
  conditionTitle,
} from '../record/verdict.ts'
import { hasLabels, labelled, levelsInWords } from '../units/labels.ts'
import { judgeLevel, type LevelResponse } from './baseline/judge-level.ts'
import { worstLevel } from './baseline/worst-level.ts'
import type { BaselineReference } from './baseline-reference.ts'
import type { Expectation } from './expectation.ts'
import type { Judged } from './judge-metric.ts'
import { metricDoubt } from './metric-doubt.ts'

/** The comparison for a metric: which one, at which level, how much worse it may be. */
export interface RegressionQuestion extends Pick<Expectation, 'metric' | 'at'> {
  readonly regression: RegressionBudget
}

export interface RegressionVerdict {
  readonly judged: Judged & Pick<ConditionVerdict, 'baseline'>
  /** A note although it did not fail: an improvement, a regression that was not confirmed. */
  readonly notes: readonly string[]
}

/**
 * Compares a metric of a measurement with its baseline, at each level of the condition: the worst of them
 * decides. Without a baseline, or with one of something else, it is inconclusive. An unfit measurement is
 * not compared.
 */
export function judgeRegression(
  asked: RegressionQuestion,
  measurement: Measurement,
  reference: BaselineReference | undefined,
): RegressionVerdict {
  const levels = loadLevels(measurement.loads ?? []).filter(({ level }) =>
    hasLabels(level, asked.at ?? {}),
  )
  const baseline = reference?.baseline
  const without = notCompared(asked, reference)
  if (levels.length === 0) return without('no_data', nothingMeasured(asked, measurement))
  if (measurement.unfit) return without('not_judged', `not judged: ${measurement.unfit[0]}`)
  const doubt = doubtOf(asked.metric, levels, measurement)
  if (doubt !== undefined) return without('not_judged', `not judged: ${doubt}`)
  if (!baseline) return without('absent', makeOne)
  const runs = { loads: baseline.runs.flatMap(({ loads }) => loads) }
  const oldDoubt = doubtOf(asked.metric, levels, runs)
  if (oldDoubt !== undefined)
    return without('not_judged', `not judged: of the baseline, ${oldDoubt}`)
  const differences = differencesFrom(baseline, measurement)
  if (differences.length > 0) return without('not_comparable', refusal(baseline, differences))
  const responses = levels.map((now) => {
    const first = loadLevels(reference.first?.loads ?? []).find(
      ({ level }) => labelled('', level) === labelled('', now.level),
    )
    const { metric, regression: budget } = asked
    return judgeLevel({ metric, budget, baseline, now, ...(first && { first }) })
  })
  const { outcome, ...judged } = worstLevel(responses, asked.regression.better, asked.at)
  return {
    judged: { ...judged, baseline: comparison(outcome, asked, reference) },
    notes: [
      ...responses.flatMap((each) => noteOf(each, asked)),
      ...elsewhere(baseline, measurement),
    ],
  }
}

/**
 * Whether further repetitions can change the verdict: not without a comparable baseline. The loads of the
 * measurement decide that.
 */
export function canBeDecided(
  measurement: Measurement,
  reference: BaselineReference | undefined,
): boolean {
  const baseline = reference?.baseline
  return baseline !== undefined && differencesFrom(baseline, measurement).length === 0
}

/** Why the metric is not what its name means, at one of the levels; undefined: it is. */
function doubtOf(
  metric: string,
  levels: readonly LevelLoads[],
  measured: Pick<Measurement, 'loads'>,
): string | undefined {
  return levels
    .map(({ level }) => metricDoubt(labelled(metric, level), measured))
    .find((doubt) => doubt !== undefined)
}

const makeOne = `${noBaselineYet}: \`clustergate baseline save\` makes this run the first of it`

function nothingMeasured({ at }: RegressionQuestion, { loads = [] }: Measurement): string {
  const levels = loadLevels(loads).map(({ level }) => level)
  if (!at || levels.length === 0) return 'no data: nothing was measured'
  return `no data: it was measured at ${levelsInWords(levels)} only`
}

function refusal(baseline: Baseline, differences: readonly string[]): string {
  const reported = `not compared with the baseline of ${dayOf(baseline)}: ${differences.join('; ')}`
  return `${reported} (\`clustergate baseline accept\` replaces it)`
}

/** The verdict if nothing was compared. */
function notCompared(asked: RegressionQuestion, reference: BaselineReference | undefined) {
  return (outcome: LevelResponse['outcome'], reason: string): RegressionVerdict => ({
    judged: {
      status: outcome === 'no_data' ? 'no_data' : 'inconclusive',
      measured: null,
      formatted: outcome === 'no_data' ? 'no data' : 'not compared',
      reason,
      baseline: comparison(outcome, asked, reference),
    },
    notes: [],
  })
}

function comparison(
  outcome: LevelResponse['outcome'],
  { regression: budget }: RegressionQuestion,
  { file, baseline }: Partial<BaselineReference> = {},
): BaselineComparison {
  const startedAt = baseline?.runs.at(-1)?.startedAt
  return {
    outcome: outcome === 'no_data' ? 'not_judged' : outcome,
    budget,
    ...(file !== undefined && { file }),
    ...(startedAt !== undefined && { startedAt }),
    ...(baseline && { runs: baseline.runs.length }),
  }
}

function noteOf(
  { level: at, outcome, words, unconfirmed }: LevelResponse,
  { metric }: RegressionQuestion,
): readonly string[] {
  const title = conditionTitle({ metric, at })
  const calmed = `${title} was ${unconfirmed} in a first measurement, and a second one does not confirm it`
  return [
    ...(unconfirmed === undefined ? [] : [calmed]),
    ...(outcome === 'improved' ? [`${title} is better beyond the noise: ${words}`] : []),
  ]
}

function elsewhere(baseline: Baseline, { setting }: Measurement): readonly string[] {
  const changes = environmentChanges(baseline, setting?.environment)
  if (changes.length === 0) return []
  return [`not the machine that measured the baseline: ${changes.join('; ')}`]
}

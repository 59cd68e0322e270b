import type { RegressionBudget } from '../../conditions/regression-budget.ts'
import { type Baseline, dayOf } from '../../record/baseline/baseline.ts'
import { type LevelLoads, loadLevels } from '../../record/load-levels.ts'
import type { BaselineComparison } from '../../record/verdict.ts'
import type { Interval } from '../../units/interval.ts'
import { type Labels, labelled, levelsInWords } from '../../units/labels.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { tooFewResponses } from '../few-responses.ts'
import { blocksOf } from './blocks.ts'
import { type Change, type ComparedBlocks, changeOf } from './change.ts'
import { changeInWords, intervalInWords } from './change-in-words.ts'
import { slowerWorkers } from './slower-workers.ts'
import { twoMeasurements } from './two-measurements.ts'
import { whatWouldDecide } from './what-would-decide.ts'

/** The values to compare at one level. */
export interface LevelQuestion {
  readonly metric: string
  readonly budget: RegressionBudget
  readonly baseline: Baseline
  readonly now: LevelLoads
  /** For a confirming rerun: the same level in the earlier measurement. */
  readonly first?: LevelLoads
}

/** The result of a metric at one level. */
export interface LevelResponse {
  readonly level: Labels
  readonly outcome: BaselineComparison['outcome'] | 'no_data'
  /** Change in percent of the baseline; absent if nothing was compared. */
  readonly percent?: number
  readonly interval?: Interval
  /** `12% below the baseline of 2026-11-20 (10% to 14% at 99%)`, or why nothing was compared. */
  readonly words: string
  /** The remedy, if it did not hold. */
  readonly further?: string
  /** For a rerun that did not confirm the earlier result: that result. */
  readonly unconfirmed?: string
}

/** Compares a level with the same level of a baseline. */
export function judgeLevel(question: LevelQuestion): LevelResponse {
  const { metric, now, first, baseline, budget } = question
  const { level } = now
  const before = baseline.runs.map(({ loads }) => levelOf(loads, level))
  const there = before.filter((each) => each !== undefined)
  if (there.length === 0) {
    return { level, outcome: 'not_comparable', words: noSuchLevel(baseline) }
  }
  const [blocks, runs] = [blocksOf(now, metric), there.map((each) => blocksOf(each, metric))]
  if (!blocks) return { level, outcome: 'no_data', words: 'no data: nothing was measured' }
  const known = runs.filter((each) => each !== undefined)
  if (known.length === 0) {
    return { level, outcome: 'not_comparable', words: `the baseline has no ${metric}` }
  }
  const compared = { now: blocks, runs: known }
  const earlier = first && blocksOf(first, metric)
  const { change: found, unconfirmed } = changeAt(compared, earlier, budget)
  const few = tooFewOf(question, there)
  // With so few responses on both sides, they can prove that it got worse, but not that it did not.
  const isOpen = few !== undefined && found.verdict !== 'regressed'
  const change: Change = isOpen ? { ...found, verdict: 'undecided' } : found
  const further = isOpen ? few : furtherWords(change, compared, question, there)
  return {
    level,
    outcome: change.verdict,
    ...(change.percent !== undefined && { percent: change.percent }),
    ...(change.interval && { interval: change.interval }),
    words: wordsOf(change, baseline),
    ...(further !== undefined && { further }),
    ...(unconfirmed && { unconfirmed: wordsOf(unconfirmed, baseline) }),
  }
}

function levelOf(loads: LevelLoads['candidate'], level: Labels): LevelLoads | undefined {
  const name = labelled('', level)
  return loadLevels(loads).find((each) => labelled('', each.level) === name)
}

function noSuchLevel({ runs }: Baseline): string {
  const levels = loadLevels(runs.at(-1)?.loads ?? []).map(({ level }) => level)
  return `the baseline has no such level: ${levelsInWords(levels)} only`
}

/** Why a quantile is unreliable, on the side with fewer responses. */
function tooFewOf(
  { metric, now, baseline: { check } }: LevelQuestion,
  before: readonly LevelLoads[],
): string | undefined {
  const then = before.flatMap(({ candidate }) => candidate)
  const few = tooFewResponses(metric, now.candidate, check)
  const wasFew = tooFewResponses(metric, then, check)
  return few ?? (wasFew && `of the baseline ${wasFew}`)
}

/** @param earlier the blocks of the measurement before a rerun */
function changeAt(
  { now, runs }: ComparedBlocks,
  earlier: readonly number[] | undefined,
  budget: RegressionBudget,
): { readonly change: Change; readonly unconfirmed?: Change } {
  const second = changeOf({ now, runs }, budget)
  if (!earlier) return { change: second }
  const first = changeOf({ now: earlier, runs }, budget)
  const together = changeOf({ now: [...earlier, ...now], runs }, { ...budget, looks: undefined })
  const change = twoMeasurements(first, second, together, budget)
  const isConfirmed = first.verdict !== 'regressed' || change.verdict === 'regressed'
  return { change, ...(!isConfirmed && { unconfirmed: first }) }
}

function wordsOf({ percent, interval }: Change, baseline: Baseline): string {
  if (percent === undefined) {
    return `not comparable with the baseline of ${dayOf(baseline)}: a repetition measured zero`
  }
  const sure = interval ? ` (${intervalInWords(interval)})` : ''
  return `${changeInWords(percent)} of ${dayOf(baseline)}${sure}`
}

function furtherWords(
  change: Change,
  compared: ComparedBlocks,
  { budget, now, first }: LevelQuestion,
  before: readonly LevelLoads[],
): string | undefined {
  const { verdict, percent } = change
  if (verdict === 'held' || verdict === 'improved' || percent === undefined) return undefined
  const allowed = `${formatQuantity(budget.withinPercent, 'percentage')} are allowed`
  if (verdict === 'undecided') {
    return `${allowed}: the sample does not decide; ${whatWouldDecide(change, compared, budget)}`
  }
  const who = slowerWorkers(
    before.flatMap(({ candidate }) => candidate),
    now.candidate,
  )
  return [
    `${allowed}${first ? ', and a second measurement confirms it' : ''}`,
    ...(who === undefined ? [] : [who]),
  ].join('; ')
}

import colors from 'tinyrainbow'
import {
  type Baseline,
  type BaselineRun,
  dayOf,
  slimLoads,
  withRun,
} from '../../record/baseline/baseline.ts'
import { differencesFrom } from '../../record/baseline/baseline-differences.ts'
import { writeBaseline } from '../../record/baseline/baseline-file.ts'
import { shownFile } from '../../source/user-error.ts'
import { changeInWords } from '../../verdict/baseline/change-in-words.ts'
import type { BaselineCase } from './cases.ts'
import { openBaseline } from './open-baseline.ts'

/** Outcome of a case, in one line. */
export interface SaveResult {
  readonly isSaved: boolean
  readonly line: string
}

/**
 * Adds a run to its baseline, or creates the first one; results that did not pass are left out and
 * reported.
 */
export async function saveCase(each: BaselineCase): Promise<SaveResult> {
  const before = openBaseline(each.file)
  const obstacle = each.flaw ?? each.doubt ?? (before && obstacleBefore(before, each))
  if (obstacle !== undefined) return refused(each, obstacle)
  const run = runOf(each)
  if (before?.runs.some(({ startedAt }) => startedAt === run.startedAt)) {
    return reported(each, `has this run already (${runsInWords(before)})`)
  }
  const baseline = before ? withRun(before, run) : firstOf(each, run)
  await writeBaseline(each.file, baseline)
  return reported(each, `saved (${runsInWords(baseline)})`)
}

/** Replaces a baseline with a run, whatever it was. */
export async function acceptCase(each: BaselineCase): Promise<SaveResult> {
  if (each.flaw !== undefined) return refused(each, each.flaw)
  const before = openBaseline(each.file)
  await writeBaseline(each.file, firstOf(each, runOf(each)))
  const replaced = before ? `, replacing that of ${dayOf(before)}` : ''
  const although = each.doubt === undefined ? '' : `, although ${each.doubt}`
  return reported(each, `accepted${replaced}${although}`)
}

function obstacleBefore(before: Baseline, each: BaselineCase): string | undefined {
  const differences = differencesFrom(before, each.measurement)
  if (differences.length > 0) {
    return `it is not what the baseline of ${dayOf(before)} measured: ${differences.join('; ')} (${acceptIt(each)})`
  }
  const [better] = each.conditions.filter(
    ({ baseline, measured }) =>
      baseline?.outcome === 'improved' &&
      Math.abs(Number(measured)) > baseline.budget.withinPercent,
  )
  if (!better) return undefined
  const change = `${better.metric} is ${changeInWords(Number(better.measured))}`
  return `${change}, and a mixture of both would be neither (${acceptIt(each)})`
}

function acceptIt({ test }: BaselineCase): string {
  return `\`clustergate baseline accept --test "${test}"\` replaces the baseline`
}

function runOf({
  measurement: { startedAt, loads = [], setting },
  test,
}: BaselineCase): BaselineRun {
  if (!setting) throw new RangeError(`the setting is unknown for ${test}`)
  return { startedAt, environment: setting.environment, loads: slimLoads(loads) }
}

function firstOf({ suite, test, measurement }: BaselineCase, run: BaselineRun): Baseline {
  const { check, setting } = measurement
  return {
    schemaVersion: 1,
    suite,
    test,
    check,
    workers: setting?.workers ?? [],
    runs: [run],
  }
}

function runsInWords({ runs }: Baseline): string {
  if (runs.length === 1) return '1 run'
  return `${runs.length} runs`
}

function reported({ test, file }: BaselineCase, words: string): SaveResult {
  return {
    isSaved: true,
    line: `${colors.green('✓')} ${test}: ${words}  ${colors.dim(shownFile(file))}`,
  }
}

function refused({ test }: BaselineCase, words: string): SaveResult {
  return { isSaved: false, line: `${colors.yellow('-')} ${test}: not saved, since ${words}` }
}

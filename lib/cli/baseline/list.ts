import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import colors from 'tinyrainbow'
import { type Baseline, dayOf } from '../../record/baseline/baseline.ts'
import { loadLevels } from '../../record/load-levels.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { labelsInWords } from '../../units/labels.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { tableLines } from '../../units/table-lines.ts'
import { openBaseline } from './open-baseline.ts'
import { meanOf } from './rows.ts'

/** A baseline and its path. */
export interface ListedBaseline {
  readonly file: string
  readonly baseline: Baseline
}

/**
 * All baselines beside the specs in a folder, in the order of their files.
 * @throws UserError if the folder does not exist, or a file in it is not a baseline
 */
export function findBaselines(folder: string): readonly ListedBaseline[] {
  return baselineFiles(folder).flatMap((file) => {
    const baseline = openBaseline(file)
    return baseline ? [{ file, baseline }] : []
  })
}

function baselineFiles(folder: string): readonly string[] {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    const message = `there is no folder ${shownFile(folder)}`
    throw new UserError([{ code: 'folder_missing', message, expected: 'the folder of the specs' }])
  }
  const isBaseline = (name: string) =>
    name.endsWith('.json') && name.split(sep).at(-3) === 'baselines'
  return names
    .filter(isBaseline)
    .sort()
    .map((name) => join(folder, name))
}

const titles = ['Level', 'Throughput', 'p50', 'p95']

/** The baselines for people: the test of each, and the key figures of its runs together. */
export function baselinesText(all: readonly ListedBaseline[]): string {
  return all.map(baselineText).join('\n\n')
}

function baselineText({ file, baseline }: ListedBaseline): string {
  const { suite, test, runs, workers } = baseline
  // A test in TypeScript is named with its suites.
  const title = test.startsWith(`${suite} > `) ? test : `${suite} > ${test}`
  const count = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`
  const who = workers.map(({ id }) => id).join(', ')
  return [
    `${colors.bold(title)}  ${colors.dim(shownFile(file))}`,
    `  ${count}, the last of ${dayOf(baseline)}; ${who}; ${runs.at(-1)?.loads[0]?.workload.name}`,
    ...tableLines([titles, ...figuresOf(baseline)]).map((line) => `  ${line}`),
  ].join('\n')
}

function figuresOf({ runs }: Baseline): string[][] {
  const levels = runs.flatMap(({ loads }) => loadLevels(loads))
  const names = [...new Set(levels.map(({ level }) => labelsInWords(level)))]
  return names.map((name) => {
    const same = levels.filter(({ level }) => labelsInWords(level) === name)
    const shown = (metric: string, dimension: 'rate' | 'duration') => {
      const mean = meanOf(same, metric)
      return formatQuantity(mean === undefined ? null : Number(mean.toPrecision(4)), dimension)
    }
    return [
      name,
      shown('throughput', 'rate'),
      shown('latency.p50', 'duration'),
      shown('latency.p95', 'duration'),
    ]
  })
}

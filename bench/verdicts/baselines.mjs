// Verdicts against a stored baseline, with the confirming rerun, of simulated runs whose truth is known.
// node bench/verdicts/baselines.mjs [runs of each cell, default 2000]
import { runnerImport } from 'vite'
import { normal, randomOf } from './random.mjs'
import { percent, print } from './tables.mjs'

const { changeOf } = await fromSources('change')
const { twoMeasurements } = await fromSources('two-measurements')

const runs = Number(process.argv[2] ?? 2_000)
const looks = { first: 3, most: 30 }
const budget = { better: 'higher', withinPercent: 5, confidence: 0.99, looks }
const blocksOfRun = 5
const ofBlocks = 0.02

baselines()
reruns()

/** Outcomes of equal and of slower runs, by the variance between runs and the number of baseline runs. */
function baselines() {
  const rows = [0, 0.01, 0.02].flatMap((ofRuns) =>
    [1, 3, 5].map((count) => {
      const cells = [1, 0.9, 0.85].map((level) => {
        const found = tally({ level, ofRuns, count, spoilt: 0 })
        const shares = [found.regressed, found.held + found.improved, found.undecided]
        return shares.map((each) => percent(each, runs)).join(' / ')
      })
      return [`${100 * ofRuns} %`, count, ...cells]
    }),
  )
  print(
    `within 5 %, repetitions that differ by 2 %: regressed / held or improved / undecided in % (${runs} a cell):`,
    ['runs differ by', 'runs in the baseline', 'equal', '10 % slower', '15 % slower'],
    rows,
  )
}

/** What a rerun does to the first verdict, if 5 % of the measurements are disturbed by 15 %. */
function reruns() {
  const rows = [1, 0.9].map((level) => {
    const found = tally({ level, ofRuns: 0, count: 3, spoilt: 0.05 })
    const cells = [found.first, found.together, found.second, found.regressed]
    return [level === 1 ? 'equal' : '10 % slower', ...cells.map((each) => percent(each, runs))]
  })
  print(
    `called a regression in %, where 5 % of the measurements are spoilt by 15 % (${runs} a cell):`,
    ['candidate', 'one measurement', 'both together', 'the second alone', 'as it is done'],
    rows,
  )
}

function tally({ level, ofRuns, count, spoilt }) {
  const found = {
    regressed: 0,
    held: 0,
    improved: 0,
    undecided: 0,
    first: 0,
    second: 0,
    together: 0,
  }
  for (let run = 0; run < runs; run++) {
    const random = randomOf(11, run)
    const blocks = (middle) => () => middle * Math.exp(ofBlocks * normal(random))
    const day = () => Math.exp(ofRuns * normal(random))
    const baseline = Array.from({ length: count }, () =>
      Array.from({ length: blocksOfRun }, blocks(day())),
    )
    const today = level * day()
    const measure = () => course(blocks(today * (random() < spoilt ? 0.85 : 1)), baseline)
    const first = measure()
    if (first.change.verdict !== 'regressed') {
      found[first.change.verdict]++
      continue
    }
    const second = measure()
    const now = [...first.now, ...second.now]
    const together = changeOf({ now, runs: baseline }, { ...budget, looks: undefined })
    found.first++
    if (second.change.verdict === 'regressed') found.second++
    if (together.verdict === 'regressed') found.together++
    found[twoMeasurements(first.change, second.change, together, budget).verdict]++
  }
  return found
}

/** Looks after each repetition, as a benchmark does. */
function course(next, baseline) {
  const now = []
  let change = { verdict: 'undecided' }
  while (now.length < looks.most && change.verdict === 'undecided') {
    now.push(next())
    change = changeOf({ now, runs: baseline }, budget)
  }
  return { change, now }
}

async function fromSources(name) {
  const file = new URL(`../../lib/verdict/baseline/${name}.ts`, import.meta.url).pathname
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
  return module
}

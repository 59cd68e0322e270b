// False alarms and regressions found, beside other rules on the same runs.
import { noiseNames } from './noise.mjs'
import { randomOf } from './random.mjs'
import { fixedRatio, mannWhitney, oneRun, twoDeviations } from './rivals.mjs'
import { compareApart, compareOnce, inFours } from './runs.mjs'
import { compareBlocks, judgeChange, stoppingRule } from './stats.mjs'
import { percent, print } from './tables.mjs'

const most = 30
const rule = stoppingRule({ maxBlocks: most })

/** Each says of the runs whether there is an alarm: -1 for a regression, 1 for an improvement, 0. */
const rules = {
  'clustergate, within 0': ({ turns }) => alarmOf(sequentially(turns.ratios, 0)),
  'clustergate, within 5 %': ({ turns }) => alarmOf(sequentially(turns.ratios, 0.05)),
  'within 0, all A first': ({ apart }) => alarmOf(sequentially(apart.ratios, 0)),
  'one run, gate 2 %': ({ turns }) => oneRun(0.02)(turns),
  'one run, gate 5 %': ({ turns }) => oneRun(0.05)(turns),
  'fixed ratio 110 %': ({ turns }) => fixedRatio(1.1)(turns),
  'fixed ratio 200 %': ({ turns }) => fixedRatio(2)(turns),
  'one run, mean ± 2 sd of 30': ({ turns }) => twoDeviations(turns),
  'Mann-Whitney, 10 runs a side': ({ turns }) => mannWhitney(10)(turns),
  'Mann-Whitney, 30 runs a side': ({ turns }) => mannWhitney(30)(turns),
  'Mann-Whitney, 30, all A first': ({ apart }) => mannWhitney(30)(apart),
}

/** Prints what each rule says of equal sides and of candidates that are 5 and 10 % slower. */
export function regressions({ seed, runs }) {
  const scenes = [
    ['False alarms of equal sides, %', 1, (alarm) => alarm !== 0, 5 * runs],
    ['A true regression of 5 % found, %', 0.95, (alarm) => alarm < 0, runs],
    ['A true regression of 10 % found, %', 0.9, (alarm) => alarm < 0, runs],
  ]
  for (const [title, effect, counts, times] of scenes) {
    const columns = noiseNames.map((noise) => {
      const counted = Object.fromEntries(Object.keys(rules).map((name) => [name, 0]))
      for (let run = 0; run < times; run++) {
        const measured = measureTwice({ seed, run, noise, effect })
        for (const [name, alarm] of Object.entries(rules)) {
          if (counts(alarm(measured))) counted[name]++
        }
      }
      return counted
    })
    const rows = Object.keys(rules).map((name) => [
      name,
      ...columns.map((counted) => percent(counted[name], times)),
    ])
    print(`${title} (${times} runs a cell):`, ['rule', ...noiseNames], rows)
  }
}

/** The same noise, met in turns and one after the other. */
function measureTwice({ seed, run, noise, effect }) {
  const what = { noise, effect, blocks: most }
  return {
    turns: compareOnce({ random: randomOf(seed, run), ...what }),
    apart: compareApart({ random: randomOf(seed, run), ...what }),
  }
}

/** Prints what becomes of a comparison by its tolerance and its greatest number of blocks. */
export function courses({ seed, runs }) {
  const cases = [
    [30, 0],
    [30, 0.05],
    [60, 0.025],
  ]
  const effects = { equal: 1, '5 % slower': 0.95, '10 % slower': 0.9, '5 % faster': 1.05 }
  for (const [blocks, within] of cases) {
    const plan = stoppingRule({ maxBlocks: blocks })
    const rows = Object.entries(effects).map(([name, effect]) => [
      name,
      ...noiseNames.map((noise) => course({ seed, runs, noise, effect, blocks, within, plan })),
    ])
    print(
      `within ${100 * within} %, at most ${blocks} blocks: regressed / held or improved / undecided in %, and blocks used (${runs} runs a cell):`,
      ['candidate', ...noiseNames],
      rows,
    )
  }
}

function course({ seed, runs, noise, effect, blocks, within, plan }) {
  const verdicts = { regressed: 0, held: 0, improved: 0, undecided: 0 }
  let used = 0
  for (let run = 0; run < runs; run++) {
    const random = randomOf(seed + 1, run)
    const found = sequentially(compareOnce({ random, noise, effect, blocks }).ratios, within, plan)
    verdicts[found.verdict]++
    used += found.used
  }
  const { regressed, held, improved, undecided } = verdicts
  const shares = [regressed, held + improved, undecided].map((count) => percent(count, runs))
  return `${shares.join(' / ')} · ${(used / runs).toFixed(1)}`
}

/** Prints what numbers of blocks find, and blocks of four runs beside those of two. */
export function sizes({ seed, runs }) {
  const questions = [
    ['equal, called different', 1, 0],
    ['5 % slower found, within 0', 0.95, 0],
    ['10 % slower found, within 0', 0.9, 0],
    ['10 % slower found, within 5 %', 0.9, 0.05],
  ]
  const plans = [
    ...[10, 20, 30, 40].map((blocks) => ({
      name: `${blocks} blocks of two runs`,
      blocks,
      runsEach: 2,
    })),
    ...[10, 20].map((blocks) => ({ name: `${blocks} blocks of four runs`, blocks, runsEach: 4 })),
  ].map((plan) => ({ ...plan, rule: stoppingRule({ maxBlocks: plan.blocks }) }))
  for (const [title, effect, within] of questions) {
    const times = effect === 1 ? 5 * runs : runs
    const rows = plans.map((plan) => [
      plan.name,
      ...noiseNames.map((noise) => {
        let [reported, used] = [0, 0]
        for (let run = 0; run < times; run++) {
          const random = randomOf(seed + 11, run)
          const blocks = (plan.blocks * plan.runsEach) / 2
          const measured = compareOnce({ random, noise, effect, blocks })
          const ratios = plan.runsEach === 2 ? measured.ratios : inFours(measured)
          const found = sequentially(ratios, within, plan.rule)
          if (alarmOf(found) !== 0) reported++
          used += found.used * plan.runsEach
        }
        return `${percent(reported, times)} · ${(used / times).toFixed(0)}`
      }),
    ])
    print(
      `${title}: in %, and single runs used (${times} a cell):`,
      ['at most', ...noiseNames],
      rows,
    )
  }
}

/** Looks after each block, and stops at the first verdict. */
function sequentially(ratios, within, plan = rule) {
  for (let used = plan.firstLook; used <= ratios.length; used++) {
    const { interval } = compareBlocks(ratios.slice(0, used), plan)
    const verdict = judgeChange(interval, 'higher', within)
    if (verdict !== 'undecided') return { verdict, used }
  }
  return { verdict: 'undecided', used: ratios.length }
}

function alarmOf({ verdict }) {
  if (verdict === 'regressed') return -1
  return verdict === 'improved' ? 1 : 0
}

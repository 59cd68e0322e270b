// A budget of 2.5x where the truth is 2.4x, 2.6x or far off it.
import { noiseNames } from './noise.mjs'
import { randomOf } from './random.mjs'
import { compareOnce } from './runs.mjs'
import { compareBlocks, stoppingRule } from './stats.mjs'
import { percent, print } from './tables.mjs'

const bound = 2.5
const blocks = 30
const rule = stoppingRule({ maxBlocks: blocks })

/** Prints right, open and wrong verdicts, and how often one run of each side says the wrong thing. */
export function budgets({ seed, runs }) {
  const rows = [2.3, 2.4, 2.6, 2.7].flatMap((truth) => {
    const columns = noiseNames.map((noise) => judgeMany({ seed, runs, noise, truth }))
    return [
      [`${truth}x`, ...columns.map(({ verdicts }) => verdicts)],
      [`${truth}x, one run a side: wrong`, ...columns.map(({ once }) => once)],
    ]
  })
  print(
    `"speedup: >= 2.5x": right / undecided / wrong in %, and blocks used of ${blocks} (${runs} runs a cell):`,
    ['truth', ...noiseNames],
    rows,
  )
}

function judgeMany({ seed, runs, noise, truth }) {
  let [right, wrong, used, wrongOnce] = [0, 0, 0, 0]
  for (let run = 0; run < runs; run++) {
    const random = randomOf(seed, run)
    const { ratios, candidate, baseline } = compareOnce({ random, noise, effect: truth, blocks })
    const verdict = sequentially(ratios)
    used += verdict.used
    if (verdict.met !== undefined && verdict.met === truth >= bound) right++
    if (verdict.met !== undefined && verdict.met !== truth >= bound) wrong++
    if (candidate[0] / baseline[0] >= bound !== truth >= bound) wrongOnce++
  }
  const shares = [right, runs - right - wrong, wrong].map((count) => percent(count, runs))
  return {
    verdicts: `${shares.join(' / ')} · ${(used / runs).toFixed(1)}`,
    once: percent(wrongOnce, runs),
  }
}

function sequentially(ratios) {
  for (let used = rule.firstLook; used <= ratios.length; used++) {
    const { interval } = compareBlocks(ratios.slice(0, used), rule)
    if (interval.low >= bound) return { met: true, used }
    if (interval.high < bound) return { met: false, used }
  }
  return { used: ratios.length }
}

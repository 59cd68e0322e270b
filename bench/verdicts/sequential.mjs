// Rules by which one may look after each block: their error rates and how soon they decide.
import { randomOf } from './random.mjs'
import { compareOnce } from './runs.mjs'
import {
  compareBlocks,
  normalQuantile,
  normalTail,
  spendingBounds,
  stoppingRule,
  studentT,
} from './stats.mjs'
import { percent, print } from './tables.mjs'

const alpha = 0.01
const counts = (blocks) => Array.from({ length: blocks - 2 }, (_, index) => index + 3)

/** By name, for so many blocks at most, half-widths in standard errors of the plain mean, from three on. */
const rules = {
  't after each block, uncorrected': (blocks) =>
    counts(blocks).map((count) => studentT(1 - alpha, count - 1)),
  't once, at the end': (blocks) =>
    counts(blocks).map((count) =>
      count === blocks ? studentT(1 - alpha, count - 1) : Number.POSITIVE_INFINITY,
    ),
  'anytime-valid t mixture (Lai)': (blocks) => counts(blocks).map(mixture),
  'spending as Pocock': spending((part) => alpha * Math.log1p((Math.E - 1) * part)),
  "spending as O'Brien-Fleming": spending(
    (part) => 4 * normalTail(normalQuantile(1 - alpha / 4) / Math.sqrt(part)),
  ),
  'spending (n/N)²': spending((part) => alpha * part ** 2),
}

/** Prints errors of equal sides, and regressions found and blocks used where there is one. */
export function sequential({ seed, runs }) {
  const scenes = [
    ['equal, log-normal', 'log-normal', 1],
    ['5 % slower, log-normal', 'log-normal', 0.95],
    ['5 % slower, outliers', 'outliers', 0.95],
    ['5 % slower, recorded', 'recorded', 0.95],
    ['10 % slower, log-normal', 'log-normal', 0.9],
  ]
  for (const blocks of [10, 20, 30]) {
    const judges = Object.entries(rules).map(([name, rule]) => [name, plainJudge(rule(blocks))])
    judges.push(['clustergate: the same, trimmed, error kept', trimmedJudge(blocks)])
    const rows = judges.map(([name, judge]) => [
      name,
      ...scenes.map(([, noise, effect]) => {
        const times = effect === 1 ? 20 * runs : runs
        let [reported, used] = [0, 0]
        for (let run = 0; run < times; run++) {
          const { ratios } = compareOnce({ random: randomOf(seed, run), noise, effect, blocks })
          const at = judge(ratios.map((ratio) => Math.log(ratio)))
          if (at !== undefined) reported++
          used += at ?? blocks
        }
        return `${percent(reported, times)} · ${(used / times).toFixed(1)}`
      }),
    ])
    const title = `At most ${blocks} blocks: verdict other than "no change" in %, and blocks used:`
    print(title, ['rule at 99 %', ...scenes.map(([name]) => name)], rows)
  }
}

/** @returns after how many blocks the interval of the plain mean left 0 */
function plainJudge(halfWidths) {
  return (logs) => {
    let [mean, squares] = [0, 0]
    for (const [index, log] of logs.entries()) {
      const difference = log - mean
      mean += difference / (index + 1)
      squares += difference * (log - mean)
      const error = Math.sqrt(squares / index / (index + 1))
      if (index >= 2 && Math.abs(mean) > halfWidths[index - 2] * error) return index + 1
    }
    return undefined
  }
}

function trimmedJudge(blocks) {
  const rule = stoppingRule({ maxBlocks: blocks, confidence: 1 - alpha })
  return (logs) => {
    for (let used = 3; used <= logs.length; used++) {
      const { interval } = compareBlocks(logs.slice(0, used), rule, 'linear')
      if (interval.low > 0 || interval.high < 0) return used
    }
    return undefined
  }
}

function spending(spent) {
  return (blocks) => {
    const parts = counts(blocks).map((count) => count / blocks)
    return spendingBounds(parts, parts.map(spent)).map((bound, index) => {
      const confidence = 1 - 2 * normalTail(bound)
      return confidence < 1 ? studentT(confidence, index + 2) : Number.POSITIVE_INFINITY
    })
  }
}

/**
 * Where the likelihood ratio of a normal mixture of effects (deviation: one standard deviation of a
 * block) against none reaches 1 / alpha, both under the right Haar prior of the scale (Lai, "On
 * confidence sequences", Annals of Statistics 4, 1976; Wang & Ramdas, "Anytime-valid t-tests and
 * confidence sequences for Gaussian means with unknown variance", 2024).
 */
function mixture(count) {
  const widened = 1 + count
  const limit = (Math.sqrt(widened) / alpha) ** (2 / count)
  if (limit >= widened) return Number.POSITIVE_INFINITY
  return Math.sqrt(((count - 1) * (limit - 1)) / (1 - limit / widened))
}

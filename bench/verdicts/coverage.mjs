// How often intervals hold the truth, at their nominal 95 and 99 %.
import { noiseNames } from './noise.mjs'
import { dependent, normal, pareto, randomOf } from './random.mjs'
import { compareOnce } from './runs.mjs'
import {
  batchMeans,
  bootstrapRatio,
  compareBlocks,
  compareSeparate,
  normalQuantile,
  quantile,
  quantileInterval,
  seriesQuantile,
  stoppingRule,
} from './stats.mjs'
import { percent, print } from './tables.mjs'

export function coverage({ seed, runs }) {
  effects({ seed, runs })
  baselines({ seed, runs })
  quantiles({ seed, runs })
  dependentSeries({ seed, runs: Math.ceil(runs / 2) })
}

/** Of all looks together, and of one look at the end. */
function effects({ seed, runs }) {
  const plans = [10, 20, 30].flatMap((blocks) =>
    [3, blocks].flatMap((firstLook) =>
      [0.95, 0.99].map((confidence) => ({
        name: `${blocks} blocks, ${firstLook === 3 ? 'all looks' : 'one look'}, ${100 * confidence} %`,
        rule: stoppingRule({ maxBlocks: blocks, confidence, firstLook }),
      })),
    ),
  )
  const rows = plans.map(({ name, rule }) => [
    name,
    ...noiseNames.map((noise) =>
      share(runs, (run) => {
        const random = randomOf(seed + 2, run)
        const { ratios } = compareOnce({ random, noise, effect: 1, blocks: rule.maxBlocks })
        for (let used = rule.firstLook; used <= rule.maxBlocks; used++) {
          if (!holds(compareBlocks(ratios.slice(0, used), rule).interval, 1)) return false
        }
        return true
      }),
    ),
  ])
  print(
    `Interleaved ratio, true value held in % (${runs} runs a cell):`,
    ['plan', ...noiseNames],
    rows,
  )
}

/** A run beside a stored one, where days differ by 0 or 2 %. */
function baselines({ seed, runs }) {
  const ways = [
    ['days alike', 0, 0],
    ['days differ by 2 %, not reported', 0.02, 0],
    ['days differ by 2 %, 5 earlier runs', 0.02, 5],
    ['days differ by 2 %, 15 earlier runs', 0.02, 15],
  ]
  const noisy = (random, level, count) =>
    Array.from({ length: count }, () => level * Math.exp(0.0266 * normal(random)))
  const rows = ways.map(([name, deviation, earlier]) => [
    name,
    ...[0.95, 0.99].flatMap((confidence) =>
      [10, 20].map((blocks) =>
        share(2 * runs, (run) => {
          const random = randomOf(seed + 3, run)
          const day = () => Math.exp(deviation * normal(random))
          const { interval } = compareSeparate({
            candidate: noisy(random, day(), blocks),
            baseline: noisy(random, day(), blocks),
            earlierLevels: Array.from({ length: earlier }, day),
            confidence,
          })
          return holds(interval, 1)
        }),
      ),
    ),
  ])
  const head = ['', '95 %, 10 blocks', '95 %, 20 blocks', '99 %, 10 blocks', '99 %, 20 blocks']
  print(`A stored baseline, true ratio held in % (${2 * runs} runs a cell):`, head, rows)
}

function quantiles({ seed, runs }) {
  const families = {
    'log-normal': [
      (random) => Math.exp(0.6 * normal(random)),
      (part) => Math.exp(0.6 * normalQuantile(part)),
    ],
    Pareto: [(random) => pareto(random, 2.5), (part) => (1 - part) ** (-1 / 2.5)],
  }
  const cases = [
    [0.5, 100],
    [0.95, 100],
    [0.95, 300],
    [0.99, 400],
    [0.99, 1_000],
  ]
  const rows = Object.entries(families).flatMap(([family, [draw, truth]]) =>
    cases.map(([part, size]) => [
      `p${100 * part} of ${size}, ${family}`,
      ...[0.95, 0.99].map((confidence) =>
        share(runs, (run) => {
          const random = randomOf(seed + 4, run)
          const sample = Array.from({ length: size }, () => draw(random))
          const interval = quantileInterval(sample, { share: part, confidence })
          return interval && holds(interval, truth(part))
        }),
      ),
    ]),
  )
  print(`Quantiles of independent values, held in % (${runs} a cell):`, ['', '95 %', '99 %'], rows)
}

/** Latencies that know of their neighbours: log-normal, by an AR(1) process. */
function dependentSeries({ seed, runs }) {
  const methods = {
    'p50, order statistics, effective size': (series) => [ranked(series, 0.5), quantileTruth(0.5)],
    'p95, order statistics, effective size': (series) => [
      ranked(series, 0.95),
      quantileTruth(0.95),
    ],
    'p99, order statistics, effective size': (series) => [
      ranked(series, 0.99),
      quantileTruth(0.99),
    ],
    'p95, taken as independent': (series) => [
      quantileInterval(series, { share: 0.95, confidence: 0.95 }),
      quantileTruth(0.95),
    ],
    'p95, block bootstrap percentiles': (series, _, random) => [
      percentiles(series, 0.95, random),
      quantileTruth(0.95),
    ],
    'mean, 10 batch means': (series) => [batchMeans(series, 10, 0.95), Math.exp(0.18)],
    'ratio of means, studentized block bootstrap': (series, other, random) => [
      bootstrapRatio(series, other, { random, resamples: 999 }).interval,
      1,
    ],
  }
  const cases = [200, 500, 2_000].flatMap((size) => [0, 0.5, 0.8].map((phi) => [size, phi]))
  const rows = Object.entries(methods).map(([name, method]) => [
    name,
    ...cases.map(([size, phi]) =>
      share(runs, (run) => {
        const random = randomOf(seed + 5, run)
        const [series, other] = [0, 1].map(() =>
          dependent(random, size, phi).map((value) => Math.exp(0.6 * value)),
        )
        const [interval, truth] = method(series, other, random)
        return interval && holds(interval, truth)
      }),
    ),
  ])
  const head = cases.map(([size, phi]) => `${size}, φ ${phi}`)
  print(
    `Series that depend on themselves, held in % at nominal 95 % (${runs} a cell; "none" where the sample is too small):`,
    ['interval', ...head],
    rows,
  )
}

const quantileTruth = (part) => Math.exp(0.6 * normalQuantile(part))

function ranked(series, part) {
  return seriesQuantile(series, { share: part, confidence: 0.95 })
}

/** What bootstrap packages give by default: percentiles of resamples of √n-long blocks. */
function percentiles(series, part, random) {
  const size = Math.round(Math.sqrt(series.length))
  const drawn = new Float64Array(series.length)
  const found = Array.from({ length: 299 }, () => {
    for (let filled = 0; filled < drawn.length; filled += size) {
      const start = Math.floor(random() * series.length)
      for (let index = filled; index < Math.min(drawn.length, filled + size); index++) {
        drawn[index] = series[(start + index - filled) % series.length]
      }
    }
    return drawn.sort()[Math.ceil(part * drawn.length) - 1]
  })
  return { low: quantile(found, 0.025), high: quantile(found, 0.975) }
}

function holds({ low, high }, truth) {
  return low <= truth && truth <= high
}

/** Of those runs that had an interval, the share whose interval holds the truth. */
function share(runs, holdsIn) {
  let [held, known] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const response = holdsIn(run)
    if (response === undefined) continue
    known++
    if (response) held++
  }
  if (known === 0) return 'none'
  const missing = known < runs ? ` (none in ${percent(runs - known, runs)} %)` : ''
  return `${((100 * held) / known).toFixed(1)}${missing}`
}

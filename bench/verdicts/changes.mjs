// Change points of series of runs whose changes are known, beside plain thresholds.
import { noises } from './noise.mjs'
import { dependent, randomOf } from './random.mjs'
import { bestSplit, changePoints } from './stats.mjs'
import { percent, print } from './tables.mjs'

const length = 120
/** How many runs off a point may be. */
const reach = 4

/** Levels from a run on; two bad runs in a row are not a change. */
const histories = {
  'no change': [],
  'one, -5 %': [[70, 0.95]],
  'three, -5 %, +8 %, -10 %': [
    [30, 0.95],
    [62, 0.95 * 1.08],
    [95, 0.95 * 1.08 * 0.9],
  ],
}

const spreads = {
  'log-normal 2.66 %': (random) => noises['log-normal'](random, length),
  'with 4 % outliers': (random) =>
    noises['log-normal'](random, length).map((value) =>
      random() < 0.04 ? value - 0.1 - 0.3 * random() : value,
    ),
  'with bad days of 2 or 3 runs': (random) => {
    let left = -1
    let depth = 0
    return noises['log-normal'](random, length).map((value) => {
      if (left < 0 && random() < 0.015) {
        left = random() < 0.5 ? 2 : 3
        depth = 0.1 + 0.2 * random()
      }
      left = Math.max(-1, left - 1)
      return left >= 0 ? value - depth : value
    })
  },
  'AR(1) 0.4': (random) => dependent(random, length, 0.4).map((value) => 0.0266 * value),
  'Pareto tail': (random) => noises['Pareto tail'](random, length),
}

const permutations = 299

const finders = {
  clustergate: (values, random) =>
    changePoints(values, { random, permutations }).map(({ index }) => index),
  'E-divisive without the guard': (values, random) => unguarded(Float64Array.from(values), random),
  'mean of 5 beside 20 before, 3 %': movingAverage(5, 20, 0.03),
  'mean of 5 beside 20 before, 5 %': movingAverage(5, 20, 0.05),
  'each run beside mean of 10 before, 5 %': movingAverage(1, 10, 0.05),
}

export function changes({ seed, runs }) {
  const series = Math.ceil(runs / 10)
  for (const [name, history] of Object.entries(histories)) {
    const rows = Object.entries(finders).map(([finder, find]) => [
      finder,
      ...Object.values(spreads).map((noise) =>
        summary(history, series, (run) => {
          const random = randomOf(seed + 10, run)
          const deviations = noise(random)
          return find(
            deviations.map((value, index) => levelAt(history, index) * Math.exp(value)),
            random,
          )
        }),
      ),
    ])
    const figures =
      history.length === 0
        ? 'series with a false point in %, points a series'
        : 'recall / precision in %'
    print(
      `Changes: ${name}; ${figures} (${series} series of ${length} runs a cell):`,
      ['', ...Object.keys(spreads)],
      rows,
    )
  }
}

function levelAt(history, index) {
  return history.findLast(([from]) => index >= from)?.[1] ?? 1
}

function summary(history, series, find) {
  let [withPoints, points, found] = [0, 0, 0]
  for (let run = 0; run < series; run++) {
    const indices = find(run)
    if (indices.length > 0) withPoints++
    points += indices.length
    const near = (index, at) => Math.abs(index - at) <= reach
    // Of several points at one change only one is correct.
    found += history.filter(([at]) => indices.some((index) => near(index, at))).length
  }
  if (history.length === 0)
    return `${percent(withPoints, series)} · ${(points / series).toFixed(2)}`
  const precision = points === 0 ? '-' : percent(found, points)
  return `${percent(found, series * history.length)} / ${precision}`
}

/** As Matteson & James have it, on the values as they are: any order of them is as probable. */
function unguarded(values, random, from = 0) {
  const split = bestSplit(values, 2)
  if (!split || !isRare(values, split.difference, random)) return []
  return [
    ...unguarded(values.subarray(0, split.at), random, from),
    from + split.at,
    ...unguarded(values.subarray(split.at), random, from + split.at),
  ]
}

function isRare(values, difference, random) {
  const shuffled = values.slice()
  let asGood = 0
  for (let turn = 0; turn < permutations && asGood <= 0.01 * (permutations + 1) - 1; turn++) {
    for (let left = shuffled.length; left > 1; left--) {
      const drawn = Math.floor(random() * left)
      ;[shuffled[left - 1], shuffled[drawn]] = [shuffled[drawn], shuffled[left - 1]]
    }
    if (bestSplit(shuffled, 2).difference >= difference) asGood++
  }
  return asGood + 1 <= 0.01 * (permutations + 1)
}

/** An alarm where the mean of the last runs is farther from that of those before than a limit; then a pause. */
function movingAverage(recent, before, limit) {
  return (values) => {
    const points = []
    for (let end = recent + before; end <= values.length; end++) {
      const now = meanOf(values.slice(end - recent, end))
      const then = meanOf(values.slice(end - recent - before, end - recent))
      if (Math.abs(now / then - 1) <= limit) continue
      points.push(end - recent)
      end += before
    }
    return points
  }
}

function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

// The plots of docs/statistics.md: `npm run build && node bench/verdicts/plots.mjs` rewrites them.
import { mkdir, writeFile } from 'node:fs/promises'
import { Drawing } from './drawing.mjs'
import { noiseNames } from './noise.mjs'
import { randomOf } from './random.mjs'
import { compareOnce } from './runs.mjs'
import { compareBlocks, stoppingRule } from './stats.mjs'

const bound = 2.5
const blocks = 30
const rule = stoppingRule({ maxBlocks: blocks })
/** All noises in equal parts. */
const runs = 50 * noiseNames.length
const folder = new URL('../../docs/plots/', import.meta.url)

await mkdir(folder, { recursive: true })
await write('one-comparison.svg', oneComparison())
await write('verdicts-by-truth.svg', verdictsByTruth())

async function write(name, drawing) {
  await writeFile(new URL(name, folder), drawing.svg())
}

/** The interval after each block, of three candidates. */
function oneComparison() {
  const drawing = new Drawing({
    title: 'The interval of a speedup after each block, until it decides',
    text: 'Three comparisons with a budget of 2.5x: true 2.6x ends as a pass, true 2.3x as a failure, true 2.5x is still open after 30 blocks.',
    x: { from: 0, to: 1.5 * blocks, ticks: [3, 10, 20, 30], words: 'blocks' },
    y: { from: 2, to: 3, ticks: [2, 2.25, 2.5, 2.75, 3], words: 'speedup', unit: 'x' },
  })
  drawing.line(
    [bound, bound].map((y, index) => [index * 1.5 * blocks, y]),
    'bound',
  )
  drawing.text(40, bound - 0.09, '>= 2.5x', 'bound')
  for (const [truth, seed, shift, className] of [
    [2.6, 3, -0.16, 'good'],
    [2.5, 6, 0, 'open'],
    [2.3, 1, 0.16, 'bad'],
  ]) {
    const looks = looksAt(
      compareOnce({ random: randomOf(seed, 1), noise: 'log-normal', effect: truth, blocks }),
    )
    for (const { used, interval, estimate } of looks) {
      drawing.span(used + shift, interval.low, interval.high, className)
      drawing.dot(used + shift, estimate, className)
    }
    const { used, estimate, met } = looks.at(-1)
    const verdict = met === undefined ? 'inconclusive' : met ? 'pass' : 'fail'
    drawing.text(
      used + 0.8,
      met === false ? estimate - 0.07 : estimate,
      `${verdict} (true: ${truth}x)`,
      className,
    )
  }
  return drawing
}

/** What becomes of a budget by where the truth lies, beside a single run. */
function verdictsByTruth() {
  const truths = Array.from({ length: 33 }, (_, index) => 2.1 + 0.025 * index)
  const shares = truths.map((truth) => sharesAt(truth))
  const drawing = new Drawing({
    title: 'Verdicts on `speedup: >= 2.5x` by the true speedup',
    text: 'Clustergate passes what is above and fails what is below 2.5x; near the line it is inconclusive. A single run of each side passes a growing share from 2.3x on.',
    x: { from: 2.1, to: 2.9, ticks: [2.1, 2.3, 2.5, 2.7, 2.9], words: 'true speedup', unit: 'x' },
    y: { from: 0, to: 100, ticks: [0, 25, 50, 75, 100], words: 'of the comparisons', unit: ' %' },
  })
  drawing.line(
    [0, 100].map((y) => [bound, y]),
    'bound',
  )
  const series = [
    ['pass', 'good', 2.56, 50],
    ['fail', 'bad', 2.2, 90],
    ['inconclusive', 'open', 2.31, 62],
    ['a single run passes', 'once', 2.68, 84],
  ]
  for (const [name, className, x, y] of series) {
    drawing.line(
      truths.map((truth, index) => [truth, shares[index][name]]),
      className,
    )
    drawing.text(x, y, name, className)
  }
  return drawing
}

function sharesAt(truth) {
  const counts = { pass: 0, fail: 0, inconclusive: 0, 'a single run passes': 0 }
  for (let run = 0; run < runs; run++) {
    const noise = noiseNames[run % noiseNames.length]
    const measured = compareOnce({ random: randomOf(5, run), noise, effect: truth, blocks })
    const { met } = looksAt(measured).at(-1)
    counts[met === undefined ? 'inconclusive' : met ? 'pass' : 'fail'] += 100 / runs
    if (measured.candidate[0] / measured.baseline[0] >= bound)
      counts['a single run passes'] += 100 / runs
  }
  return counts
}

/** Up to the first that decides. */
function looksAt({ ratios }) {
  const looks = []
  for (let used = rule.firstLook; used <= ratios.length; used++) {
    const { interval, estimate } = compareBlocks(ratios.slice(0, used), rule)
    const met = interval.low >= bound ? true : interval.high < bound ? false : undefined
    looks.push({ used, interval, estimate, met })
    if (met !== undefined) break
  }
  return looks
}

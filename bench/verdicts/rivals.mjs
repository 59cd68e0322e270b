// What other tools would have said of the same runs. Each returns whether it sounds an alarm for a
// regression (-1), an improvement (1) or nothing (0).
import { normalTail } from './stats.mjs'

/** One run against a fixed threshold below the known level, as scripts and k6 thresholds do. */
export const oneRun =
  (gate) =>
  ({ candidate }) =>
    candidate[0] < 1 - gate ? -1 : 0

/** github-action-benchmark: this run against the run before, by a fixed ratio. */
export const fixedRatio =
  (limit) =>
  ({ candidate, baseline }) =>
    baseline[0] / candidate[0] > limit ? -1 : 0

/** This run against the mean of the runs before it, minus or plus two standard deviations. */
export function twoDeviations({ candidate, baseline }) {
  const mean = meanOf(baseline)
  const squares = baseline.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / (baseline.length - 1))
  if (candidate[0] < mean - 2 * deviation) return -1
  return candidate[0] > mean + 2 * deviation ? 1 : 0
}

/** benchstat: the Mann-Whitney U test at 0.05 on so many runs of each side. */
export const mannWhitney =
  (count) =>
  ({ candidate, baseline }) => {
    const [mine, other] = [candidate.slice(0, count), baseline.slice(0, count)]
    const below = mine.reduce((sum, value) => sum + other.filter((each) => each < value).length, 0)
    const pairs = mine.length * other.length
    const deviation = Math.sqrt((pairs * (mine.length + other.length + 1)) / 12)
    // Normal with a correction for continuity, which from eight values on is as good as exact.
    const z = (Math.abs(below - pairs / 2) - 0.5) / deviation
    if (2 * normalTail(z) >= 0.05) return 0
    return below < pairs / 2 ? -1 : 1
  }

function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

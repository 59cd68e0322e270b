// What a log of requests says of a candidate: pure functions of plain data.

/** The window's edges rise and fall over this long. */
const rampMs = 1_000

/**
 * Completions per second. Workers of equal speed respond in step, and a window with sharp edges counts one
 * batch more or less by chance; here the weight of a completion rises over the first second of the window
 * and falls over its last.
 */
export function throughput({ endMs, isOk }, window) {
  let weighted = 0
  for (let index = 0; index < endMs.length; index++) {
    if (isOk[index]) weighted += weightAt(endMs[index], window)
  }
  return (weighted * 1_000) / (window.untilMs - window.fromMs - rampMs)
}

/** The mean of a step function, weighted as completions are: `steps` are [atMs, value], the first holds from the start. */
export function weightedMean(steps, window) {
  const stepMs = 1
  let [sum, weights] = [0, 0]
  for (let atMs = window.fromMs; atMs < window.untilMs; atMs += stepMs) {
    const weight = weightAt(atMs, window)
    const [, value] = steps.findLast(([sinceMs]) => sinceMs <= atMs) ?? steps[0]
    sum += weight * value
    weights += weight
  }
  return sum / weights
}

function weightAt(atMs, { fromMs, untilMs }) {
  const inside = Math.min(atMs - fromMs, untilMs - atMs) / rampMs
  return Math.max(0, Math.min(1, inside))
}

/** Sorted latencies in milliseconds of the served requests that began and ended inside the window. */
export function latencies({ beginMs, endMs, isOk }, { fromMs, untilMs }) {
  const inside = []
  for (let index = 0; index < endMs.length; index++) {
    if (isOk[index] && beginMs[index] >= fromMs && endMs[index] <= untilMs) {
      inside.push(endMs[index] - beginMs[index])
    }
  }
  return Float64Array.from(inside).sort()
}

/** Nearest rank. */
export function quantile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Share of each worker in the requests that were served within the window, in percent. */
export function shares({ endMs, isOk, worker }, { fromMs, untilMs }, workerCount) {
  const served = Array(workerCount).fill(0)
  for (let index = 0; index < endMs.length; index++) {
    if (isOk[index] && endMs[index] >= fromMs && endMs[index] <= untilMs) served[worker[index]] += 1
  }
  const all = served.reduce((sum, count) => sum + count, 0)
  return served.map((count) => (100 * count) / all)
}

export function failed({ endMs, isOk }, { fromMs, untilMs }) {
  let count = 0
  for (let index = 0; index < endMs.length; index++) {
    if (!isOk[index] && endMs[index] >= fromMs && endMs[index] <= untilMs) count += 1
  }
  return count
}

/**
 * Fraction of the time in which slots were in use, over all slots.
 * @param services for each worker [begin, end] of every service, by the worker's own ledger
 */
export function busyShare(services, { fromMs, untilMs }, slots) {
  let busyMs = 0
  for (const [beginMs, endMs] of services.flat()) {
    busyMs += Math.max(0, Math.min(endMs, untilMs) - Math.max(beginMs, fromMs))
  }
  return busyMs / (services.length * slots * (untilMs - fromMs))
}

export function median(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  if (sorted.length === 0) return Number.NaN
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

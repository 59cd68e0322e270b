// How equal runs differ: models of the logarithm of a run's throughput, run by run in order of time.
import { readFileSync } from 'node:fs'
import { dependent, normal, pareto } from './random.mjs'

/** What one run differs from the next by: CodSpeed's figure for hosted runners. */
const spread = 0.0266

/** By name; each makes the deviations of so many runs. */
export const noises = {
  'log-normal': (random, runs) => independent(random, runs, spread),
  'Pareto tail': (random, runs) =>
    Array.from({ length: runs }, () => (-spread * (pareto(random, 2.5) - 1)) / 1.49),
  'AR(1) 0.7': (random, runs) =>
    added(
      dependent(random, runs, 0.7).map((value) => spread * value),
      independent(random, runs, spread / 2),
    ),
  'drift -15 %': (random, runs) =>
    added(
      Array.from({ length: runs }, (_, run) => (Math.log(0.85) * run) / runs),
      independent(random, runs, spread),
    ),
  outliers: (random, runs) => added(independent(random, runs, 0.02), outlying(random, runs, 0.05)),
  interference: (random, runs) => added(independent(random, runs, 0.02), interfered(random, runs)),
  'all of these': (random, runs) =>
    added(
      dependent(random, runs, 0.5).map((value) => 0.015 * value),
      Array.from({ length: runs }, () => (-0.015 * (pareto(random, 2.5) - 1)) / 1.49),
      Array.from({ length: runs }, (_, run) => (Math.log(0.95) * run) / runs),
      outlying(random, runs, 0.02),
      interfered(random, runs),
    ),
  recorded: resampled,
}

export const noiseNames = Object.keys(noises)

function independent(random, length, deviation) {
  return Array.from({ length }, () => deviation * normal(random))
}

/** Some runs are a good deal slower, each by itself. */
function outlying(random, length, share) {
  return Array.from({ length }, () => (random() < share ? -0.08 - 0.27 * random() : 0))
}

/** Another program takes one of two cores now and then, for three runs on average. */
function interfered(random, length) {
  let depth = 0
  return Array.from({ length }, () => {
    if (depth > 0 && random() < 1 / 3) depth = 0
    else if (depth === 0 && random() < 0.03) depth = 0.1 + 0.15 * random()
    return -depth
  })
}

const recorded = JSON.parse(readFileSync(new URL('real-runs.json', import.meta.url), 'utf8'))
const usual = recorded.throughput.toSorted((a, b) => a - b)[recorded.throughput.length / 2]
const recordedLogs = recorded.throughput.map((perSecond) => Math.log(perSecond / usual))

/** Stretches of the recorded runs, ten on average (stationary bootstrap, Politis & Romano 1994). */
function resampled(random, length) {
  let at = 0
  return Array.from({ length }, (_, run) => {
    at = run === 0 || random() < 0.1 ? Math.floor(random() * recordedLogs.length) : at + 1
    return recordedLogs[at % recordedLogs.length]
  })
}

function added(...series) {
  return series[0].map((_, index) => series.reduce((sum, each) => sum + each[index], 0))
}

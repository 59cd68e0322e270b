import {
  busyShare,
  failed,
  latencies,
  quantile,
  shares,
  throughput,
  weightedMean,
} from './analysis.mjs'
import { epochMs } from './commands.mjs'
import { slots } from './scenes.mjs'

/** Requests go on this long past the window, so that its end is like its middle. */
const overtimeMs = 200
/** A silence this long after a worker's death is the end of the requests that it still got. */
const quietMs = 1_000

/**
 * One candidate under one load: warm-up, then a window that is counted.
 * @param ceilings requests per second that each worker can have; undefined: judged by busy slots
 */
export async function measure({ candidate, workers, scene, ceilings, load }) {
  await workers.ask('forget')
  const window = windowFromNow(load)
  const endWatch = await candidate.watch()
  const [log, death] = await Promise.all([
    candidate.load.ask('run', {
      concurrency: load.concurrency,
      untilMs: window.untilMs + overtimeMs,
    }),
    scene.death && workers.ask('dieAndReturn', deathIn(window, scene.death, load.round)),
  ])
  const { attempts, retries } = await endWatch()
  const services = await workers.ask('services')
  const sorted = latencies(log, window)
  const perSecond = throughput(log, window)
  const busy = busyShare(services, window, slots)
  return {
    perSecond,
    busy,
    ofCeiling: ceilings ? perSecond / ceilingOver(window, { ceilings, scene, death }) : busy,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    shares: shares(log, window, services.length),
    failed: failed(log, window),
    failures: log.failures,
    retries,
    ...(death && aroundDeath(log, attempts, { ...death, worker: scene.death.worker })),
  }
}

/** What one worker can have: more requests than it has slots, waiting in its own queue. */
export async function measureAlone({ driver, load }) {
  const window = windowFromNow(load)
  const untilMs = window.untilMs + overtimeMs
  return throughput(await driver.ask('run', { concurrency: 3 * slots, untilMs }), window)
}

function windowFromNow({ warmUpSeconds, seconds }) {
  const fromMs = epochMs() + warmUpSeconds * 1_000
  return { fromMs, untilMs: fromMs + seconds * 1_000 }
}

/**
 * A strategy that tries a dead worker once a second detects its return at a random moment, so the worker
 * stays dead a different fraction of a second longer in each round.
 */
function deathIn({ fromMs, untilMs }, { worker, at, back }, round) {
  const lengthMs = untilMs - fromMs
  const luckMs = 1_000 * ((round * goldenRatio) % 1)
  return { index: worker, atMs: fromMs + at * lengthMs, forMs: (back - at) * lengthMs + luckMs }
}

/** Its multiples fall evenly between whole numbers, however many there are. */
const goldenRatio = (Math.sqrt(5) - 1) / 2

/** Requests per second that the workers can have over the window: of a dead one none. */
function ceilingOver(window, { ceilings, scene, death }) {
  const all = ceilings.reduce((sum, each) => sum + each, 0)
  if (!death) return all
  const { diedMs, returnedMs } = death
  const without = all - ceilings[scene.death.worker]
  return weightedMean(
    [
      [0, all],
      [diedMs, without],
      [returnedMs, all],
    ],
    window,
  )
}

function aroundDeath({ endMs, isOk, worker }, attempts, { diedMs, returnedMs, worker: dead }) {
  const inVain = attempts
    .filter(([atMs, index]) => index === dead && atMs > diedMs && atMs < returnedMs)
    .map(([atMs]) => atMs)
  let lastMs = diedMs
  for (const atMs of inVain) {
    if (atMs - lastMs >= quietMs) break
    lastMs = atMs
  }
  let respondedMs = Number.NaN
  for (let index = 0; index < endMs.length; index++) {
    if (!isOk[index] || worker[index] !== dead || endMs[index] <= returnedMs) continue
    respondedMs = endMs[index]
    break
  }
  return {
    attemptsInVain: inVain.length,
    stoppedAfterMs: lastMs - diedMs,
    respondsAfterMs: respondedMs - returnedMs,
  }
}

import { resolve } from 'node:path'
import type { LoadOptions } from '../../generated/checks/load.ts'
import type { DriverPlan } from '../../load/drivers/driver-plan.ts'
import { readTrace } from '../../load/trace/read-trace.ts'
import { expectInside } from '../../source/files/outside-file.ts'
import { durationMs, factorOf, ratePerSecond } from '../kit/option-values.ts'

/** When the requests of an open load are due. */
export interface LoadPlan {
  readonly driver: DriverPlan
  /** Short description. */
  readonly step: string
  /** How long requests become due, in milliseconds: the mean for random arrivals. */
  readonly durationMs: number
}

/** How long a rate is sent if neither a duration nor a number of requests is configured. */
const defaultDuration = '30s'

/**
 * The configured schedule: a rate, stages of rates, or a trace.
 * @throws UserError for a trace that cannot be read
 */
export async function planLoad(options: LoadOptions): Promise<LoadPlan> {
  if (options.trace !== undefined) return replayOf(options.trace, options)
  return options.stages === undefined ? atRate(options) : inStages(options.stages, options)
}

function atRate({ rate = '', requests, duration, ...options }: LoadOptions): LoadPlan {
  const perSecond = ratePerSecond(rate)
  const lasts = duration ?? (requests === undefined ? defaultDuration : undefined)
  const timeMs = lasts === undefined ? Number.POSITIVE_INFINITY : durationMs(lasts)
  const driver: DriverPlan = {
    kind: 'open',
    ratePerSecond: perSecond,
    arrivals: options.arrivals,
    seed: options.seed,
    ...(requests !== undefined && { requests }),
    ...(lasts !== undefined && { durationMs: timeMs }),
    ...limitOf(options),
  }
  const untilLastMs = requests === undefined ? timeMs : (requests / perSecond) * 1_000
  return { driver, step: rate, durationMs: Math.min(timeMs, untilLastMs) }
}

function inStages(
  given: NonNullable<LoadOptions['stages']>,
  { start_rate: startRate, arrivals, seed, ...options }: Omit<LoadOptions, 'stages'>,
): LoadPlan {
  const read = given.map((stage) => ({
    durationMs: durationMs(stage.duration),
    ratePerSecond: ratePerSecond(stage.rate),
  }))
  const startRatePerSecond = ratePerSecond(startRate)
  return {
    driver: {
      kind: 'stages',
      stages: read,
      startRatePerSecond,
      arrivals,
      seed,
      ...limitOf(options),
    },
    step: `${given.length} stages`,
    durationMs: read.reduce((sum, stage) => sum + stage.durationMs, 0),
  }
}

async function replayOf(
  trace: NonNullable<LoadOptions['trace']>,
  { speed: asked, ...options }: Omit<LoadOptions, 'trace'>,
): Promise<LoadPlan> {
  const { file, ...read } = typeof trace === 'string' ? { file: trace } : trace
  expectInside(resolve(file), [process.cwd()])
  const timesMs = await readTrace(file, read)
  const speed = factorOf(asked)
  return {
    driver: { kind: 'replay', timesMs, speed, ...limitOf(options) },
    step: `${timesMs.length} requests of a trace`,
    durationMs: (timesMs.at(-1) ?? 0) / speed,
  }
}

function limitOf({ max_in_flight: maxInFlight }: Pick<LoadOptions, 'max_in_flight'>) {
  return maxInFlight === undefined ? {} : { maxInFlight }
}

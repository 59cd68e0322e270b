import type { BenchmarkOptions } from '../generated/checks/benchmark.ts'
import { measureClientCeiling } from '../load/client/null-server.ts'
import { minAccepted } from '../load/overclaims.ts'
import type { LoadRecord } from '../record/load-record.ts'
import { type StoppingRule, stoppingRule } from '../stats/compare/stopping-rule.ts'
import { labelsInWords } from '../units/labels.ts'
import { openWorkload } from '../workload/open-workload.ts'
import { findCapacity } from './benchmark/capacity.ts'
import { estimateMs } from './benchmark/estimate.ts'
import { disturbance, unfitness } from './benchmark/fitness.ts'
import { farAbove } from './benchmark/ideal-speedup.ts'
import { type LevelMetrics, levelMetrics, perSecond } from './benchmark/level-metrics.ts'
import { LoadSender } from './benchmark/load-sender.ts'
import {
  isHopeless,
  type LevelLoads,
  type MeasuredLevel,
  measureLevel,
} from './benchmark/measure-level.ts'
import { respondByOpenLoop } from './benchmark/open-loop.ts'
import { optimalConcurrency } from './benchmark/optimal-concurrency.ts'
import {
  type LoadLevel,
  type PlanProblem,
  planLevels,
  type Side,
  slotsOf,
} from './benchmark/plan.ts'
import { RepeatingTime, repeatingTimeMs } from './benchmark/repeating-time.ts'
import type { Check, CheckContext } from './check.ts'
import { announcedTime } from './kit/announced-time.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { NetworkWatch } from './kit/network-watch.ts'
import { durationMs, percentOf, sloOf } from './kit/option-values.ts'
import { AgentFleet, withAgents } from './load-kit/agent-fleet.ts'
import { recordFaults } from './load-kit/load-metrics.ts'
import { loadNotes } from './load-kit/load-notes.ts'

/** Throughput and latency at levels of concurrency, optionally compared with a baseline. */
export const check: Check<BenchmarkOptions> = {
  async run(options, context) {
    const builder = new MeasurementBuilder('benchmark', { name: 'cluster' })
    const levels = planLevels(options, context.workers)
    if (isProblem(levels)) return builder.error(levels.code, levels.message).build()
    await withAgents(builder, () => measure(options, levels, context, builder))
    return builder.build()
  },
}

async function measure(
  options: BenchmarkOptions,
  levels: readonly LoadLevel[],
  context: CheckContext,
  builder: MeasurementBuilder,
): Promise<void> {
  await using network = new NetworkWatch(context.workers, context.signal)
  await using fleet = await AgentFleet.open(options, context, builder)
  await using sender = await openSender(options, levels, context, fleet)
  await announceTime(options, levels, sender, builder, context)
  const rule = ruleOf(options)
  const repetitions = {
    least: options.repetitions,
    most: rule?.maxBlocks ?? options.repetitions,
    isOpen: (loads: LevelLoads) => isOpen(loads, levelMetrics(loads, network, rule), context),
  }
  const time = timeToRepeat(options, levels.length, context)
  const measured: LevelLoads[] = []
  for (const level of levels) {
    if (context.signal.aborted) break
    const plan = { ...repetitions, isTimeFor: time.nextPart() }
    const loads = await measureLevel(level, plan, sender.sendClosed, context.signal)
    measured.push(loads)
    reportLoads(loads, levelMetrics(loads, network, rule), builder)
    reportEnd(loads, repetitions.most, levels.length - measured.length, builder)
    if (isHopeless(loads)) break
    if (options.open_loop && !context.signal.aborted) {
      const parts = options.open_loop.map(percentOf)
      await respondByOpenLoop(loads, parts, options.requests, sender, builder)
    }
  }
  builder.metrics(knee(measured, percentOf(options.knee))).unfit(farAbove(measured))
  if (options.find === 'capacity') await searchCapacity(options, measured, sender, builder, context)
  network.report(builder)
}

function isProblem(plan: readonly LoadLevel[] | PlanProblem): plan is PlanProblem {
  return 'code' in plan
}

async function openSender(
  options: BenchmarkOptions,
  levels: readonly LoadLevel[],
  context: CheckContext,
  fleet: AgentFleet | undefined,
): Promise<LoadSender> {
  const { requests, warmup, repetitions, strategy, max_tokens: maxTokens, stream } = options
  const workload = await openWorkload(options.workload, { maxTokens, isStreamed: stream })
  const most = Math.max(...levels.map(({ candidate }) => candidate.concurrency))
  const perSide = (level: LoadLevel) =>
    repetitions * requests + (warmup ?? level.candidate.concurrency)
  const total = levels.reduce((sum, level) => sum + perSide(level) * (level.baseline ? 2 : 1), 0)
  return new LoadSender(context, {
    workload,
    requests,
    warmup,
    slo: sloOf(options.slo),
    total,
    countsChunks: options.tokens === 'chunks',
    // All requests in flight of the load must fit into the queue.
    session: { strategy, maxQueue: Math.max(context.cluster.balancer?.maxQueue ?? 0, most) },
    ...(fleet && { fleet: { agents: fleet, options } }),
    ceilingOf: (concurrency) =>
      measureClientCeiling({ concurrency, workload, signal: context.signal }),
  })
}

/** Announces before the first level how long all of them will take, after one request to each worker. */
async function announceTime(
  { requests, repetitions, warmup }: BenchmarkOptions,
  levels: readonly LoadLevel[],
  sender: LoadSender,
  builder: MeasurementBuilder,
  { onNotice, timeoutMs }: CheckContext,
): Promise<void> {
  if (!onNotice) return
  const most = levels.map(({ candidate }) => candidate).toSorted(byWorkers)[0]
  const serviceMs = most && (await sender.calibrate(most))
  if (serviceMs === undefined) return
  const estimatedMs = estimateMs(levels, { requests, repetitions, warmup }, serviceMs)
  const words = announcedTime(estimatedMs, timeoutMs)
  if (words === undefined) return
  onNotice(words)
  if (estimatedMs > timeoutMs) builder.note(`the time was too short from the start: ${words}`)
}

function byWorkers(a: Side, b: Side): number {
  return b.workers.length - a.workers.length
}

/**
 * Below three repetitions their spread is unknown, and the measurement is judged without intervals. The
 * looks are planned for all allowed repetitions: a run that ends earlier, because it is decided or its time
 * is used up, has looked less often, and has a smaller error.
 */
function ruleOf(options: BenchmarkOptions): StoppingRule | undefined {
  const { repetitions, max_repetitions: most, confidence } = options
  if (repetitions < minBlocks) return undefined
  return stoppingRule({
    maxBlocks: Math.max(repetitions, most),
    firstLook: repetitions,
    confidence: percentOf(confidence) / 100,
  })
}

const minBlocks = 3

/** The parts after the levels, which are not repeated, have their share of the time too. */
function timeToRepeat(
  { max_time: most, open_loop: openLoop, find }: BenchmarkOptions,
  levels: number,
  { timeoutMs }: CheckContext,
): RepeatingTime {
  const parts = levels + (openLoop ? 1 : 0) + (find === 'capacity' ? 1 : 0)
  const askedMs = most === undefined ? undefined : durationMs(most)
  return new RepeatingTime(repeatingTimeMs(askedMs, timeoutMs), parts)
}

/** A further repetition does not decide an unfit measurement. */
function isOpen(
  loads: LevelLoads,
  { metrics, intervals }: LevelMetrics,
  { isOpen: isJudgedOpen }: CheckContext,
): boolean {
  if (!isJudgedOpen || unfitness(loads).length > 0) return false
  const builder = new MeasurementBuilder('benchmark', { name: 'cluster' })
  // A comparison with a stored baseline is one of loads.
  for (const load of [...loads.candidate, ...loads.baseline]) builder.load(load)
  return isJudgedOpen(builder.metrics(metrics).intervals(intervals).build())
}

/** Adds the measurement of a level, the failures of its requests, and whether it is fit to be judged. */
function reportLoads(
  loads: LevelLoads,
  { metrics, intervals }: LevelMetrics,
  builder: MeasurementBuilder,
): void {
  const records = [...loads.baseline, ...loads.candidate]
  for (const record of records) builder.load(record)
  builder.metrics(metrics).intervals(intervals).evidence(recordFaults(records))
  const reasons = unfitness(loads)
  builder.unfit(reasons)
  builder.note(...loadNotes(records))
  builder.overclaims(minAccepted(records.flatMap(({ overclaims = [] }) => overclaims)))
  const disturbed = disturbance(loads)
  if (disturbed !== undefined && reasons.length === 0) builder.note(disturbed)
}

/** Why the level, and with it the benchmark, has fewer loads than planned. */
function reportEnd(
  { isOutOfTime, ...loads }: MeasuredLevel,
  most: number,
  levelsLeft: number,
  builder: MeasurementBuilder,
): void {
  const { level, candidate } = loads
  const at = labelsInWords(level.labels)
  if (isHopeless(loads)) {
    const left = `${levelsLeft} further ${levelsLeft === 1 ? 'level was' : 'levels were'} not measured`
    builder.note(
      `at ${at} no request of a side succeeded: it was not repeated${levelsLeft > 0 ? `, and ${left}` : ''}`,
    )
  }
  if (!isOutOfTime) return
  builder.note(
    `at ${at} the time was used up after ${candidate.length} of ${most} repetitions, and something still open: raise \`timeout\` (and \`max_time\`, where it is set)`,
  )
}

/** Of the levels with the most workers: those are the ones in use. */
function knee(measured: readonly LevelLoads[], within: number) {
  const most = Math.max(...measured.map(({ level }) => level.candidate.workers.length))
  const ladder = measured.filter(
    ({ level, candidate }) => level.candidate.workers.length === most && candidate.length > 0,
  )
  const points = ladder.map(({ level, candidate }) => ({
    concurrency: level.candidate.concurrency,
    throughput: meanPerSecond(candidate),
  }))
  const optimal = optimalConcurrency(points, within)
  const slots = slotsOf(ladder[0]?.level.candidate.workers ?? [])
  return {
    optimal_concurrency: optimal,
    optimal_to_slots: optimal === undefined ? undefined : optimal / slots,
  }
}

function meanPerSecond(records: readonly LoadRecord[]): number {
  return records.reduce((sum, record) => sum + perSecond(record), 0) / records.length
}

/** Tries arrival rates at the level with the best throughput. */
async function searchCapacity(
  options: BenchmarkOptions,
  measured: readonly LevelLoads[],
  sender: LoadSender,
  builder: MeasurementBuilder,
  { signal }: CheckContext,
): Promise<void> {
  const best = measured
    .filter(({ candidate }) => candidate.length > 0)
    .toSorted((a, b) => meanPerSecond(b.candidate) - meanPerSecond(a.candidate))[0]
  if (!best || !options.slo) {
    builder.note('`find: capacity` needs an `slo` that says what a good request is')
    return
  }
  const ceilingPerSecond = meanPerSecond(best.candidate)
  if (ceilingPerSecond === 0) return
  const share = percentOf(options.slo.share ?? '99%')
  const capacity = await findCapacity(
    ceilingPerSecond,
    async (ratePerSecond) => {
      const { requests } = options
      const record = await sender.send(best.level, best.level.candidate, {
        driver: { kind: 'open', ratePerSecond, arrivals: 'poisson', requests, seed: 1 },
        labels: { search: 'capacity', rate: Number(ratePerSecond.toPrecision(3)) },
        from: 0,
      })
      builder.load(record).unfit(record.client.limitedBy)
      const { ended, good = 0 } = record.total
      return ended > 0 && record.dropped === 0 && (good / ended) * 100 >= share
    },
    signal,
  )
  builder.metrics({ capacity })
}

import colors from 'tinyrainbow'
import { packageVersion } from '../../cluster/packaged-file.ts'
import type { GateState } from '../../runner/gate.ts'
import { visibleJson } from '../../source/visible-text.ts'
import { openWorkload } from '../../workload/open-workload.ts'
import { type ClusterUnderTest, openCluster } from '../kit/cluster-under-test.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { Interruption } from '../kit/interruption.ts'
import { checkNetwork } from '../kit/network-gate.ts'
import { print, shown } from '../kit/print.ts'
import { canRedraw, clearLine, Progress } from '../kit/progress.ts'
import { checkWritable, writeAtomically } from '../kit/write-atomically.ts'
import { type BenchPlan, fitToWorkers } from './bench-plan.ts'
import { benchText } from './bench-text.ts'
import { type BenchVerdict, exitCodeOfVerdict, judgeBenchmark } from './bench-verdict.ts'
import { type BenchmarkFile, benchmarkFile } from './benchmark-file.ts'
import { measureParts, type PartMeasurements } from './measure-parts.ts'
import { compareServedModels } from './served-models.ts'

/** How a benchmark is run and reported; the plan has what is measured. */
export interface BenchOptions {
  readonly config?: string
  readonly specs: string
  readonly output?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  /** A note about the results, in one line. */
  readonly caveat?: string
}

/**
 * Validates the network, measures, reports, and writes the results.
 * @returns the exit code
 */
export async function runBench(asked: BenchPlan, options: BenchOptions): Promise<number> {
  const say = options.quiet ? () => undefined : printToStandardError
  using interruption = new Interruption(printToStandardError)
  if (options.output !== undefined) await checkWritable(options.output)
  const workload = await openWorkload(asked.workload, {
    maxTokens: asked.maxTokens,
    isStreamed: asked.isStreamed,
  })
  await using target = await openCluster(options.config, say)
  const { plan, notes } = fitToWorkers(asked, target.cluster)
  for (const note of notes) say(note)
  const gate = await passGate(target, options, interruption.signal)
  if (interruption.signal.aborted) return nothingMeasured()
  if (!gate.open && !options.force) return exitCodes.gateClosed
  const startedAt = new Date()
  const measurement = await measureShown(plan, target, interruption.signal, options)
  const verdict = interruption.signal.aborted
    ? interrupted
    : judgeBenchmark(measurement, plan, slotsOf(target))
  if (verdict === interrupted && !hasLoads(measurement)) return nothingMeasured()
  const { status, diagnoses } = verdict
  const { cluster } = target
  const run = { plan, cluster, workload, gate, measurement, startedAt, version: packageVersion() }
  await report(benchmarkFile({ ...run, verdict: status, diagnoses }), verdict, options)
  return exitCodeOfVerdict[status]
}

/** An incomplete run is not judged. */
const interrupted: BenchVerdict = { status: 'interrupted', missed: [], diagnoses: [] }

function slotsOf({ cluster }: ClusterUnderTest): number[] {
  return cluster.workers.map(({ maxConcurrentRequests }) => maxConcurrentRequests)
}

/** The gate, which is reported if it is closed. */
async function passGate(
  target: ClusterUnderTest,
  { specs, force, quiet }: BenchOptions,
  signal: AbortSignal,
): Promise<GateState> {
  const { tests, leftOut, ...network } = await checkNetwork(target, specs, signal)
  // Behind a closed gate workers may be unreachable.
  const models = network.gate.open ? await compareServedModels(target, signal) : {}
  const gate: GateState =
    models.difference === undefined ? network.gate : { open: false, reason: models.difference }
  if (signal.aborted) return gate
  const notes = [leftOut, models.note ?? ''].filter((note) => note !== '' && !quiet)
  for (const note of notes) printToStandardError(`note: ${note}`)
  if (gate.open) {
    const ping = gate.pingMethods ? `, ping ${gate.pingMethods.join('; ')}` : ''
    if (!quiet) printToStandardError(`network gate open: ${tests} tests${ping}`)
    return gate
  }
  const next = force
    ? '--force: measuring although the gate is closed; the results say so'
    : 'nothing was sent; --force measures in any case'
  printToStandardError(`${colors.red('network gate closed:')} ${gate.reason}\n${next}`)
  return gate
}

async function measureShown(
  plan: BenchPlan,
  target: ClusterUnderTest,
  signal: AbortSignal,
  { quiet }: BenchOptions,
): Promise<PartMeasurements> {
  const stream = quiet ? { write: () => true } : process.stderr
  using progress = new Progress(stream, { isLive: canRedraw(stream, process.env) })
  return await measureParts(plan, target, { signal, progress })
}

async function report(
  file: BenchmarkFile,
  { missed }: BenchVerdict,
  { output, json, caveat }: BenchOptions,
): Promise<void> {
  const text = `${JSON.stringify(file, null, 2)}\n`
  try {
    if (output !== undefined) await writeAtomically(output, text)
  } finally {
    // The measurement is reported even if it could not be written.
    if (json) process.stdout.write(visibleJson(text))
    else print(benchText(file))
  }
  for (const line of missed) printToStandardError(`${colors.red('missed:')} ${line}`)
  if (file.interrupted) printToStandardError('interrupted: these are the results so far')
  if (caveat !== undefined) printToStandardError(caveat)
  if (output !== undefined) printToStandardError(`results: ${output}`)
}

function nothingMeasured(): number {
  printToStandardError('interrupted before anything was measured')
  return exitCodes.interrupted
}

function hasLoads(measurement: PartMeasurements): boolean {
  return Object.values(measurement).some(({ loads = [] }) => loads.length > 0)
}

/** To standard error: standard output has only the results. */
function printToStandardError(words: string): void {
  const start = canRedraw(process.stderr, process.env) ? clearLine : ''
  process.stderr.write(`${start}${shown(words)}\n`)
}

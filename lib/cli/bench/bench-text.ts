import colors from 'tinyrainbow'
import { type LossName, lossNames } from '../../record/loss-names.ts'
import type { Diagnosis } from '../../record/verdict.ts'
import { rateInWords, timeInWords } from '../../runner/progress-line.ts'
import type { BenchmarkFile } from './benchmark-file.ts'
import type { ComparedFigures } from './compared-figures.ts'
import { expectedSpeedup, usableSlots } from './expected-speedups.ts'
import { shareInWords, timesInWords, workersInWords } from './figures-in-words.ts'
import type { LevelFigures } from './level-figures.ts'

/** The results in the format of the guide: a block per set of workers, then the speedup. */
export function benchText(file: BenchmarkFile): string {
  const levels: readonly ComparedFigures[] = [
    ...file.concurrency_benchmark,
    ...file.scaling_benchmark,
  ]
  return [
    ...blocksOf(levels),
    ...speedupBlock(levels, file),
    ...optimumLines(file),
    ...file.diagnoses.flatMap(diagnosisLines),
    ...file.unfit.map((reason) => `${colors.yellow('Not judged:')} ${reason}`),
  ].join('\n')
}

/** One block for each set of workers, the smallest first; each level in it once. */
function blocksOf(levels: readonly ComparedFigures[]): string[] {
  const measured = new Map<string, LevelFigures>()
  // The first measurement is used: a baseline is not shown beside an identical side.
  for (const figures of [...levels, ...levels.flatMap(({ baseline }) => baseline ?? [])]) {
    const key = `${figures.workers} ${figures.concurrency}`
    if (!measured.has(key)) measured.set(key, figures)
  }
  const sizes = new Set([...measured.values()].map(({ workers }) => workers))
  return [...sizes]
    .toSorted((a, b) => a - b)
    .flatMap((size) => {
      const own = [...measured.values()]
        .filter(({ workers }) => workers === size)
        .toSorted((a, b) => a.concurrency - b.concurrency)
      return [colors.bold(`${workersInWords(own[0] as LevelFigures)}:`), ...levelLines(own), '']
    })
}

function levelLines(levels: readonly LevelFigures[]): string[] {
  const heads = levels.map(
    ({ concurrency, requests_per_second: perSecond }) =>
      `  Concurrency ${concurrency}: ${rateInWords(perSecond)}`,
  )
  const width = Math.max(...heads.map(({ length }) => length))
  return levels.map(
    (figures, index) => `${heads[index]?.padEnd(width)}  ${colors.dim(detailsOf(figures))}`,
  )
}

function detailsOf(figures: LevelFigures): string {
  return [
    `success ${shareInWords(figures.success_rate)}`,
    ...timeInWords('avg', figures.avg_response_time_ms),
    ...timeInWords('p95', figures.p95_response_time_ms),
    ...timeInWords('p99', figures.p99_response_time_ms),
    ...timeInWords('first token p95', figures.p95_ttft_ms),
    ...(figures.tokens_per_second === undefined
      ? []
      : [`${Math.round(figures.tokens_per_second)} tokens/s`]),
    ...(figures.workers > 1 ? [`shares ${sharesOf(figures)}`] : []),
    ...(figures.cut_short ? ['cut short'] : []),
  ].join('  ')
}

/** `33/34/33%`, in the order of the cluster file. */
function sharesOf({ per_worker: each }: LevelFigures): string {
  return `${each.map(({ load_percentage: share = 0 }) => Math.round(share)).join('/')}%`
}

function speedupBlock(levels: readonly ComparedFigures[], file: BenchmarkFile): string[] {
  const compared = levels.filter(({ speedup }) => speedup !== undefined)
  if (compared.length === 0) return []
  const areSizesVaried = new Set(compared.map(({ workers }) => workers)).size > 1
  return [
    colors.bold('Speedup Calculation:'),
    ...compared.flatMap((level) => speedupLines(level, areSizesVaried, file)),
    '',
  ]
}

function speedupLines(
  level: ComparedFigures,
  isSizeShown: boolean,
  { cluster, options }: BenchmarkFile,
): string[] {
  const { speedup = 0, speedup_interval: interval, concurrency, workers } = level
  const slots = cluster.workers.map(({ max_concurrent_requests: count }) => count)
  const possible = possibleSpeedup(level, slots, options.requests)
  const size = `, ${workers} ${workers === 1 ? 'worker' : 'workers'}`
  const head = `  Concurrency ${concurrency}${isSizeShown ? size : ''}: ${timesInWords(speedup)} speedup`
  const expected = possible.isFilled ? expectedSpeedup(workers, concurrency, slots) : undefined
  const asides = [
    ...(interval
      ? [`${rangeInWords(interval)} at ${shareInWords(interval.confidence * 100)}`]
      : []),
    ...(expected ? [`expected: ${rangeInWords(expected)}`] : []),
  ]
  const aside = asides.length > 0 ? colors.dim(` (${asides.join('; ')})`) : ''
  return [head + aside, ...possible.reason.map((line) => colors.dim(`    ${line}`))]
}

interface PossibleSpeedup {
  /** Whether there were enough requests for all slots that the concurrency could fill. */
  readonly isFilled: boolean
  /** Why it is not higher, in one line, if known. */
  readonly reason: readonly string[]
}

/** A load cannot use more slots than it has requests, and only one that refills them has a throughput. */
function possibleSpeedup(
  level: ComparedFigures,
  slots: readonly number[],
  requests: number,
): PossibleSpeedup {
  const { workers, concurrency } = level
  const usable = usableSlots(workers, concurrency, slots)
  if (requests >= 2 * usable) return { isFilled: true, reason: lossInWords(level) }
  if (requests >= usable) return { isFilled: true, reason: [] }
  const most = timesInWords(requests / Math.min(requests, usableSlots(1, concurrency, slots)))
  const words = `${requests} requests do not fill ${usable} slots: about ${most} is the most`
  return { isFilled: false, reason: [words] }
}

function rangeInWords({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? timesInWords(low) : `${timesInWords(low)} to ${timesInWords(high)}`
}

/** Smaller losses are noise. */
const minPercent = 1

/** The loss against the ideal, the largest part first, in one line. */
function lossInWords({ speedup = 0, efficiency = 0, loss = {} }: ComparedFigures): string[] {
  if ((loss.total ?? 0) < minPercent || efficiency === 0) return []
  const ideal = timesInWords(Number((speedup / (efficiency / 100)).toPrecision(3)))
  const parts = (Object.keys(lossNames) as LossName[])
    .map((cause) => ({ cause, percent: loss[cause] ?? 0 }))
    .filter(({ percent }) => percent >= minPercent)
    .toSorted((a, b) => b.percent - a.percent)
    .map(({ cause, percent }) => `${Math.round(percent)}% ${lossNames[cause]}`)
  return parts.length === 0 ? [] : [`of ${ideal}; lost: ${parts.join(', ')}`]
}

function optimumLines({ optimal_concurrency: measured, cluster }: BenchmarkFile): string[] {
  if (measured === undefined) return []
  const slots = cluster.workers.reduce((sum, worker) => sum + worker.max_concurrent_requests, 0)
  return [`Optimal concurrency: ${measured} (workers × max_concurrent_requests: ${slots})`, '']
}

function diagnosisLines({ symptom, cause, remedy }: Diagnosis): string[] {
  return [
    colors.bold(`${symptom}:`),
    `  cause: ${cause}`,
    ...remedy.map((step, index) => `  ${index === 0 ? 'remedy:' : '       '} ${step}`),
    '',
  ]
}

import colors from 'tinyrainbow'
import { rateInWords } from '../../runner/progress-line.ts'
import { minuteOf } from '../../units/instant.ts'
import { tableLines } from '../../units/table-lines.ts'
import type { BenchmarkComparison, ComparedFile, ComparedLevel } from './compare-benchmarks.ts'
import { durationInWords, shareInWords, timesInWords } from './figures-in-words.ts'

/** A comparison of two benchmarks, for people. */
export function compareText(comparison: BenchmarkComparison): string {
  const { a, b, differences, levels, left_out: leftOut } = comparison
  return [
    fileLine('A', a),
    fileLine('B', b),
    ...caveatLines('A', a),
    ...caveatLines('B', b),
    ...differences.map((difference) => `${colors.yellow('forced:')} ${difference}`),
    '',
    ...tableLines([titles, ...levels.map(cellsOf)]),
    '',
    ...leftOut.map((words) => `left out: ${words}`),
    colors.dim(
      'Two runs, one after the other: other changes between them count too. ' +
        '`clustergate bench --compare-first` measures alternately.',
    ),
  ].join('\n')
}

function fileLine(name: string, { file, date, workers }: ComparedFile): string {
  const count = `${workers.length} ${workers.length === 1 ? 'worker' : 'workers'}`
  return `${colors.bold(`${name}:`)} ${file} (${count}: ${workers.join(', ')}; ${minuteOf(date)} UTC)`
}

function caveatLines(name: string, { caveats }: ComparedFile): string[] {
  return caveats.map((caveat) => `${colors.yellow(`${name} is`)} ${caveat}`)
}

const titles = ['Concurrency', 'A', 'B', 'Speedup', 'p95 A', 'p95 B', 'Success A', 'Success B']

function cellsOf({ concurrency, a, b, speedup }: ComparedLevel): string[] {
  return [
    String(concurrency),
    rateInWords(a.requests_per_second),
    rateInWords(b.requests_per_second),
    speedup === undefined ? 'no data' : timesInWords(speedup),
    ...[a, b].map((side) => durationInWords(side.p95_response_time_ms)),
    ...[a, b].map((side) => shareInWords(side.success_rate)),
  ]
}

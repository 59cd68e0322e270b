import colors from 'tinyrainbow'
import { type LevelChange, minRuns, type Trend } from '../../history/trend.ts'
import { moveInWords } from '../../history/words.ts'
import { dayOf } from '../../units/instant.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { sparkline } from './plot.ts'
import type { ShownTrend } from './series.ts'
import { metricInWords, runInWords, testInWords } from './words.ts'

/** A line for each series: its last value, whether its level changed, its last runs, how many there are. */
export function overviewText(shown: readonly ShownTrend[], width: number): string {
  const rows = shown.map(({ trend }) => rowOf(trend))
  const layout = layoutFor(rows, width)
  const lines = rows.flatMap((row, index) => {
    const isNewTest = row.test !== rows[index - 1]?.test
    return [
      ...(isNewTest ? [...(index > 0 ? [''] : []), colors.bold(row.test)] : []),
      ...layout(row),
    ]
  })
  const isMore = shown.some(({ others }) => others.length > 0)
  return [
    ...lines,
    '',
    ...(isMore
      ? [
          colors.dim(
            'Runs of another workload, model or cluster are separate series: `--every-setting`.',
          ),
        ]
      : []),
  ].join('\n')
}

interface Row {
  readonly test: string
  readonly name: string
  readonly last: string
  readonly move: string
  readonly paint: (text: string) => string
  readonly values: readonly number[]
  readonly runs: string
}

function rowOf(trend: Trend): Row {
  const { series, points } = trend
  const counted = points.filter(({ isCounted }) => isCounted)
  const last = counted.at(-1)
  const leftOut = points.length - counted.length
  return {
    test: testInWords(series),
    name: metricInWords(series),
    last: last ? formatQuantity(last.value, series.dimension) : 'none counts',
    ...moveOf(trend, counted.length),
    values: counted.map(({ value }) => value),
    runs:
      `${points.length} ${points.length === 1 ? 'run' : 'runs'}` +
      (leftOut > 0 ? `, ${leftOut} left out` : ''),
  }
}

function moveOf(
  { changes, changesAmongFailed }: Trend,
  counted: number,
): Pick<Row, 'move' | 'paint'> {
  const last = [...changes, ...changesAmongFailed]
    .toSorted((a, b) => (a.run.startedAt < b.run.startedAt ? -1 : 1))
    .at(-1)
  if (last) return moveRow(last)
  const move = counted < minRuns ? '· too few runs' : '→ no shift found'
  return { move, paint: colors.dim }
}

function moveRow(change: LevelChange): Pick<Row, 'move' | 'paint'> {
  const { before, after, effect, run } = change
  const arrow = after > before ? '↑' : '↓'
  const among = run.status === 'failed' ? ', in runs that failed' : ''
  return {
    move: `${arrow} ${moveInWords(change)} since ${dayOf(run.startedAt)}${among}`,
    paint: { worse: colors.red, better: colors.green, unknown: colors.yellow }[effect],
  }
}

const bars = 20
const gap = '  '

/**
 * The layout of rows in a number of columns: the bars are dropped first, then the name gets a line of its
 * own.
 */
function layoutFor(rows: readonly Row[], width: number): (row: Row) => string[] {
  const widest = (key: 'name' | 'last' | 'move' | 'runs') =>
    Math.max(0, ...rows.map((row) => row[key].length))
  const cells = ({ last, move, paint, runs }: Row) => [
    last.padStart(widest('last')),
    paint(move) + ' '.repeat(widest('move') - move.length),
    runs,
  ]
  const needed = widest('name') + widest('last') + widest('move') + widest('runs') + 4 * gap.length
  const bare = (row: Row) => cells(row).join(gap).trimEnd()
  if (needed > width) return (row) => [`${gap}${row.name}`, `${gap}${gap}${bare(row)}`]
  const named = (row: Row) => `${gap}${row.name.padEnd(widest('name'))}`
  if (needed + bars + gap.length > width) return (row) => [`${named(row)}${gap}${bare(row)}`]
  return (row) => {
    const [last, move, runs] = cells(row)
    return [[named(row), last, move, sparkline(row.values, bars).padEnd(bars), runs].join(gap)]
  }
}

/** `47 runs are stored, the last one of 2026-11-24 14:03 UTC`, and which commands show more. */
export function overviewHead(shown: readonly ShownTrend[], stored: number, last: number): string {
  const points = shown.flatMap(({ trend }) => trend.points)
  const newest = points.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)).at(-1)
  const runs = stored === 1 ? '1 run' : `${stored} runs`
  const count = stored > last ? `the last ${last} of ${runs}` : runs
  return `${count}${newest ? `, the last one of ${runInWords(newest)}` : ''}\n`
}

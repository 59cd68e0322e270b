import colors from 'tinyrainbow'
import type { Vantage } from '../../lib/record/measurement.ts'
import type { TestRecord } from '../../lib/record/test-record.ts'
import { oneLine } from '../../lib/rendering/plain-text.ts'
import { type Cell, textTable } from '../../lib/rendering/text-table.ts'
import { type ReachMatrix, reachMatrix, reachSign } from '../kit/reach-matrix.ts'

/** Who reaches whom, by each test that agents made, with the cause of each hole. */
export function reachLines(records: readonly TestRecord[], width: number): string[] {
  const tests = [...new Set(records.map(({ test }) => test))]
  return tests.flatMap((test) => {
    const matrix = reachMatrix(
      records
        .filter((record) => record.test === test)
        .map(({ subject, verdict }) => ({ subject, measurement: verdict.measurement })),
    )
    return matrix ? ['', ...matrixLines(test, matrix, width)] : []
  })
}

function matrixLines(test: string, matrix: ReachMatrix, width: number): string[] {
  const { subjects, rows, causes, left } = matrix
  const head = ['', ...subjects].map((text) => ({ text: oneLine(text), paint: colors.dim }))
  const body = rows.map(({ agent, cells }) => [
    { text: oneLine(agent), paint: colors.bold },
    ...cells.map(cellOf),
  ])
  return [
    `${colors.bold(oneLine(test))}: who reaches whom`,
    ...textTable([head, ...body], width),
    ...(left > 0 ? [colors.dim(`and ${left} more agents, in the reports`)] : []),
    ...causes.map((cause) => colors.yellow(oneLine(`✗ ${cause}`))),
  ]
}

function cellOf(vantage: Vantage | undefined): Cell {
  const sign = reachSign(vantage)
  const text = vantage ? oneLine(`${sign} ${vantage.words}`) : ''
  const paint = { '✓': colors.green, '✗': colors.red, '?': colors.yellow, '': colors.dim }[sign]
  return { text, paint }
}

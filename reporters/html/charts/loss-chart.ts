import { type LossName, lossNames } from '../../../lib/record/loss-names.ts'
import type { Markup } from '../../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { figure } from './figure.ts'
import { stackedRows } from './stacked-rows.ts'

/** The achieved part of a speedup and its losses, in percent of the ideal. */
export interface Loss {
  readonly name: string
  readonly speedup: number
  readonly ideal: number
  /** By the names of the metrics: `workers`, `tail`; negative for a gain. */
  readonly parts: Readonly<Record<string, number>>
}

/** Smaller parts are not drawn, but listed in the numbers. */
const minPercent = 0.5

/** The losses of a speedup: a bar for each level, with the achieved and the lost parts. */
export function lossChart(losses: readonly Loss[]): Markup {
  const names = (Object.keys(lossNames) as LossName[]).filter((name) =>
    losses.some(({ parts }) => parts[name] !== undefined),
  )
  const drawn = names.filter((name) => losses.some(({ parts }) => (parts[name] ?? 0) >= minPercent))
  return figure({
    title: 'Loss of the ideal speedup',
    caption: 'The full width (100%) is the ideal; each part is a loss.',
    legend: [
      { className: 'reached', shape: 'area', text: 'reached' },
      ...drawn.map((name) => ({
        className: `loss-${name}`,
        shape: 'area' as const,
        text: lossNames[name],
      })),
    ],
    plots: stackedRows(
      losses.map(({ name, speedup, ideal, parts }) => {
        const reached = (speedup / ideal) * 100
        const words = drawn.map((part) => `${lossNames[part]} ${percentage(parts[part])}`)
        return {
          name,
          label: `${name}: reached ${percentage(reached)} of the ideal, lost to ${words.join(', ') || 'nothing'}`,
          value: `${times(speedup)} of ${times(ideal)}`,
          parts: [
            {
              className: 'reached',
              percent: reached,
              texts: [percentage(reached)],
              title: `reached: ${percentage(reached)}`,
            },
            ...drawn.map((part) => ({
              className: `loss-${part}`,
              percent: parts[part] ?? 0,
              texts: [percentage(parts[part])],
              title: `${lossNames[part]}: ${percentage(parts[part])}`,
            })),
          ],
        }
      }),
      [{ percent: 100, title: 'ideal' }],
    ),
    numbers: {
      heads: ['', 'speedup', 'ideal', ...names.map((name) => lossNames[name])],
      rows: losses.map(({ name, speedup, ideal, parts }) => [
        ...[name, times(speedup), times(ideal)],
        ...names.map((part) => percentage(parts[part])),
      ]),
    },
  })
}

function percentage(value: number | undefined): string {
  return value === undefined ? '' : formatQuantity(Number(value.toFixed(1)), 'percentage')
}

function times(value: number): string {
  return formatQuantity(Number(value.toPrecision(3)), 'multiplier')
}

import type { Markup } from '../../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { shortName } from '../texts.ts'
import { figure } from './figure.ts'
import { stackedRows } from './stacked-rows.ts'

/** The share of each worker, of one load or level. */
export interface Shares {
  /** `concurrency 15`; empty if there is only one. */
  readonly name: string
  readonly workers: readonly { readonly id: string; readonly percent: number }[]
}

const maxRows = 20

/** The shares of workers: a bar for each level, a part for each worker. */
export function shareChart(all: readonly Shares[], caption: string): Markup {
  const shown = all.slice(0, maxRows)
  const ids = [...new Set(shown.flatMap(({ workers }) => workers.map(({ id }) => id)))]
  return figure({
    title: 'Share of each worker',
    caption,
    plots: stackedRows(
      shown.map(({ name, workers }) => ({
        name,
        label: [name, ...workers.map(reported)].filter(Boolean).join(', '),
        value: '',
        parts: workers.map((worker) => ({
          // Neighbours differ in lightness: any number of workers needs two tones, and names instead of a legend.
          className: ids.indexOf(worker.id) % 2 === 0 ? 'tone-a' : 'tone-b',
          percent: worker.percent,
          texts: [`${shortName(worker.id)} ${percentageOf(worker)}`, percentageOf(worker)],
          title: reported(worker),
        })),
      })),
    ),
    numbers: {
      heads: ['worker', ...shown.map(({ name }) => name || 'share')],
      rows: ids.map((id) => [
        id,
        ...shown.map(({ workers }) => {
          const worker = workers.find((each) => each.id === id)
          return worker ? percentageOf(worker) : ''
        }),
      ]),
    },
  })
}

type WorkerShare = Shares['workers'][number]

function reported(worker: WorkerShare): string {
  return `${worker.id}: ${percentageOf(worker)}`
}

function percentageOf({ percent }: WorkerShare): string {
  return formatQuantity(percent, 'percentage')
}

import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { telemetryQuantities } from '../../../lib/units/telemetry-quantity.ts'
import type { NamedLoad } from '../data/loads.ts'
import {
  type TelemetryLine,
  type TelemetryPanel,
  telemetryPanels,
  valuesOf,
} from '../data/telemetry-lines.ts'
import { extentOf } from './extent.ts'
import { figure } from './figure.ts'
import { place, plot, stretchedPath, xAxis, yAxis } from './plot.ts'
import { linearScale, type Scale } from './scale.ts'

const height = 72

/** Telemetry of workers over the time of a test; undefined if none has enough points for a line. */
export function telemetryChart(loads: readonly NamedLoad[]): Markup | undefined {
  const panels = telemetryPanels(loads).filter(({ lines }) => valuesOf(lines).length > 1)
  if (panels.length === 0) return undefined
  const ends = panels.flatMap(({ lines }) => lines.flatMap(timesOf))
  const time = linearScale(0, extentOf(ends).high, 'duration')
  return figure({
    title: 'Inside the workers',
    caption: 'By their own metrics; each line is a worker, on the time of the loads above.',
    isWide: true,
    plots: panels.map((panel, index) => panelMarkup(panel, time, index === panels.length - 1)),
    numbers: {
      heads: ['worker', 'what', 'lowest', 'highest', 'scrapes'],
      rows: panels.flatMap(({ name, lines }) => {
        const { words, dimension } = telemetryQuantities[name]
        return lines.map((line) => {
          const values = valuesOf([line])
          const { low, high } = extentOf(values)
          const ends = [low, high].map((end) => formatQuantity(end, dimension))
          return [line.worker, words, ...ends, String(values.length)]
        })
      }),
    },
  })
}

function timesOf({ loads }: TelemetryLine): number[] {
  return loads.flatMap((points) => points.map(({ ms }) => ms))
}

function panelMarkup({ name, lines }: TelemetryPanel, time: Scale, isLast: boolean): Markup {
  const { words, dimension } = telemetryQuantities[name]
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  const { low, high } = extentOf(valuesOf(lines))
  const y = linearScale(Math.min(0, low), high * 1.08 || 1, dimension, 3)
  const range = [...new Set([low, high].map((end) => formatQuantity(end, dimension)))].join(' to ')
  return html`
    <p class="panel">${title}</p>
    ${plot({
      label: `${title}: ${range}, over ${formatQuantity(Math.round(time.high), 'duration')}`,
      height,
      className: `lines${isLast ? ' last' : ''}`,
      content: [
        yAxis(y, dimension, height),
        isLast && xAxis(time, 'duration', height),
        lines.map((line) => lineMarkup(line, time, y)),
      ],
    })}
  `
}

function lineMarkup({ worker, loads }: TelemetryLine, time: Scale, y: Scale): Markup {
  const path = loads
    .flatMap((points) =>
      points.map(({ ms, value }, index) => {
        const at = place(time.share(ms), height * (1 - y.share(value)))
        return `${index === 0 ? 'M' : 'L'}${at}`
      }),
    )
    .join('')
  return html`<g><title>${worker}</title>${stretchedPath(path, height, 'line plain measured')}</g>`
}

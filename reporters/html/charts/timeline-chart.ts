import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import type { Dimension } from '../../../lib/units/dimension.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import type { NamedLoad } from '../data/loads.ts'
import { type TimelineSegment, timelineSegments } from '../data/timeline-segments.ts'
import { extentOf } from './extent.ts'
import { figure } from './figure.ts'
import { place, plot, stretchedPath, xAxis, yAxis } from './plot.ts'
import { linearScale, percent, type Scale } from './scale.ts'
import { type Panel, type PanelLine, type PanelPoint, panelsOf } from './timeline-panels.ts'

/** From this number of points a line shows more than the numbers. */
const minParts = 4
const height = 72

/** Width of a letter, and of the area on the narrowest page and on a desktop one, in pixels. */
const letterWidth = 6.6
const areaWidths = { narrow: 240, wide: 700 }

/** Rate, latency and requests in flight over the time of a test; undefined if too little is known. */
export function timelineChart(loads: readonly NamedLoad[]): Markup | undefined {
  const segments = timelineSegments(loads)
  const count = segments.reduce((sum, segment) => sum + segment.parts.length, 0)
  if (count < minParts) return undefined
  const time = linearScale(0, extentOf(segments.map(({ toMs }) => toMs)).high, 'duration')
  const bands = bandsOf(segments)
  const shown = panelsOf(segments)
  const hasBaseline = segments.some(({ isBaseline }) => isBaseline)
  return figure({
    title: 'Over time',
    caption: hasBaseline
      ? 'The loads as they followed each other, those of the baseline in grey.'
      : '',
    isWide: true,
    plots: shown.map((panel, index) =>
      panelMarkup(panel, segments, bands, time, {
        isFirst: index === 0,
        isLast: index === shown.length - 1,
      }),
    ),
    numbers: {
      heads: [
        'load',
        'from',
        'to',
        'responses per second',
        'mean latency',
        'p95',
        'with a worker',
        'waiting',
      ],
      rows: segments.map((segment) => [
        segment.isBaseline ? `${segment.name}, baseline` : segment.name,
        ...[segment.fromMs, segment.toMs].map((at) => formatQuantity(Math.round(at), 'duration')),
        ...figuresOf(segment),
      ]),
    },
  })
}

function panelMarkup(
  panel: Panel,
  segments: readonly TimelineSegment[],
  bands: readonly Band[],
  time: Scale,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): Markup {
  const { title, dimension, lines } = panel
  const values = lines.flatMap(({ pointsOf }) =>
    segments.flatMap((segment) => pointsOf(segment).flatMap(({ value }) => value ?? [])),
  )
  const y = linearScale(0, extentOf([0, ...values]).high * 1.08 || 1, dimension, 3)
  const over = formatQuantity(Math.round(time.high), 'duration')
  return html`
    <p class="panel">${title}</p>
    ${plot({
      label: `${title}: ${range(values, dimension)}, over ${over}`,
      height,
      className: `lines${isFirst ? ' named' : ''}${isLast ? ' last' : ''}`,
      content: [
        bands.map((band, index) => bandMarkup(band, time, index, isFirst)),
        yAxis(y, dimension, height),
        isLast && xAxis(time, 'duration', height),
        lines.map((line) => [
          lineMarkup(
            line,
            segments.filter(({ isBaseline }) => isBaseline),
            'reference',
            time,
            y,
          ),
          lineMarkup(
            line,
            segments.filter(({ isBaseline }) => !isBaseline),
            'measured',
            time,
            y,
          ),
        ]),
      ],
    })}
  `
}

function lineMarkup(
  { style, pointsOf }: PanelLine,
  segments: readonly TimelineSegment[],
  className: string,
  time: Scale,
  y: Scale,
): Markup | undefined {
  const path = segments.map((segment) => pathOf(pointsOf(segment), time, y)).join('')
  return path === '' ? undefined : stretchedPath(path, height, `line ${style} ${className}`)
}

/** Missing points are a gap, not a line. */
function pathOf(points: readonly PanelPoint[], time: Scale, y: Scale): string {
  let isDown = false
  const steps = points.map(({ ms, value }) => {
    const command = isDown ? 'L' : 'M'
    isDown = value !== undefined
    if (value === undefined) return ''
    return command + place(time.share(ms), height * (1 - y.share(value)))
  })
  return steps.join('')
}

/** Consecutive loads of one level. */
interface Band {
  readonly name: string
  readonly fromMs: number
  readonly toMs: number
}

function bandsOf(segments: readonly TimelineSegment[]): Band[] {
  const bands: Band[] = []
  for (const { name, fromMs, toMs } of segments.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = bands.at(-1)
    if (last?.name === name) bands[bands.length - 1] = { ...last, toMs: Math.max(last.toMs, toMs) }
    else bands.push({ name, fromMs, toMs })
  }
  return bands
}

function bandMarkup(
  { name, fromMs, toMs }: Band,
  time: Scale,
  index: number,
  isNamed: boolean,
): Markup {
  const [from, to] = [time.share(fromMs), time.share(toMs)]
  const hasRoom = (width: number) => name.length * letterWidth < (to - from) * width
  const shown = hasRoom(areaWidths.narrow) ? '' : 'if-wide'
  return html`
    <rect class="band ${index % 2 === 0 ? 'even' : 'odd'}" x="${percent(from)}" width="${percent(to - from)}" height="${height}"><title>${name}</title></rect>
    ${isNamed && hasRoom(areaWidths.wide) && html`<text class="tick ${shown}" x="${percent(from)}" y="-6">${name}</text>`}
  `
}

function figuresOf(segment: TimelineSegment): string[] {
  const all = segment.parts
  return [
    range(
      all.map(({ okPerSecond }) => okPerSecond),
      'rate',
    ),
    range(
      all.flatMap(({ latencyAvgMs }) => latencyAvgMs ?? []),
      'duration',
    ),
    range(
      all.flatMap(({ latencyP95Ms }) => latencyP95Ms ?? []),
      'duration',
    ),
    ...flowOf(segment),
  ]
}

function flowOf({ parts: all, meanInFlight, atWorkers }: TimelineSegment): string[] {
  const known = [
    all.flatMap(({ inFlight }) => inFlight ?? []),
    all.flatMap(({ queued }) => queued ?? []),
  ]
  if (known.some((values) => values.length > 0))
    return known.map((values) => range(values, 'count'))
  return [
    atWorkers === undefined ? '' : formatQuantity(atWorkers, 'count'),
    atWorkers === undefined ? '' : formatQuantity(Math.max(0, meanInFlight - atWorkers), 'count'),
  ]
}

function range(values: readonly number[], dimension: Dimension): string {
  if (values.length === 0) return 'no data'
  const { low, high } = extentOf(values)
  return [...new Set([low, high].map((end) => formatQuantity(end, dimension)))].join(' to ')
}

import type { Dimension } from '../../../lib/units/dimension.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import type { NamedLoad } from '../loads.ts'
import { html, type Markup } from '../markup.ts'
import { type SegmentPart, type TimelineSegment, timelineSegments } from '../timeline-segments.ts'
import { extentOf } from './extent.ts'
import { figure } from './figure.ts'
import { place, plot, stretchedPath, xAxis, yAxis } from './plot.ts'
import { linearScale, percent, type Scale } from './scale.ts'

/** Lines over the same time. */
interface Panel {
  readonly title: string
  readonly dimension: Dimension
  readonly lines: readonly PanelLine[]
}

interface PanelLine {
  /** `upper` is dashed. */
  readonly style: 'plain' | 'upper'
  /** The points of one load, in order; one without a value is a gap. */
  readonly pointsOf: (segment: TimelineSegment) => readonly PanelPoint[]
}

interface PanelPoint {
  readonly ms: number
  readonly value: number | undefined
}

const panels: readonly Panel[] = [
  {
    ...{ title: 'Answers per second', dimension: 'rate' },
    lines: [{ style: 'plain', pointsOf: parts(({ okPerSecond }) => okPerSecond) }],
  },
  {
    ...{ title: 'Latency: mean, and p95 dashed', dimension: 'duration' },
    lines: [
      { style: 'upper', pointsOf: parts(({ latencyP95Ms }) => latencyP95Ms) },
      { style: 'plain', pointsOf: parts(({ latencyAvgMs }) => latencyAvgMs) },
    ],
  },
  {
    ...{
      title: 'Requests under way, and dashed those with a worker: what lies between them waits',
    },
    dimension: 'count',
    lines: [
      { style: 'plain', pointsOf: mean(({ underWay }) => underWay) },
      { style: 'upper', pointsOf: mean(({ atWorkers }) => atWorkers) },
    ],
  },
]

function parts(read: (part: SegmentPart) => number | undefined): PanelLine['pointsOf'] {
  return (segment) => segment.parts.map((part) => ({ ms: part.middleMs, value: read(part) }))
}

/** The record has the mean of each load alone. */
function mean(read: (segment: TimelineSegment) => number | undefined): PanelLine['pointsOf'] {
  return (segment) => [segment.fromMs, segment.toMs].map((ms) => ({ ms, value: read(segment) }))
}

/** From here on a line says more than the numbers. */
const leastParts = 4
const height = 72
const bandNameShare = 0.12

/** Pace, latency and requests under way over the time of a test; undefined where too little is known of it. */
export function timelineChart(loads: readonly NamedLoad[]): Markup | undefined {
  const segments = timelineSegments(loads)
  const count = segments.reduce((sum, segment) => sum + segment.parts.length, 0)
  if (count < leastParts) return undefined
  const time = linearScale(0, extentOf(segments.map(({ toMs }) => toMs)).high, 'duration')
  const bands = bandsOf(segments)
  // One request at a time is one under way, and nobody waits.
  const isLoad = segments.some(({ underWay }) => underWay >= 2)
  const shown = isLoad ? panels : panels.slice(0, -1)
  const hasBaseline = segments.some(({ isBaseline }) => isBaseline)
  return figure({
    title: 'Over time',
    caption: hasBaseline
      ? 'The loads as they followed each other, those of the baseline in grey.'
      : '',
    isWide: true,
    plots: shown.map((panel, index) =>
      panelMarkup(panel, segments, bands, time, index === shown.length - 1),
    ),
    numbers: {
      heads: ['load', 'from', 'to', 'answers per second', 'mean latency', 'p95', 'under way'],
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
  isLast: boolean,
): Markup {
  const { title, dimension, lines } = panel
  const isFirst = panel === panels[0]
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

/** What is missing in between is a gap, and no line. */
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

/** Loads of one level that followed each other. */
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
  const hasRoom = isNamed && to - from > bandNameShare
  return html`
    <rect class="band ${index % 2 === 0 ? 'even' : 'odd'}" x="${percent(from)}" width="${percent(to - from)}" height="${height}"><title>${name}</title></rect>
    ${hasRoom && html`<text class="tick" x="${percent(from)}" y="-6">${name}</text>`}
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
    formatQuantity(segment.underWay, 'count'),
  ]
}

function range(values: readonly number[], dimension: Dimension): string {
  if (values.length === 0) return 'no data'
  const { low, high } = extentOf(values)
  return [...new Set([low, high].map((end) => formatQuantity(end, dimension)))].join(' to ')
}

import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { shortName } from '../texts.ts'
import { plot, xAxis } from './plot.ts'
import { linearScale, percent } from './scale.ts'

/** Bars of parts in percent, a row each, on one axis. */
export interface StackedRow {
  readonly name: string
  /** Text alternative. */
  readonly label: string
  readonly parts: readonly StackedPart[]
  /** Right of the bar. */
  readonly value: string
}

export interface StackedPart {
  readonly className: string
  readonly percent: number
  /** The first of these that fits is shown inside the part. */
  readonly texts: readonly string[]
  readonly title: string
}

const rowHeight = 26

/** Width of a text on the narrowest page, and on one with room for two charts side by side. */
const narrowRoom = (text: string) => 5 + text.length * 2.1
const wideRoom = (text: string) => 3 + text.length * 1.5

/** @param marks positions with a line over all rows */
export function stackedRows(
  rows: readonly StackedRow[],
  marks: readonly { readonly percent: number; readonly title: string }[] = [],
): Markup {
  const widest = Math.max(100, ...rows.map(({ parts }) => sum(parts)))
  const scale = linearScale(0, widest, 'percentage')
  return html`<div class="rows">${rows.map((row, index) => {
    const isLast = index === rows.length - 1
    return html`
      <div class="row${isLast && ' last'}">
        ${row.name !== '' && html`<span class="name">${shortName(row.name)}</span>`}
        ${plot({
          label: row.label,
          height: rowHeight,
          content: [
            isLast && xAxis(scale, 'percentage', rowHeight),
            partsMarkup(row.parts, widest),
            marks.map(({ percent: at, title }) => {
              const x = percent(scale.share(at))
              return html`<line class="budget" x1="${x}" x2="${x}" y1="0" y2="${rowHeight}"><title>${title}</title></line>`
            }),
          ],
        })}
        ${row.value !== '' && html`<span class="value">${row.value}</span>`}
      </div>
    `
  })}</div>`
}

function partsMarkup(parts: readonly StackedPart[], widest: number): Markup[] {
  let from = 0
  return parts
    .filter((part) => part.percent > 0)
    .map(({ className, percent: width, texts, title }) => {
      const start = from
      from += width
      const narrow = texts.find((each) => width >= narrowRoom(each))
      const wide = texts.find((each) => width >= wideRoom(each))
      const written = (text: string | undefined, where: string) =>
        text !== undefined &&
        html`<text class="on ${className}${where}" x="6" y="${rowHeight / 2 + 4}">${text}</text>`
      // Clipped by its own frame, so that no letter overlaps the next part.
      return html`
        <svg class="part" x="${percent(start / widest)}" width="${percent(width / widest)}" height="${rowHeight}">
          <rect class="${className}" x="0" width="100%" y="3" height="${rowHeight - 6}"><title>${title}</title></rect>
          ${narrow === wide ? written(wide, '') : [written(narrow, ' if-narrow'), written(wide, ' if-wide')]}
        </svg>
      `
    })
}

function sum(parts: readonly StackedPart[]): number {
  return parts.reduce((total, part) => total + Math.max(0, part.percent), 0)
}

import { type Content, html, type Markup } from '../../../lib/rendering/html-markup.ts'
import type { Dimension } from '../../../lib/units/dimension.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { percent, type Scale } from './scale.ts'

/**
 * The drawing area of a chart. Horizontal positions are in percent and heights in pixels, so that it fits
 * any width while its letters keep their size, without a script. Labels of the axes are outside the area,
 * in the margin that the style gives it.
 */
export interface Plot {
  /** Text alternative, one sentence; undefined if adjacent text says the same. */
  readonly label: string | undefined
  /** In pixels. */
  readonly height: number
  readonly className?: string
  readonly content: Content
}

export function plot({ label, height, className = '', content }: Plot): Markup {
  const reported =
    label === undefined ? html`aria-hidden="true"` : html`role="img" aria-label="${label}"`
  return html`
    <svg class="plot ${className}" ${reported} width="100%" height="${height}">${content}</svg>
  `
}

/** Width of the coordinates of a path. */
export const pathWidth = 1_000

/** A path in coordinates from 0 to `pathWidth` across, stretched to the width of the plot. */
export function stretchedPath(d: string, height: number, className: string): Markup {
  return html`
    <svg class="stretched" width="100%" height="${height}" viewBox="0 0 ${pathWidth} ${height}" preserveAspectRatio="none">
      <path class="${className}" d="${d}"/>
    </svg>
  `
}

/** One position of a path, in short form. */
export function place(shareX: number, y: number): string {
  return `${Number((shareX * pathWidth).toFixed(1))} ${Number(y.toFixed(1))}`
}

/** Labels below the area. */
export function xAxis(scale: Scale, dimension: Dimension, height: number): Markup[] {
  return scale.ticks.map((tick) => {
    const share = scale.share(tick)
    const x = percent(share)
    const anchor = share < 0.02 ? 'start' : share > 0.98 ? 'end' : 'middle'
    return html`
      <line class="grid" x1="${x}" x2="${x}" y1="0" y2="${height}"/>
      <text class="tick ${anchor}" x="${x}" y="${height + 15}">${formatQuantity(tick, dimension)}</text>
    `
  })
}

/** Labels left of the area. */
export function yAxis(scale: Scale, dimension: Dimension, height: number): Markup[] {
  return scale.ticks.map((tick) => {
    const y = height * (1 - scale.share(tick))
    return html`
      <line class="grid" x1="0" x2="100%" y1="${round(y)}" y2="${round(y)}"/>
      <text class="tick end" x="-8" y="${round(y + 4)}">${formatQuantity(tick, dimension)}</text>
    `
  })
}

export type MarkShape = 'circle' | 'square' | 'diamond' | 'cross' | 'ring'

/** Around 0, 0. */
const shapes: Readonly<Record<MarkShape, string>> = {
  circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z',
  ring: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z',
  square: 'M-4-4h8v8h-8z',
  diamond: 'M0-6L6 0 0 6-6 0z',
  cross: 'M-5-5L5 5M5-5L-5 5',
}

/** A mark of one value; shapes distinguish what colours alone would not. */
export function mark(
  shape: MarkShape,
  shareX: number,
  y: number,
  className: string,
  title = '',
): Markup {
  return html`
    <svg class="mark" x="${percent(shareX)}" y="${round(y)}">
      <path class="${shape} ${className}" d="${shapes[shape]}">${title !== '' && html`<title>${title}</title>`}</path>
    </svg>
  `
}

export function round(value: number): number {
  return Number(value.toFixed(1))
}

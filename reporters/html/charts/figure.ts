import { type Content, html, type Markup } from '../../../lib/rendering/html-markup.ts'

/** A chart with its heading and its data. */
export interface Chart {
  readonly title: string
  /** How to read it, in a sentence. */
  readonly caption?: Content
  readonly legend?: readonly LegendEntry[]
  readonly plots: Content
  readonly numbers: NumberTable
  /** It uses the whole width of the page. */
  readonly isWide?: boolean
}

export interface LegendEntry {
  readonly className: string
  readonly shape: keyof typeof swatches
  readonly text: string
}

export interface NumberTable {
  readonly heads: readonly string[]
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly string[])[]
}

export function figure(chart: Chart): Markup {
  const { title, caption, legend: entries = [], plots, numbers, isWide } = chart
  return html`
    <figure class="chart${isWide === true && ' wide'}">
      <figcaption><b>${title}</b>${caption && html` <span>${caption}</span>`}</figcaption>
      ${entries.length > 0 && legend(entries)}
      ${plots}
      ${numberTable(`Numbers: ${title}`, numbers)}
    </figure>
  `
}

/** The legend of a drawing. */
export function legend(entries: readonly LegendEntry[]): Markup {
  return html`<ul class="legend">${entries.map(legendEntry)}</ul>`
}

/** A folded table. */
export function numberTable(summary: string, { heads, rows }: NumberTable): Markup {
  return html`
    <details class="numbers">
      <summary>${summary}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${summary}">
        <table>
          <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>${rows.map(row)}</tbody>
        </table>
      </div>
    </details>
  `
}

function row([head = '', ...cells]: readonly string[]): Markup {
  return html`
    <tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
  `
}

const swatches = {
  line: 'M0 6h18',
  dashed: 'M0 6h18',
  bound: 'M9 0v12',
  circle: 'M4.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z',
  square: 'M5 2h8v8h-8z',
  diamond: 'M9 0l6 6l-6 6l-6-6z',
  cross: 'M4 1l10 10m0-10l-10 10',
  area: 'M0 1h18v10h-18z',
} as const

function legendEntry({ className, shape, text }: LegendEntry): Markup {
  return html`
    <li>
      <svg width="18" height="12" aria-hidden="true"><path class="${shape} ${className}" d="${swatches[shape]}"/></svg>
      ${text}
    </li>
  `
}

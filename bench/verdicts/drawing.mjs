const [width, height] = [720, 320]
const margin = { left: 64, right: 20, top: 16, bottom: 44 }

const style = `
  text { font: 13px system-ui, sans-serif; fill: #333; }
  .grid { stroke: #ccc; stroke-width: 1; }
  .line { fill: none; stroke-width: 2; }
  .good { stroke: #1a7f37; fill: #1a7f37; } .bad { stroke: #c4232b; fill: #c4232b; }
  .open { stroke: #8a5a00; fill: #8a5a00; } .bound { stroke: #333; fill: #333; stroke-dasharray: 5 4; }
  .once { stroke: #57606a; fill: #57606a; stroke-dasharray: 2 3; }
  path.line { fill: none; } text.label { stroke: none; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd; } .grid { stroke: #444; }
    .good { stroke: #4ac26b; fill: #4ac26b; } .bad { stroke: #ff7b72; fill: #ff7b72; }
    .open { stroke: #e3b341; fill: #e3b341; } .bound { stroke: #ddd; fill: #ddd; }
    .once { stroke: #9aa4ae; fill: #9aa4ae; }
  }`

/** A plot with two axes, as SVG for light and dark pages. */
export class Drawing {
  #parts = []
  #options

  /**
   * @param options `title`, `text` (what it shows, for those who do not see it), and the axes `x` and `y`:
   * `from`, `to`, `ticks`, `words`, `unit`
   */
  constructor(options) {
    this.#options = options
    const { x, y } = options
    for (const tick of y.ticks) {
      const at = this.#y(tick)
      this.#parts.push(
        `<path class="grid" d="M${margin.left} ${at}H${width - margin.right}"/>`,
        `<text x="${margin.left - 8}" y="${at + 4}" text-anchor="end">${tick}${y.unit ?? ''}</text>`,
      )
    }
    for (const tick of x.ticks) {
      this.#parts.push(
        `<text x="${this.#x(tick)}" y="${height - margin.bottom + 18}" text-anchor="middle">${tick}${x.unit ?? ''}</text>`,
      )
    }
    const middle = (margin.left + width - margin.right) / 2
    this.#parts.push(
      `<text x="${middle}" y="${height - 6}" text-anchor="middle">${x.words}</text>`,
      `<text transform="translate(14 ${(height - margin.bottom) / 2 + 8}) rotate(-90)" text-anchor="middle">${y.words}</text>`,
    )
  }

  line(points, className) {
    const d = points.map(([x, y]) => `${this.#x(x)} ${this.#y(y)}`).join('L')
    this.#parts.push(`<path class="line ${className}" d="M${d}"/>`)
  }

  span(x, low, high, className) {
    this.line(
      [low, high].map((y) => [x, this.#clipped(y)]),
      className,
    )
  }

  dot(x, y, className) {
    this.#parts.push(`<circle class="${className}" cx="${this.#x(x)}" cy="${this.#y(y)}" r="3"/>`)
  }

  text(x, y, words, className) {
    this.#parts.push(
      `<text class="label ${className}" x="${this.#x(x)}" y="${this.#y(y) - 6}">${escaped(words)}</text>`,
    )
  }

  svg() {
    const { title, text } = this.#options
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${title}. ${text}`)}">
<title>${escaped(title)}</title>
<style>${style}
</style>
${this.#parts.join('\n')}
</svg>
`
  }

  #x(value) {
    const { from, to } = this.#options.x
    return round(
      margin.left + ((value - from) / (to - from)) * (width - margin.left - margin.right),
    )
  }

  #y(value) {
    const { from, to } = this.#options.y
    const share = (value - from) / (to - from)
    return round(height - margin.bottom - share * (height - margin.top - margin.bottom))
  }

  #clipped(value) {
    const { from, to } = this.#options.y
    return Math.min(to, Math.max(from, value))
  }
}

function escaped(text) {
  return text
    .replaceAll('`', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function round(value) {
  return Number(value.toFixed(1))
}

// Markdown tables of rates.
import { clopperPearson } from './stats.mjs'

export function print(title, head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const lines = [title, '', line(head), line(head.map(() => '---')), ...rows.map(line), '']
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** A share in percent, with as many digits as so many runs show. */
export function percent(count, total) {
  const share = (100 * count) / total
  return share > 0 && share < 10 ? share.toFixed(2) : share.toFixed(1)
}

/** A share in percent with its 95 % interval. */
export function percentWithin(count, total) {
  const { lower, upper } = clopperPearson(count, total, 0.95)
  return `${percent(count, total)} (${(100 * lower).toFixed(2)} to ${(100 * upper).toFixed(2)})`
}

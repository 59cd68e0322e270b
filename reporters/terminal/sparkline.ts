const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Fewer values are easy to read without a chart. */
const fewest = 3

/**
 * The change of a value from one level to the next, from the lowest (▁) to the highest (█); empty with
 * fewer than three, or without any change.
 */
export function sparkline(values: readonly (number | undefined)[]): string {
  const known = values.filter(isNumber)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  if (known.length < fewest || low === high) return ''
  return values
    .map((value) => {
      if (!isNumber(value)) return ' '
      return bars[Math.round(((value - low) / (high - low)) * (bars.length - 1))]
    })
    .join('')
}

function isNumber(value: number | undefined): value is number {
  return Number.isFinite(value)
}

import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type PlotPoint, plotLines, sparkline } from '../../../lib/cli/history/plot.ts'

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)

function points(
  values: readonly number[],
  changes: (n: number) => Partial<PlotPoint> = () => ({}),
) {
  return values.map(
    (value, n): PlotPoint => ({
      value,
      isCounted: true,
      isChange: false,
      date: day(n),
      ...changes(n),
    }),
  )
}

const plot = (all: readonly PlotPoint[], width = 60) =>
  plotLines(all, 'multiplier', width).map((line) => stripVTControlCharacters(line))

describe('a plot', () => {
  test('shows runs, levels, the scale, the days and where the level changed', () => {
    const values = [2.8, 2.9, 2.7, 2.8, 2.3, 2.2, 2.4, 2.3]
    const lines = plot(
      points(values, (n) => ({ level: n < 4 ? 2.8 : 2.3, isChange: n === 4 })),
      40,
    )
    expect(lines).toEqual([
      ' 2.9x ┤   •',
      '      │•────────•──',
      '      │      •',
      '2.55x ┤',
      '      │                  •',
      '      │            •────────•',
      ' 2.2x ┤               •',
      '      └────────────▲─────────',
      '       2026-01-01  2026-01-08',
    ])
  })

  test('marks excluded runs below the axis, and does not scale to them', () => {
    const lines = plot(points([1, 1.5, 90, 2], (n) => ({ isCounted: n !== 2 })))
    expect(lines[0]).toMatch(/^ *2x ┤ {9}•$/)
    expect(lines[6]).toMatch(/^ *1x ┤•$/)
    expect(lines[7]).toContain('└──────x───')
    expect(lines.join('')).not.toContain('9')
  })

  test('has one column for several runs if there are more runs than columns', () => {
    const values = Array.from({ length: 500 }, (_, n) => (n < 250 ? 1 : 2))
    const lines = plot(
      points(values, (n) => ({ isChange: n === 250 })),
      50,
    )
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(50)
    expect(lines[7]).toMatch(/└─+▲─+$/)
    expect(lines[7]?.indexOf('▲')).toBeGreaterThan(20)
    expect([...(lines[0] ?? '')].filter((sign) => sign === '•').length).toBeGreaterThan(15)
  })

  test('does not magnify noise', () => {
    const lines = plot(points([100, 100.01, 99.99, 100]))
    expect(lines[0]).toMatch(/^ *101x ┤$/)
    expect(lines[6]).toMatch(/^ *99(\.0)?x ┤$/)
  })

  test.each([
    ['zeros', [0, 0, 0]],
    ['a single run', [5]],
    ['values below zero', [-2, -1, -2]],
  ])('of %s has a finite scale', (_, values) => {
    const text = plot(points(values)).join('\n')
    expect(text).not.toMatch(/infinite|NaN|not a number/)
    expect(text.match(/•/g)).toHaveLength(values.length)
  })

  test('of excluded runs only has marks only below the axis', () => {
    const text = plot(points([1, 2], () => ({ isCounted: false }))).join('\n')
    expect(text).not.toContain('•')
    expect(text).toMatch(/└x──x/)
  })
})

describe('a sparkline', () => {
  test('goes from the lowest to the highest of the last values', () => {
    expect(sparkline([9, 1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([], 8)).toBe('')
    expect(sparkline([0, 0], 8)).toHaveLength(2)
  })
})

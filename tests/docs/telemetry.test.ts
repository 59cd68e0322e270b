import { expect, test } from 'vitest'
import { formatNames } from '../../lib/telemetry/exporters.ts'
import type { TelemetryName } from '../../lib/units/telemetry-quantity.ts'
import { readPage } from './pages.ts'

const { text } = readPage('docs/telemetry.md')

/** The heads of both tables, in the order of their columns. */
const columns: readonly (readonly TelemetryName[])[] = [
  ['requests_running', 'requests_waiting', 'kv_cache', 'preemptions'],
  ['temperature', 'clock', 'power'],
]

/** The cells behind a format, of the table that has as many columns. */
function cellsOf(format: string, count: number): string[] {
  const rows = text.split('\n').filter((line) => line.startsWith(`| \`${format}\` |`))
  const cells = rows.map((row) => row.split('|').slice(2, -2))
  return cells.find((each) => each.length === count) ?? []
}

test.each(Object.entries(formatNames))(
  'the names of %s are those that are read',
  (format, names) => {
    for (const quantities of columns) {
      const isTold = quantities.some((quantity) => names[quantity])
      const cells = cellsOf(format, quantities.length)
      expect(cells.length > 0).toBe(isTold)
      for (const [index, cell] of cells.entries()) {
        const known = names[quantities[index] as TelemetryName] ?? []
        const written = [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
        expect(written).toEqual(known.map(({ name }) => name))
      }
    }
  },
)

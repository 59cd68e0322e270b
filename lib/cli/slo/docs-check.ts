import { firstDifference } from '../../slo/page/declared-part.ts'
import { readText } from '../../source/files/read-text.ts'
import { shownFile } from '../../source/user-error.ts'
import { visibleText } from '../../source/visible-text.ts'

/** Size of a page with thousands of objectives. */
const maxBytes = 64 * 1024 * 1024

/**
 * Why a page is stale, with the first line that differs; undefined if it is up to date.
 * @throws UserError if it cannot be read
 */
export async function staleness(file: string, current: string): Promise<string | undefined> {
  const difference = firstDifference(await readText(file, maxBytes), current)
  if (!difference) return undefined
  const { line, found, expected } = difference
  return [
    `${shownFile(file)}:${line}: the page is stale`,
    `  there: ${shown(found)}`,
    `  now:   ${shown(expected)}`,
  ].join('\n')
}

function shown(line: string | undefined): string {
  if (line === undefined) return '(nothing: the page ends)'
  return visibleText(line.length > 200 ? `${line.slice(0, 200)}…` : line)
}

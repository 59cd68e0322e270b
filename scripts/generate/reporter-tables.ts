import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownTable } from './markdown-table.ts'
import { reporterNames, reportersByFormat } from './report-formats.ts'

/** The tables of the reporters, by their names in pages. */
export const reporterTables = {
  reporters: reportersTable,
  'report-formats': formatsTable,
}

function reportersTable(): string {
  const rows = reporterNames().map((name) => [
    summaryOf(name),
    `[\`clustergate/reporters/${name}\`](docs/reporters/${name}.md)`,
  ])
  return markdownTable(['What', 'How'], rows)
}

function formatsTable(): string {
  const rows = Object.entries(reportersByFormat).map(([format, reporter]) => [
    `\`${format}\``,
    reporter === 'json'
      ? 'this one: JSON Lines become one document with `--format json`'
      : `[${summaryOf(reporter).split(':')[0]}](${reporter}.md)`,
  ])
  return markdownTable(['`--format`', 'Reporter'], rows)
}

/** The first sentence of the comment on the class of a reporter. */
function summaryOf(name: string): string {
  const file = fileURLToPath(new URL(`../../reporters/${name}.ts`, import.meta.url))
  const text = readFileSync(file, 'utf8')
  const [, comment = ''] =
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export default (?:abstract )?class/.exec(text) ?? []
  const sentence = /^.*?(?=;|\.(?:\s|$))/.exec(comment.replaceAll(/\s*\n?\s*\*\s|\s+/g, ' ').trim())
  if (!sentence)
    throw new Error(
      `reporters/${name}.ts: the first sentence of the comment on its class is missing; it is the row in the tables`,
    )
  return sentence[0]
}

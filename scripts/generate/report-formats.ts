import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ReportFormats } from '../../reporters/kit/report-formats.ts'

const folder = fileURLToPath(new URL('../../reporters', import.meta.url))

/** The modules below `reporters/`, each a reporter; `formats.ts` is the generated list of their formats. */
export function reporterNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'formats.ts')
    .map((name) => name.slice(0, -'.ts'.length))
    .toSorted()
}

/** The reporter of each format. */
export const reportersByFormat: Readonly<Record<string, string>> = Object.fromEntries(
  (await Promise.all(reporterNames().map(formatsOf))).flat(),
)

async function formatsOf(reporter: string): Promise<[string, string][]> {
  const module: { formats?: ReportFormats } = await import(`${folder}/${reporter}.ts`)
  return Object.keys(module.formats ?? {}).map((format) => [format, reporter])
}

/** The text of `reporters/formats.ts`. */
export function formatsFile(): string {
  const lines = Object.entries(reportersByFormat).map(([format, reporter]) => {
    const key = /^\w+$/.test(format) ? format : `'${format}'`
    const member = /^\w+$/.test(format) ? `.${format}` : `['${format}']`
    return `  ${key}: async () => (await import('./${reporter}.ts')).formats${member}(),`
  })
  return `// Generated from the reporters by \`npm run generate\`. Do not edit.

import type { ReportFormats } from './kit/report-formats.ts'

/** How a report of each format is made; loaded when it is asked for. */
export const formats: ReportFormats = {
${lines.join('\n')}
}
`
}

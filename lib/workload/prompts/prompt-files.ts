import { readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { WorkloadPrompt, WorkloadTexts } from '../../generated/workload.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import type { DataBudget } from '../data-budget.ts'
import { csvPrompts } from './csv-prompts.ts'
import { jsonlPrompts } from './jsonl-prompts.ts'
import { textPrompts } from './text-prompts.ts'

type Format = NonNullable<WorkloadTexts['format']>

const formats: Readonly<Record<string, Format>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.txt': 'text',
  '.md': 'text',
}

/**
 * The prompts of a file.
 * @param file absolute path
 * @throws UserError with positions in that file, or with the reason why it cannot be read
 */
export function promptsOfFile(
  file: string,
  { format = formats[extname(file).toLowerCase()], column, each }: Omit<WorkloadTexts, 'file'>,
  budget: DataBudget,
): readonly WorkloadPrompt[] {
  const prompts = read[format ?? 'unknown'](file, { column, each, budget })
  if (prompts.length > 0) return prompts
  const message = `the file ${shownFile(file)} has no prompt`
  throw new UserError([{ code: 'no_prompts', message }])
}

interface FileOptions extends Pick<WorkloadTexts, 'each'> {
  readonly column: string | undefined
  readonly budget: DataBudget
}

const read: Readonly<
  Record<Format | 'unknown', (file: string, options: FileOptions) => readonly WorkloadPrompt[]>
> = {
  jsonl: (file, { column, budget }) => jsonlPrompts(file, column, budget),
  csv: (file, { column, budget }) => csvPrompts(file, { column, delimiter: ',' }, budget),
  tsv: (file, { column, budget }) => csvPrompts(file, { column, delimiter: '\t' }, budget),
  text: (file, { each, budget }) => textPrompts(file, each, budget),
  unknown: (file) => {
    const message = `the name of ${shownFile(file)} does not say what the file is`
    const expected = `one of ${Object.keys(formats).join(', ')}, or \`format\` beside it`
    throw new UserError([{ code: 'unknown_format', message, expected }])
  },
}

/**
 * The plain text files of a folder in the order of their names, each as one text.
 * @param folder absolute path
 */
export function promptsOfFolder(
  folder: string,
  budget: DataBudget,
  onFile: (file: string) => void,
): readonly string[] {
  const names = namesIn(folder).filter((name) => formats[extname(name).toLowerCase()] === 'text')
  const texts = names.flatMap((name) => {
    onFile(join(folder, name))
    return textPrompts(join(folder, name), 'file', budget)
  })
  if (texts.length > 0) return texts
  const message = `no text file (.txt, .md) with content in ${shownFile(folder)}`
  throw new UserError([{ code: 'no_prompts', message }])
}

/** By code units, so that the order is the same on every machine. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') throw error
    const because = code === 'EACCES' ? 'may not be read by this user' : 'is not a folder'
    throw new UserError([{ code: 'folder_missing', message: `${shownFile(folder)} ${because}` }])
  }
}

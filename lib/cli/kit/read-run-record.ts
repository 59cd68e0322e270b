import { readFileSync } from 'node:fs'
import { packagedFile } from '../../cluster/packaged-file.ts'
import type { RunRecord } from '../../record/run/run-record.ts'
import { createValidator } from '../../source/create-validator.ts'
import { readText } from '../../source/files/read-text.ts'
import type { Validator } from '../../source/schema-problems.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { parseJson } from './parse-json.ts'

/** Distributions of many levels, workers and repetitions need space. */
const maxBytes = 256 * 1024 * 1024

const expected = 'a report of `clustergate/reporters/json`'

/**
 * Reads the JSON report of a run.
 * @throws UserError for an invalid file
 */
export async function readRunRecord(file: string): Promise<RunRecord> {
  const text = await readText(file, maxBytes)
  const run = parseJson(file, text, expected) as Partial<RunRecord> | null
  if (run?.schemaVersion !== 1 || !Array.isArray(run.files)) {
    throw refuse(file, 'no_run_record', 'not a report of a run')
  }
  const wrong = firstProblem(createValidator(runSchema()), run)
  if (wrong !== undefined) throw refuse(file, 'no_run_record', wrong)
  return run as RunRecord
}

/** Also for the lines of a run, by their definitions. */
export function runSchema() {
  return JSON.parse(readFileSync(packagedFile('schemas/run.schema.json'), 'utf8'))
}

/** The first problem, with its position in the document. */
export function firstProblem(validator: Validator, value: unknown): string | undefined {
  const [first] = validator(value)
  if (!first) return undefined
  const { instancePath, message = 'is wrong' } = first
  const where = instancePath.slice(1).replaceAll('/', '.')
  return where === '' ? message : `\`${where}\` ${message}`
}

function refuse(file: string, code: string, words: string): UserError {
  return new UserError([{ code, message: `${shownFile(file)}: ${words}`, expected }])
}

import { closeSync, existsSync } from 'node:fs'
import { readLines } from '../../record/run/read-lines.ts'
import { linesBeside } from '../../record/run/run-files.ts'
import { type LineCheck, RunLineFile, RunLinesError } from '../../record/run/run-line-file.ts'
import type { RunSource } from '../../record/run/run-record.ts'
import { createValidator } from '../../source/create-validator.ts'
import { openTextSync } from '../../source/files/read-text.ts'
import { UserError } from '../../source/user-error.ts'
import { firstProblem, readRunRecord, runSchema } from './read-run-record.ts'

/** To be iterated until it is disposed. */
export interface OpenRun extends Disposable {
  readonly run: RunSource
}

const expected = 'the output of `clustergate/reporters/json`: its `.json` or `.jsonl`'

/**
 * Opens the record of a run, whether it is one JSON document or JSON Lines; the latter is never completely
 * in memory.
 * @throws UserError for an invalid file
 */
export async function openRun(file: string): Promise<OpenRun> {
  const schema = runSchema()
  if (holdsLines(file)) return openLines(file, schema)
  const run = await readRunRecord(file)
  return linesOfCutOff(file, run, schema) ?? { run, [Symbol.dispose]: () => undefined }
}

/** The report of a killed run contains only that fact: its measurements are in its lines. */
function linesOfCutOff(file: string, run: RunSource, schema: Schema): OpenRun | undefined {
  const beside = linesBeside(file)
  if (run.ended !== 'cut_off' || beside === file || !existsSync(beside)) return undefined
  const lines = openLines(beside, schema)
  if (lines.run.startedAt === run.startedAt) return lines
  lines[Symbol.dispose]()
  return undefined
}

/** By its content: a file that was cut off may have been renamed. */
function holdsLines(file: string): boolean {
  const descriptor = openTextSync(file, Number.POSITIVE_INFINITY)
  try {
    const [first] = readLines(descriptor)
    return first !== undefined && /^\{\s*"kind"\s*:/.test(first.text)
  } finally {
    closeSync(descriptor)
  }
}

function openLines(file: string, schema: Schema): OpenRun {
  try {
    return new RunLineFile(openTextSync(file, Number.POSITIVE_INFINITY), lineCheck(schema))
  } catch (error) {
    if (!(error instanceof RunLinesError)) throw error
    throw refuse(file, error)
  }
}

interface Schema {
  readonly $id: string
  readonly $defs: Readonly<Record<string, object>>
}

/** Each kind of line has its own definition: validating a union would not report what is wrong. */
function lineCheck({ $id, $defs }: Schema): LineCheck {
  const validators = new Map(
    ['start', 'cluster', 'case', 'file', 'end'].map((kind) => [
      kind,
      createValidator({ $id: `${$id}/${kind}`, $ref: `#/$defs/${kind}_line`, $defs }),
    ]),
  )
  return (line) => {
    const validator = validators.get(line?.kind)
    return validator ? firstProblem(validator, line) : 'not a line of a run'
  }
}

function refuse(file: string, { message, line, column }: RunLinesError): UserError {
  return new UserError([
    { code: 'no_run_record', message, place: { file, line, column }, expected },
  ])
}

import { execFile } from 'node:child_process'
import { declarationOf } from '../../history/declaration-of.ts'
import { originOf } from '../../history/origin.ts'
import { HistoryStore, type Stored } from '../../history/store.ts'
import { type HistoryRun, historyRun } from '../../record/history.ts'
import type { Origin } from '../../record/origin.ts'
import type { RunRecord } from '../../record/run/run-record.ts'
import { createValidator } from '../../source/create-validator.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { minuteOf } from '../../units/instant.ts'
import { readRunRecord } from '../kit/read-run-record.ts'

export interface RecordOptions {
  readonly db: string
  readonly stages: readonly string[]
  readonly keep: number
  readonly commit?: string
  readonly branch?: string
}

/**
 * Stores a run from its JSON report.
 * @returns a description of what was done
 * @throws UserError if the file is not a report, or has no measurement in these stages
 */
export async function recordRun(file: string, options: RecordOptions): Promise<string> {
  const run = await readRunRecord(file)
  checkShape(file, run)
  if (run.ended === 'cut_off') throw cutOff(file, run)
  const { commit, branch } = options
  const { origin, note } = await originThen(run.startedAt)
  const reported = { ...(commit && { commit, isDirty: false }), ...(branch && { branch }) }
  const stored = historyRun(run, {
    stages: options.stages,
    declarationOf,
    origin: commit ? reported : { ...origin, ...reported },
  })
  if (!stored) throw nothingMeasured(file, options.stages)
  using store = await HistoryStore.open(options.db, 'write')
  const result = store.add(stored, options.keep)
  return [outcomeInWords(file, stored, result, options.db), ...(commit ? [] : note)].join('\n')
}

/** The current state of the code, unless it is newer than the run. */
async function originThen(
  startedAt: string,
): Promise<{ readonly origin: Origin; readonly note: readonly string[] }> {
  const origin = await originOf(process.cwd(), process.env)
  const committedMs = origin.commit && (await timeOf(origin.commit))
  if (!committedMs || committedMs <= Date.parse(startedAt)) return { origin, note: [] }
  const words = `the commit here, ${origin.commit?.slice(0, 7)}, is younger than the run, so it was left out: --commit names the right one`
  return { origin: {}, note: [words] }
}

/** Time of a commit, in milliseconds since 1970; undefined if git does not know it. */
function timeOf(commit: string): Promise<number | undefined> {
  const args = ['show', '--no-patch', '--format=%ct', commit]
  return new Promise((resolve) => {
    execFile('git', args, { timeout: 5_000 }, (error, stdout) =>
      resolve(error ? undefined : Number(stdout) * 1_000),
    )
  })
}

function outcomeInWords(file: string, run: HistoryRun, stored: Stored, db: string): string {
  const { outcome, runs } = stored
  const name = `${shownFile(file)}: the run of ${minuteOf(run.startedAt)} UTC`
  if (outcome === 'known') return `${name} is in ${shownFile(db)} already`
  if (outcome === 'too_old')
    return `${name} was not stored: ${shownFile(db)} keeps ${runs} newer ones`
  const values = run.cases.reduce((sum, { values: each }) => sum + each.length, 0)
  return `${name}, ${values} values, is in ${shownFile(db)} now (${runs} ${runs === 1 ? 'run' : 'runs'})`
}

function cutOff(file: string, { startedAt }: RunRecord): UserError {
  const message = `${shownFile(file)}: the run of ${minuteOf(startedAt)} UTC was cut off, so it was not stored: which of its tests are missing is chance`
  return new UserError([{ code: 'run_cut_off', message, expected: 'a run that came to its end' }])
}

function nothingMeasured(file: string, stages: readonly string[]): UserError {
  const message = `${shownFile(file)}: no test of the stage ${stages.join(', ')} measured anything in this run`
  return new UserError([
    { code: 'nothing_measured', message, expected: 'a run of that stage, or other `--stages`' },
  ])
}

const text = { type: 'string' }
const optional = (schema: object, required: readonly string[]) => ({
  type: 'object',
  required,
  properties: schema,
})
const listOf = (items: object) => ({ type: 'array', items })

/** The parts of a run record that the history reads. */
const shape = optional(
  {
    startedAt: { ...text, pattern: String.raw`^\d{4}-\d\d-\d\dT[\d:.]+Z$` },
    durationMs: { type: 'number' },
    files: listOf(
      optional(
        {
          cases: listOf(
            optional(
              {
                file: text,
                name: text,
                status: text,
                record: optional(
                  {
                    suite: text,
                    stage: text,
                    test: text,
                    subject: text,
                    check: text,
                    verdict: optional(
                      {
                        conditions: listOf(optional({ metric: text }, ['metric'])),
                        measurement: optional(
                          {
                            startedAt: text,
                            metrics: { type: 'object' },
                            intervals: { type: 'object' },
                            unfit: listOf(text),
                            loads: listOf({ type: 'object' }),
                          },
                          ['startedAt', 'metrics'],
                        ),
                      },
                      ['conditions'],
                    ),
                  },
                  ['suite', 'stage', 'test', 'subject', 'check', 'verdict'],
                ),
              },
              ['file', 'name', 'status'],
            ),
          ),
        },
        ['cases'],
      ),
    ),
  },
  ['startedAt', 'durationMs', 'files'],
)

function checkShape(file: string, run: RunRecord): void {
  const [first] = createValidator(shape)(run)
  if (!first) return
  const place = first.instancePath.slice(1).replaceAll('/', '.')
  const where = place === '' ? 'the report' : `\`${place}\``
  throw new UserError([
    {
      code: 'no_run_record',
      message: `${shownFile(file)}: ${where} ${first.message ?? 'is wrong'}`,
      expected: 'a report of `clustergate/reporters/json`',
    },
  ])
}

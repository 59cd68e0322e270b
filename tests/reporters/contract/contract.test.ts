import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunSource } from '../../../lib/record/run/run-record.ts'
import { formats } from '../../../reporters/formats.ts'
import { writeReport } from '../../../reporters/kit/write-report.ts'
import { describeWith } from '../../hosts/requirements.ts'
import {
  condition,
  cutOff,
  everyOutcome,
  fileOf,
  judgedCase,
  measurement,
  nastyRun,
  runOfCases,
  runOfFiles,
  testCase,
} from '../records.ts'
import { contracts, particular } from './contracts.ts'

const root = join(import.meta.dirname, '../../..')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-contract-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function write(format: string, run: RunSource): Promise<string> {
  const render = await formats[format]?.()
  if (!render) throw new Error(`no format ${format}`)
  const file = join(folder, `${format}.report`)
  writeReport(file, render(run, { root: '/home/me' }))
  return file
}

async function textOf(format: string, run: RunSource): Promise<string> {
  return readFileSync(await write(format, run), 'utf8')
}

const megabytes = 'x<]]>"\n'.repeat(1_500_000)

/** Everything of ten megabytes that may be. */
const large = runOfFiles(
  [
    fileOf(
      [
        judgedCase(
          {
            name: megabytes,
            status: 'failed',
            retries: 1,
            errors: [{ name: 'BudgetMissed', message: megabytes }],
            earlierErrors: [{ name: 'BudgetMissed', message: megabytes }],
          },
          { status: 'fail', measurement: measurement({ metrics: { text: megabytes } }) },
        ),
        testCase({ status: 'skipped', reason: megabytes }),
      ],
      { errors: [{ name: 'Error', message: megabytes }] },
    ),
  ],
  { errors: [{ name: 'Error', message: megabytes }] },
)

/**
 * Characters that would clear a terminal, set its title, hide text or reverse it, wherever a user or a
 * worker provides text.
 */
const control = 'before\u001b]0;title\u0007\u001b[2J\u009b2J\u202e\u2028\u2066\u0085\rafter'
const hostile = runOfFiles(
  [
    fileOf(
      [
        judgedCase(
          {
            name: `S > ${control}`,
            status: 'failed',
            retries: 1,
            file: control,
            errors: [{ name: control, message: control }],
            earlierErrors: [{ name: control, message: control }],
          },
          {
            status: 'fail',
            conditions: [
              condition({
                metric: control,
                condition: control,
                formatted: control,
                status: 'fail',
                reason: control,
                frame: control,
                place: { file: control, line: 1, column: 1 },
              }),
            ],
            diagnosis: { code: control, symptom: control, cause: control, remedy: [control] },
            measurement: measurement({
              metrics: { served_model: control, [control]: 1 },
              notes: [control],
              unfit: [control],
            }),
          },
          { suite: control, test: control, subject: control },
        ),
        testCase({ name: control, status: 'skipped', reason: control }),
      ],
      { file: control, errors: [{ name: control, message: control }] },
    ),
  ],
  { errors: [{ name: control, message: control }] },
)

const interrupted = runOfFiles([fileOf([testCase()])], {
  ended: 'interrupted',
  errors: [{ name: 'RunInterrupted', message: 'the run was stopped before its end' }],
})

for (const { format, reporter, missing, problems } of contracts) {
  describeWith(missing, `a report as ${format}`, () => {
    test('of every outcome is valid', async () => {
      expect(await problems(await write(format, everyOutcome))).toEqual([])
    })

    test.each([
      ['no files', runOfFiles([])],
      ['a file without cases', runOfCases([])],
      ['a record of before its end and its place were in it', olderRecord()],
    ])('of %s is valid', async (_, run) => {
      expect(await problems(await write(format, run))).toEqual([])
    })

    test('of arbitrary names and texts is valid', async () => {
      expect(await problems(await write(format, nastyRun()))).toEqual([])
    })

    test('with control characters and direction overrides in names and texts shows them', async () => {
      const text = await textOf(format, hostile)
      expect(text).toContain('before')
      expect(text).toContain('after')
      // Tab and line feed are the only ones.
      expect(text).not.toMatch(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
      )
      expect(text).toMatch(format === 'json' ? /before\\u001b/ : /before\ufffd/)
    })

    test('of ten megabytes in one text is valid', async () => {
      expect(await problems(await write(format, large))).toEqual([])
    })

    test('names every case that did not pass, and no passed case as failed', async () => {
      const text = await textOf(format, everyOutcome)
      for (const name of ['is near', 'can be pinged', 'is steady', 'never', 'adds up']) {
        expect(text).toContain(name)
      }
    })

    test('shows errors outside the cases', async () => {
      const text = await textOf(format, everyOutcome)
      if (format === 'openmetrics') {
        expect(text).toContain('clustergate_errors_outside_tests 2\n')
      } else {
        expect(text).toContain('the network gate is closed, so nothing was sent')
        expect(text).toContain('a promise was rejected and nobody listened')
      }
    })

    test('of a run that was cut off or interrupted shows that', async () => {
      const words = format === 'openmetrics' ? 'clustergate_run_complete 0\n' : /run was cut off/
      expect(await textOf(format, cutOff)).toMatch(words)
      expect(await problems(await write(format, cutOff))).toEqual([])
      const stopped = format === 'openmetrics' ? words : /stopped before its end/
      expect(await textOf(format, interrupted)).toMatch(stopped)
      expect(await textOf(format, runOfCases([testCase()]))).not.toMatch(words)
    })

    test('has a reporter, and a page that names it', () => {
      expect(existsSync(join(root, `reporters/${reporter}.ts`))).toBe(true)
      const page = readFileSync(join(root, `docs/reporters/${reporter}.md`), 'utf8')
      expect(page).toContain(`clustergate/reporters/${reporter}`)
      expect(page).toContain(`(../../reporters/${reporter}.ts)`)
      expect(page).toContain('`outputFile`')
      expect(page).toContain(`--format ${format}`)
    })
  })
}

/** As the first version of the reporter wrote it. */
function olderRecord(): RunSource {
  const { environment: _, ended: __, cluster: ___, ...run } = everyOutcome
  return run
}

test('every reader of the contract belongs to a report format', () => {
  expect(Object.keys(particular).filter((format) => !(format in formats))).toEqual([])
})

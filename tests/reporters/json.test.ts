import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunLineFile } from '../../lib/record/run/run-line-file.ts'
import type { RunLine } from '../../lib/record/run/run-lines.ts'
import { RunLog } from '../../lib/record/run/run-log.ts'
import { type RunRecord, wholeRun } from '../../lib/record/run/run-record.ts'
import { jsonChunks } from '../../reporters/json.ts'
import { everyOutcome, nastyRun, outcomes, runOfCases, runOfFiles } from './records.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-lines-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function written(run: RunRecord): string {
  return [...jsonChunks(run)].join('')
}

describe('the JSON document', () => {
  test.each([
    ['every outcome', everyOutcome],
    ['nothing', runOfFiles([])],
    ['a file without cases', runOfCases([])],
    ['arbitrary names', nastyRun(50)],
  ])('of %s equals the record', (_, run) => {
    // Numbers that JSON cannot represent are null, like with `JSON.stringify`.
    expect(JSON.parse(written(run))).toEqual(JSON.parse(JSON.stringify(run)))
  })

  test('is indented as a whole, even if it is written in chunks', () => {
    const { files, ...rest } = JSON.parse(written(everyOutcome))
    expect(written(everyOutcome)).toBe(`${JSON.stringify({ ...rest, files }, null, 2)}\n`)
  })
})

/** The lines of a run, as they are written during it. */
function linesOf({ startedAt, environment, cluster, files, ...end }: RunRecord): RunLine[] {
  if (!environment || !cluster) throw new Error('a record of a run that happened has both')
  return [
    { kind: 'start', schemaVersion: 1, startedAt, environment },
    { kind: 'cluster', cluster },
    ...files.flatMap(({ cases, ...file }, index): RunLine[] => [
      ...cases.map((each) => ({
        kind: 'case' as const,
        atMs: 100 * (index + 1),
        stage: file.stage,
        case: each,
      })),
      { kind: 'file', atMs: 100 * (index + 1) + 50, file },
    ]),
    { kind: 'end', durationMs: end.durationMs, ended: 'complete', errors: end.errors },
  ]
}

function fileOfLines(lines: readonly RunLine[]): string {
  const path = join(folder, 'run.jsonl')
  using log = new RunLog(path)
  for (const line of lines) log.write(line)
  return path
}

function read(path: string): RunRecord {
  using file = new RunLineFile(openSync(path, 'r'), () => undefined)
  return wholeRun(file.run)
}

describe('JSON Lines', () => {
  test.each([
    ['every outcome', everyOutcome],
    ['arbitrary names', nastyRun(50)],
  ])('of %s contain the whole record', (_, run) => {
    expect(read(fileOfLines(linesOf(run)))).toEqual(JSON.parse(JSON.stringify(run)))
  })

  test('of files that run in parallel are put in order', () => {
    const lines = linesOf(everyOutcome)
    const [start, cluster] = lines
    const cases = lines.filter(({ kind }) => kind === 'case').toReversed()
    const files = lines.filter(({ kind }) => kind === 'file')
    const end = lines.at(-1)
    const mixed = [start, cluster, ...cases, ...files, end] as RunLine[]
    const run = read(fileOfLines(mixed))
    expect(run.files.map(({ file, cases }) => [file, cases.length])).toEqual([
      ['specs/perf/c.spec.yaml', 1],
      ['specs/network/b.spec.ts', 1],
      ['specs/network/a.spec.yaml', 8],
    ])
    expect(run.files.flatMap(({ cases }) => cases.map(({ file }) => file))).toEqual(
      run.files.flatMap(({ file, cases }) => cases.map(() => file)),
    )
  })

  test('without their end are of a run that was cut off, with its measurements so far', () => {
    const lines = linesOf(runOfCases([outcomes.passed, outcomes.failed])).slice(0, 4)
    expect(read(fileOfLines(lines))).toMatchObject({
      ended: 'cut_off',
      durationMs: 100,
      files: [
        {
          file: outcomes.passed.file,
          stage: 'network',
          durationMs: outcomes.passed.durationMs + outcomes.failed.durationMs,
          cases: [outcomes.passed, outcomes.failed],
        },
      ],
      errors: [{ name: 'RunCutOff', message: expect.stringContaining('0.1 s after its start') }],
    })
  })

  test('that end within a line lack that line only', () => {
    const path = fileOfLines(linesOf(runOfCases([outcomes.passed, outcomes.failed])).slice(0, 4))
    const bytes = readFileSync(path)
    // In the middle of a character, too.
    for (const cut of [bytes.length - 1, bytes.length - 40, bytes.lastIndexOf('›') + 1]) {
      writeFileSync(path, bytes.subarray(0, cut))
      const run = read(path)
      expect(run.ended).toBe('cut_off')
      expect(run.files[0]?.cases).toEqual([outcomes.passed])
    }
  })

  test('with something else are refused with the line number', () => {
    const [start, cluster, ...rest] = linesOf(everyOutcome).map((line) => JSON.stringify(line))
    const refused = (text: string) => {
      const path = join(folder, 'refused.jsonl')
      writeFileSync(path, text)
      return () => read(path)
    }
    expect(refused('')).toThrow('the file is empty')
    expect(refused(`${cluster}\n`)).toThrow('it does not begin with the start of a run')
    expect(refused('null\n')).toThrow('it does not begin with the start of a run')
    const broken = [start, cluster, '{"kind":', ...rest].join('\n')
    expect(refused(broken)).toThrow(expect.objectContaining({ line: 3 }))
  })

  test('start again with each run', () => {
    fileOfLines(linesOf(everyOutcome))
    expect(read(fileOfLines(linesOf(runOfCases([outcomes.passed])))).files).toHaveLength(1)
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunLine } from '../../../lib/record/run/run-lines.ts'
import { RunLog } from '../../../lib/record/run/run-log.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-run-log-'))
  path = join(folder, 'run.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const line = (durationMs: number): RunLine => ({
  kind: 'end',
  durationMs,
  ended: 'complete',
  errors: [],
})
const durations = () =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text).durationMs)

describe('the lines of a run', () => {
  test('are under their file name from the first line on, each as soon as it is written', () => {
    using log = new RunLog(path)
    expect(() => durations()).toThrow('ENOENT')
    log.write(line(1))
    expect(durations()).toEqual([1])
    log.write(line(2))
    expect(durations()).toEqual([1, 2])
  })

  test('of two concurrent runs never mix: the newer run has the name until the older one ends after it', () => {
    using older = new RunLog(path)
    older.write(line(1))
    using newer = new RunLog(path)
    newer.write(line(10))
    older.write(line(2))
    newer.write(line(20))
    newer.finish()
    expect(durations()).toEqual([10, 20])
    older.write(line(3))
    older.finish()
    expect(durations()).toEqual([1, 2, 3])
    expect(readdirSync(folder)).toEqual(['run.jsonl'])
  })

  test('that were never written leave no file', () => {
    new RunLog(path)[Symbol.dispose]()
    expect(readdirSync(folder)).toEqual([])
  })
})

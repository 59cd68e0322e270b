import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTrace, type TraceOptions } from '../../../lib/load/trace/read-trace.ts'
import { UserError } from '../../../lib/source/user-error.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function read(name: string, text: string | Buffer, options?: TraceOptions) {
  const file = join(folder, name)
  writeFileSync(file, text)
  return readTrace(file, options)
}

async function problemsOf(trace: Promise<unknown>) {
  const error = await trace.catch((thrown: unknown) => thrown)
  if (!(error instanceof UserError)) throw new Error('no UserError', { cause: error })
  return error.problems
}

describe('a trace of arrivals', () => {
  test('in JSON lines gives the times since the first', async () => {
    const text =
      '{"timestamp": 27482, "input_length": 6955}\n{"timestamp":27490.5}\n\n{"timestamp":27490.5}\n'
    expect(await read('a.jsonl', text)).toEqual([0, 8.5, 8.5])
  })

  test('may hold bare numbers', async () => {
    expect(await read('a.ndjson', '5\n6\n7.5')).toEqual([0, 1, 2.5])
  })

  test('in CSV finds its column in any case, quoted or not', async () => {
    const text = '\ufeffTIMESTAMP,ContextTokens\r\n10,4\r\n"12",5\r\n12.25,"a, b"\r\n'
    expect(await read('a.csv', text)).toEqual([0, 2, 2.25])
  })

  test('in seconds is read as such', async () => {
    expect(await read('s.csv', 'Timestamp,Model\n5,a\n5.25,b\n', { unit: 's' })).toEqual([0, 250])
  })

  test('may have dates, with more digits than JavaScript dates have', async () => {
    const text =
      'TIMESTAMP,GeneratedTokens\n2023-11-16 18:17:03.9799600,44\n2023-11-16 18:17:04.0319600,109\n'
    const times = await read('azure.csv', text)
    expect(times[1]).toBeCloseTo(52, 3)
  })

  test('may have dates with time zones', async () => {
    const text = '{"at":"2026-01-01T00:00:00Z"}\n{"at":"2026-01-01T02:00:01+02:00"}\n'
    expect(await read('zones.jsonl', text, { field: 'at' })).toEqual([0, 1_000])
  })

  test('may be larger than the limit for YAML files', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) =>
      JSON.stringify({ timestamp: index, hash_ids: 'a long list of numbers' }),
    )
    const times = await read('large.jsonl', lines.join('\n'))
    expect(times).toHaveLength(40_000)
    expect(times.at(-1)).toBe(39_999)
  })
})

describe('a mistake in a trace', () => {
  test('is reported with its line, column and value', async () => {
    const [problem] = await problemsOf(read('bad.csv', 'id,timestamp\n1,5\n2,soon\n3,7\n'))
    expect(problem).toMatchObject({
      code: 'invalid_trace_line',
      message: '"soon" is not a time',
      place: { line: 3, column: 3, endColumn: 7 },
    })
    expect(problem?.frame).toContain('> 3 | 2,soon\n    |   ^^^^')
    expect(problem?.expected).toContain('`timestamp` as a number')
  })

  test('in a quoted multi-line field is found as well', async () => {
    const [problem] = await problemsOf(read('quoted.csv', 'a,timestamp\n"x\ny",1\n"z",x\n'))
    expect(problem?.place).toMatchObject({ line: 4, column: 5 })
  })

  test.each([
    [
      'a line that is not JSON',
      '{"timestamp":1}\n{"timestamp":\n',
      'this line is not valid JSON',
      2,
    ],
    ['a line without the field', '{"timestamp":1}\n{"time":2}\n', 'there is no `timestamp`', 2],
    ['a time that is a list', '{"timestamp":1}\n{"timestamp":[1]}\n', '[1] is not a time', 2],
    ['no number at all', '{"timestamp":1}\n{"timestamp":null}\n', 'null is not a time', 2],
    ['a date that does not exist', '{"timestamp":"2026-13-01 00:00:00"}', 'is not a time', 1],
    ['a number too large', '{"timestamp":1e999}', 'is not a time', 1],
  ])('%s is reported', async (_, text, message, line) => {
    const [problem] = await problemsOf(read('bad.jsonl', text))
    expect(problem?.code).toBe('invalid_trace_line')
    expect(problem?.message).toContain(message)
    expect(problem?.place?.line).toBe(line)
  })

  test.each([
    ['a.csv', 'id,timestamp\n1,hunter2\n', 'this is not a time'],
    ['b.csv', 'hunter2,b\n1,2\n', 'there is no column `timestamp`'],
    ['c.csv', 'PASSPHRASE="hunter2"x"\n', 'not valid CSV: a quote in the middle of a field'],
    ['d.jsonl', 'PASSPHRASE=hunter2\n', 'this line is not valid JSON'],
    ['e.jsonl', '{"timestamp":"hunter2"}\n', 'this is not a time'],
  ])('in a file without any time does not show its content: %s', async (name, text, message) => {
    const [problem] = await problemsOf(read(name, text))
    expect(problem?.message).toBe(message)
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })

  test('are all reported at once, up to ten', async () => {
    const problems = await problemsOf(read('many.jsonl', '"a"\n'.repeat(30)))
    expect(problems.map(({ place }) => place?.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('a time before the last is reported', async () => {
    const [problem] = await problemsOf(read('falls.jsonl', '{"timestamp":5}\n{"timestamp":4}\n'))
    expect(problem).toMatchObject({ code: 'trace_not_sorted', place: { line: 2, column: 2 } })
    expect(problem?.expected).toBe('a file that is sorted by `timestamp`')
  })

  test('with a missing column suggests the nearest one', async () => {
    const [problem] = await problemsOf(read('column.csv', 'id,time_stamp\n1,2\n'))
    expect(problem).toMatchObject({ code: 'missing_trace_column', suggestion: 'time_stamp' })
  })

  test('with an unclosed quote is reported', async () => {
    const [problem] = await problemsOf(read('quote.csv', 'timestamp\n1\n"2\n'))
    expect(problem?.message).toContain('not valid CSV')
  })

  test('an empty file, a wrong ending and a missing file are reported', async () => {
    expect((await problemsOf(read('empty.jsonl', '\n')))[0]?.code).toBe('empty_trace')
    expect((await problemsOf(read('empty.csv', '')))[0]?.code).toBe('empty_trace')
    expect((await problemsOf(read('trace.xml', '')))[0]?.code).toBe('unknown_trace_format')
    expect((await problemsOf(readTrace(join(folder, 'none.csv'))))[0]?.code).toBe('file_missing')
  })
})

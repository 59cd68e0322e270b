import { expect, test } from 'vitest'
import { TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { TimeRecord } from '../../lib/record/load-record.ts'
import { recordedTimes } from '../../lib/record/recorded-times.ts'

function recordOf(ms: readonly number[]): TimeRecord {
  const times = new TimeHistogram()
  for (const each of ms) times.record(each)
  const record = times.toRecord()
  if (!record) throw new Error('no times')
  return record
}

test('times are decoded from their histograms, each to one part in a thousand', () => {
  const [first, second] = [
    [3.21, 1.5, 987.6, 12.34, 12.34],
    [60_000, 0.25],
  ]
  const back = recordedTimes([recordOf(first), recordOf(second)]).toSorted((a, b) => a - b)
  const sent = [...first, ...second].toSorted((a, b) => a - b)
  expect(back).toHaveLength(7)
  for (const [index, ms] of back.entries()) {
    expect(Math.abs(ms / (sent[index] ?? 0) - 1)).toBeLessThan(0.001)
  }
})

test('an absent record has no times', () => {
  expect(recordedTimes([])).toEqual([])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeTimes, TimeHistogram } from '../../lib/load/time-histogram.ts'
import type { TimeRecord } from '../../lib/record/load-record.ts'

function histogramOf(times: readonly number[]): TimeHistogram {
  const histogram = new TimeHistogram()
  for (const ms of times) histogram.record(ms)
  return histogram
}

/** All but the bytes, which also depend on the size of their memory. */
function figuresOf(record: TimeRecord | undefined) {
  if (!record) throw new Error('nothing was recorded')
  const { histogram: _bytes, avgMs, ...figures } = record
  return { ...figures, avgMs: Number(avgMs.toPrecision(9)) }
}

/** The nearest-rank quantile: the smallest value that this share of all does not exceed. */
function exactQuantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** From a tenth of a millisecond to half an hour, as many short as long ones. */
const times = fc.array(
  fc.double({ min: Math.log(0.1), max: Math.log(1.8e6), noNaN: true }).map(Math.exp),
  { minLength: 1, maxLength: 300 },
)

describe('a distribution of times', () => {
  test('has every quantile to one part in a thousand', () => {
    fc.assert(
      fc.property(
        times,
        fc.constantFrom(0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999),
        (all, share) => {
          const exact = exactQuantile(all, share)
          // Rounding to a microsecond is half a microsecond.
          const most = exact * 0.001 + 0.0005
          expect(Math.abs(histogramOf(all).quantileMs(share) - exact)).toBeLessThanOrEqual(most)
        },
      ),
    )
  })

  test('merged from parts equals the whole', () => {
    fc.assert(
      fc.property(times, times, times, (...parts) => {
        const whole = histogramOf(parts.flat())
        const records = parts.map((part) => histogramOf(part).toRecord()).filter((each) => !!each)
        const merged = mergeTimes(records)
        expect(figuresOf(merged)).toEqual(figuresOf(whole.toRecord()))
        // Once more, from the merged one.
        expect(figuresOf(merged && mergeTimes([merged]))).toEqual(figuresOf(merged))
        const joined = histogramOf(parts[0])
        joined.merge(histogramOf(parts[1]))
        joined.merge(histogramOf(parts[2]))
        expect(joined.quantileMs(0.5)).toBe(whole.quantileMs(0.5))
      }),
    )
  })

  test('keeps mean, minimum and maximum exactly, and no quantile is outside them', () => {
    fc.assert(
      fc.property(times, (all) => {
        const record = histogramOf(all).toRecord()
        const mean = all.reduce((sum, ms) => sum + ms, 0) / all.length
        expect(record?.avgMs).toBeCloseTo(mean, 6)
        expect([record?.minMs, record?.maxMs]).toEqual([Math.min(...all), Math.max(...all)])
        const quantiles = [
          record?.p50Ms,
          record?.p90Ms,
          record?.p95Ms,
          record?.p99Ms,
          record?.p999Ms,
        ]
        const inOrder = [record?.minMs, ...quantiles, record?.maxMs]
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => (a ?? 0) - (b ?? 0)))
      }),
    )
  })

  test('of nothing has no record and no quantile', () => {
    expect(new TimeHistogram().toRecord()).toBeUndefined()
    expect(mergeTimes([])).toBeUndefined()
    expect(new TimeHistogram().quantileMs(0.5)).toBeNaN()
  })

  test('needs no more memory for more values', () => {
    const sizeOf = (count: number) =>
      histogramOf(Array.from({ length: count }, (_, index) => (index % 1_000) + 0.5)).toRecord()
        ?.histogram.length ?? 0
    expect(sizeOf(50_000)).toBeLessThan(sizeOf(1_000) * 2)
  })

  test('survives JSON', () => {
    const record = histogramOf([1, 2, 30]).toRecord()
    const back = JSON.parse(JSON.stringify(record))
    expect(figuresOf(mergeTimes([back]))).toEqual(figuresOf(record))
  })
})

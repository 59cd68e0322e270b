import { describe, expect, test } from 'vitest'
import { MeasurementBuilder } from '../../../lib/checks/kit/measurement-builder.ts'

const builder = () => new MeasurementBuilder('balance', { name: 'cluster' })

describe('a measurement', () => {
  test('has the intervals of its metrics, and survives JSON', () => {
    const interval = { low: 31, high: 35, confidence: 0.95 }
    const measured = builder()
      .metrics({ 'share.a': 33, 'share.b': 67 })
      .intervals({ 'share.a': interval, 'share.b': undefined })
      .build()
    expect(measured.intervals).toEqual({ 'share.a': interval })
    expect(JSON.parse(JSON.stringify(measured))).toEqual(measured)
  })

  test('without intervals omits the property', () => {
    expect(builder().metrics({ 'share.a': 33 }).intervals({}).build()).not.toHaveProperty(
      'intervals',
    )
  })

  test.each([
    [Number.NEGATIVE_INFINITY, 5],
    [0, Number.NaN],
    [5, 4],
  ])(
    'refuses an interval from %d to %d, which would be judged as exact and might pass',
    (low, high) => {
      expect(() => builder().intervals({ share: { low, high, confidence: 0.95 } })).toThrow(
        RangeError,
      )
    },
  )
})

import { expect, test } from 'vitest'
import { CounterIncrease } from '../../lib/telemetry/counter-increase.ts'
import { GaugeSeries } from '../../lib/telemetry/gauge-series.ts'

test('a day of scrapes keeps exact statistics, and few points that keep the worst', () => {
  const series = new GaugeSeries('max')
  const count = 86_400
  for (let index = 0; index < count; index++)
    series.add(index * 1_000, index === 50_001 ? 99 : index % 10)
  const figures = series.figures()
  expect(figures).toMatchObject({ count, min: 0, max: 99 })
  expect(figures?.avg).toBeCloseTo(4.5 + (99 - 1) / count, 6)
  const points = figures?.points ?? []
  expect(points.length).toBeLessThanOrEqual(240)
  expect(points.length).toBeGreaterThan(100)
  expect(Math.max(...points.map(({ value }) => value))).toBe(99)
  expect(points.map(({ atMs }) => atMs)).toEqual(
    points.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
  )
})

test('a series whose low values are the worst keeps those', () => {
  const series = new GaugeSeries('min')
  for (let index = 0; index < 1_000; index++) series.add(index, index === 501 ? 3 : 9)
  expect(Math.min(...(series.figures()?.points ?? []).map(({ value }) => value))).toBe(3)
})

test('a series without a value has no statistics', () => {
  expect(new GaugeSeries('max').figures()).toBeUndefined()
})

test('a counter that restarts with its server loses nothing that was counted since', () => {
  const counter = new CounterIncrease()
  expect([10, 12, 12, 3, 4].map((value) => counter.add(value))).toEqual([0, 2, 2, 5, 6])
})

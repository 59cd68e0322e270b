import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dimension } from '../../lib/units/dimension.ts'
import { formatQuantity, parseQuantity } from '../../lib/units/quantity.ts'

const NUMERIC = ['duration', 'percentage', 'multiplier', 'rate', 'count', 'bytes'] as const

describe('reading a quantity', () => {
  test.each<[string, Dimension, number]>([
    ['250ns', 'duration', 0.00025],
    ['12.4us', 'duration', 0.0124],
    ['12.4µs', 'duration', 0.0124],
    ['12.4μs', 'duration', 0.0124],
    ['10ms', 'duration', 10],
    ['10 ms', 'duration', 10],
    ['0.29s', 'duration', 290],
    ['1.001s', 'duration', 1001],
    ['2m', 'duration', 120_000],
    ['2min', 'duration', 120_000],
    ['1.5h', 'duration', 5_400_000],
    ['1d', 'duration', 86_400_000],
    ['1m30s', 'duration', 90_000],
    ['1h 2m 3.5s', 'duration', 3_723_500],
    ['-1m30s', 'duration', -90_000],
    ['1e3ms', 'duration', 1000],
    ['5%', 'percentage', 5],
    ['0.5 %', 'percentage', 0.5],
    ['-5%', 'percentage', -5],
    ['2.5x', 'multiplier', 2.5],
    ['2.5×', 'multiplier', 2.5],
    ['20/s', 'rate', 20],
    ['20 / s', 'rate', 20],
    ['300/min', 'rate', 5],
    ['7200/h', 'rate', 2],
    ['512B', 'bytes', 512],
    ['4KB', 'bytes', 4000],
    ['4kB', 'bytes', 4000],
    ['4KiB', 'bytes', 4096],
    ['1.5MB', 'bytes', 1_500_000],
    ['2GiB', 'bytes', 2 * 1024 ** 3],
    ['85', 'temperature', 85],
    ['85°C', 'temperature', 85],
    ['-5.5 C', 'temperature', -5.5],
    ['1500MHz', 'frequency', 1_500],
    ['1.98GHz', 'frequency', 1_980],
    ['2400000 kHz', 'frequency', 2_400],
    ['350W', 'power', 350],
    ['1.2kW', 'power', 1_200],
    ['200', 'count', 200],
    ['1_000', 'count', 1000],
    ['1e3', 'count', 1000],
    ['+1.5', 'count', 1.5],
    ['200', 'any', 200],
  ])('%s is a %s of %d', (text, dimension, value) => {
    expect(parseQuantity(text, dimension)).toEqual({ ok: true, value })
  })

  test.each(NUMERIC)('a bare 0 is a %s', (dimension) => {
    expect(parseQuantity('0', dimension)).toEqual({ ok: true, value: 0 })
    expect(parseQuantity('-0.0', dimension)).toEqual({ ok: true, value: 0 })
  })

  test.each<[string, Dimension, string, string]>([
    ['10', 'duration', '`10` has no unit', 'a duration such as `10ms`, `1.5s`'],
    ['5', 'percentage', '`5` has no unit', 'a percentage such as `5%`, `0.5%`'],
    ['10%', 'duration', '`10%` is a percentage, not a duration', 'a duration such as'],
    ['10ms', 'bytes', '`10ms` is a duration, not a size', 'a size such as'],
    ['1m30s', 'rate', '`1m30s` is a duration, not a rate', 'a rate such as'],
    ['85°C', 'duration', '`85°C` is a temperature, not a duration', 'a duration'],
    ['85K', 'temperature', '`85K` is not a temperature: `K` is not one of its units', '`85°C`'],
    ['1500', 'frequency', '`1500` has no unit', '`1500MHz`'],
    ['2.5x', 'count', '`2.5x` is a multiplier, not a plain number', 'a plain number such as'],
    ['10sec', 'duration', '`10sec` is not a duration: `sec` is not one of its units', 'a duration'],
    ['soon', 'duration', '`soon` is not a duration', 'a duration'],
    ['30s1m', 'duration', '`30s1m` is not a duration', 'a duration'],
    ['1m1m', 'duration', '`1m1m` is not a duration', 'a duration'],
    ['1.5m30s', 'duration', '`1.5m30s` is not a duration', 'a duration'],
    ['', 'duration', 'missing value', 'a duration'],
    ['1e999ms', 'duration', '`1e999ms` is out of range', 'a duration'],
    ['1e-999ms', 'duration', '`1e-999ms` is out of range', 'a duration'],
    ['1__0', 'count', '`1__0` is not a plain number', 'a plain number'],
    ['.5', 'count', '`.5` is not a plain number', 'a plain number'],
    ['NaN', 'count', '`NaN` is not a plain number', 'a plain number'],
    ['true', 'boolean', 'a boolean is not a quantity', '`true` or `false`'],
  ])('%j is refused as a %s: %s', (text, dimension, message, expected) => {
    expect(parseQuantity(text, dimension)).toEqual({
      ok: false,
      message,
      expected: expect.stringContaining(expected),
    })
  })

  test('a text of absurd length is refused without being repeated', () => {
    const result = parseQuantity('1'.repeat(100_000), 'count')
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('too long') })
  })

  test('one duration written in several units is the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (microseconds) => {
        const digits = String(microseconds).padStart(7, '0')
        const seconds = `${digits.slice(0, -6)}.${digits.slice(-6)}s`
        const milliseconds = `${digits.slice(0, -3)}.${digits.slice(-3)}ms`
        const inMicroseconds = parseQuantity(`${microseconds}us`, 'duration')
        expect(parseQuantity(seconds, 'duration')).toEqual(inMicroseconds)
        expect(parseQuantity(milliseconds, 'duration')).toEqual(inMicroseconds)
      }),
    )
  })

  test('no text makes the reader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...NUMERIC), (text, dimension) => {
        const result = parseQuantity(text, dimension)
        if (result.ok) expect(Number.isFinite(result.value)).toBe(true)
        else expect(result.message).not.toBe('')
      }),
    )
  })
})

describe('writing a quantity', () => {
  test.each<[number, Dimension, string]>([
    [12.4, 'duration', '12.4ms'],
    [1530, 'duration', '1.53s'],
    [0.0124, 'duration', '12.4µs'],
    [0.0049, 'duration', '4.9µs'],
    [0.00025, 'duration', '250ns'],
    [90_000, 'duration', '1m30s'],
    [90_400, 'duration', '1m30.4s'],
    [3_723_000, 'duration', '1h2m3s'],
    [86_400_000, 'duration', '1d'],
    [90_061_000, 'duration', '1d1h1m1s'],
    [0, 'duration', '0ms'],
    [-1530, 'duration', '-1.53s'],
    [100 / 3, 'percentage', '33.3%'],
    [2.694, 'multiplier', '2.69x'],
    [25.43, 'rate', '25.4/s'],
    [1_500_000, 'bytes', '1.5MB'],
    [512, 'bytes', '512B'],
    [1e15, 'bytes', '1000TB'],
    [12_345, 'count', '12345'],
    [200, 'any', '200'],
    [1.5e21, 'count', '1.5e+21'],
    [1.5e20, 'count', '150000000000000000000'],
    [1.5e-9, 'count', '1.5e-9'],
    [1.5e30, 'count', '1.5e+30'],
  ])('%d as a %s is %s', (value, dimension, text) => {
    expect(formatQuantity(value, dimension)).toBe(text)
  })

  test.each<[number, Dimension, string]>([
    [9.996, 'duration', '9.996ms'],
    [999.7, 'duration', '999.7ms'],
    [9999.7, 'count', '9999.7'],
    [99.97, 'percentage', '99.97%'],
    [0.9996, 'multiplier', '0.9996x'],
  ])('%d as a %s is not rounded up to a power of ten', (value, dimension, text) => {
    expect(formatQuantity(value, dimension)).toBe(text)
  })

  test('a value that rounds to a whole number keeps its zeros', () => {
    expect(formatQuantity(10.004, 'duration')).toBe('10.0ms')
    expect(formatQuantity(10, 'duration')).toBe('10ms')
  })

  test('floating-point noise is not shown', () => {
    expect(formatQuantity(99.99999999999999, 'percentage')).toBe('100%')
    expect(formatQuantity(999.9999999, 'duration')).toBe('1s')
  })

  test('absent, NaN and infinite values are written in words', () => {
    expect(formatQuantity(null, 'duration')).toBe('no data')
    expect(formatQuantity(Number.NaN, 'count')).toBe('not a number')
    expect(formatQuantity(Number.POSITIVE_INFINITY, 'duration')).toBe('infinite')
    expect(formatQuantity(Number.NEGATIVE_INFINITY, 'duration')).toBe('minus infinite')
  })

  test('booleans, texts and lists are written unchanged', () => {
    expect(formatQuantity(true, 'boolean')).toBe('true')
    expect(formatQuantity('open', 'text')).toBe('open')
    expect(formatQuantity(['a', 'b'], 'list')).toBe('[a, b]')
    expect(formatQuantity([], 'list')).toBe('[]')
  })

  test('texts with invisible ends are quoted', () => {
    expect(formatQuantity('', 'text')).toBe('""')
    expect(formatQuantity('open ', 'text')).toBe('"open "')
    expect(formatQuantity('a\nb', 'text')).toBe('"a\\nb"')
    expect(formatQuantity(['a, b', 'c'], 'list')).toBe('["a, b", c]')
  })

  test('long texts and lists are cut', () => {
    expect(formatQuantity('😀'.repeat(1000), 'text')).toBe(`${'😀'.repeat(200)}…`)
    const many = Array.from({ length: 25 }, (_, index) => `m${index}`)
    expect(formatQuantity(many, 'list')).toMatch(/m19, … 5 more\]$/)
  })

  test('a written value reads back within half a unit of the third digit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e18, max: 1e18, noNaN: true }).filter((it) => Math.abs(it) > 1e-12),
        fc.constantFrom(...NUMERIC),
        (value, dimension) => {
          const back = parseQuantity(formatQuantity(value, dimension), dimension)
          if (!back.ok) throw new Error(back.message)
          expect(Math.abs(back.value - value)).toBeLessThanOrEqual(Math.abs(value) * 0.00501)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('every finite number is written in a readable form', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e290, max: 1e290 }),
        fc.constantFrom(...NUMERIC),
        (value, dimension) => {
          fc.pre(value === 0 || Math.abs(value) > 1e-290)
          expect(parseQuantity(formatQuantity(value, dimension), dimension).ok).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('whole counts are written without decimals', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (count) => {
        expect(formatQuantity(count, 'count')).toBe(String(count))
      }),
    )
  })
})

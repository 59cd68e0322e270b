import type { Dimension } from './dimension.ts'
import { shiftDecimal } from './shift-decimal.ts'

const USUAL_DIGITS = 3
/** Digits that may be used to keep a value from being rounded up to a power of ten. */
const CAREFUL_DIGITS = 6

const DURATION_STEPS = [
  { below: 1e-3, tens: 6, unit: 'ns' },
  { below: 1, tens: 3, unit: 'µs' },
  { below: 1_000, tens: 0, unit: 'ms' },
  { below: 60_000, tens: -3, unit: 's' },
] as const

const BYTE_STEPS = [
  { below: 1e3, tens: 0, unit: 'B' },
  { below: 1e6, tens: -3, unit: 'KB' },
  { below: 1e9, tens: -6, unit: 'MB' },
  { below: 1e12, tens: -9, unit: 'GB' },
] as const

/**
 * A number in its dimension with at least `digits` significant digits (1 to 17); integers whole. NaN and
 * infinite values are written in words.
 */
export function formatNumber(value: number, dimension: Dimension, digits = USUAL_DIGITS): string {
  if (Number.isNaN(value)) return 'not a number'
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : 'minus infinite'
  const sign = value < 0 ? '-' : ''
  return sign + formatSize(withoutNoise(Math.abs(value), digits), dimension, digits)
}

function formatSize(size: number, dimension: Dimension, digits: number): string {
  switch (dimension) {
    case 'duration':
      return formatDuration(size, digits)
    case 'bytes': {
      const step = BYTE_STEPS.find(({ below }) => size < below) ?? { tens: -12, unit: 'TB' }
      return significant(shift(size, step.tens), digits) + step.unit
    }
    case 'percentage':
      return `${significant(size, digits)}%`
    case 'multiplier':
      return `${significant(size, digits)}x`
    case 'rate':
      return `${significant(size, digits)}/s`
    case 'temperature':
      return `${significant(size, digits)}°C`
    case 'frequency':
      return `${significant(size, digits)}MHz`
    case 'power':
      return `${significant(size, digits)}W`
    default:
      return significant(size, digits)
  }
}

function formatDuration(milliseconds: number, digits: number): string {
  if (milliseconds === 0) return '0ms'
  const step = DURATION_STEPS.find(({ below }) => milliseconds < below)
  if (step) return significant(shift(milliseconds, step.tens), digits) + step.unit
  const seconds = shift(milliseconds, -3)
  if (seconds >= 1e12) return `${significant(seconds / 86_400, digits)}d`
  return compound(significant(seconds, digits))
}

/** `90.4` seconds → `1m30.4s`; the fraction is kept as text, so nothing is rounded twice. */
function compound(secondsText: string): string {
  const [whole = '0', fraction] = secondsText.split('.')
  const total = Number(whole)
  const seconds = fraction === undefined ? `${total % 60}` : `${total % 60}.${fraction}`
  const parts = [
    [Math.floor(total / 86_400), 'd'],
    [Math.floor(total / 3_600) % 24, 'h'],
    [Math.floor(total / 60) % 60, 'm'],
    [seconds, 's'],
  ] as const
  return parts
    .filter(([amount]) => amount !== 0 && amount !== '0')
    .map(([amount, unit]) => `${amount}${unit}`)
    .join('')
}

/** 99.99999999999999 is 100 with floating-point noise, and not worth fourteen digits. */
function withoutNoise(size: number, digits: number): number {
  const rounded = Number(size.toPrecision(Math.max(CAREFUL_DIGITS, digits)))
  return exponentOf(rounded) === exponentOf(size) ? size : rounded
}

function significant(size: number, digits: number): string {
  for (let tried = digits; tried < CAREFUL_DIGITS; tried += 1) {
    const text = rounded(size, tried)
    if (exponentOf(Number(text)) === exponentOf(size)) return text
  }
  return rounded(size, Math.max(CAREFUL_DIGITS, digits))
}

function rounded(size: number, digits: number): string {
  const exponent = exponentOf(size)
  const text =
    exponent >= 21
      ? size.toExponential(digits - 1)
      : size.toPrecision(Math.max(digits, exponent + 1))
  return Number(text) === size ? withoutTrailingZeros(text) : text
}

function withoutTrailingZeros(text: string): string {
  const [mantissa = '', exponent] = text.split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
  return exponent === undefined ? short : `${short}e${exponent}`
}

function exponentOf(size: number): number {
  return Number(size.toExponential().split('e')[1])
}

function shift(size: number, tens: number): number {
  return shiftDecimal(String(size), tens)
}

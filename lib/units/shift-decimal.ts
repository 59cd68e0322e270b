/**
 * The number that a decimal text names, times a power of ten, rounded once.
 *
 * `0.29 * 100` is 28.999999999999996; comparisons are exact, so `0.29s` has to be the same number as
 * `290ms`. Moving the exponent in the text leaves the rounding to the one conversion.
 * @param text digits with an optional fraction and exponent, no sign, no `_`
 */
export function shiftDecimal(text: string, tens: number): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const bounded = Math.max(-9_999, Math.min(9_999, Number(exponent)))
  return Number(`${mantissa}e${bounded + tens}`)
}

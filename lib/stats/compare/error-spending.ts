import { normalDensity, normalTail } from '../intervals/normal.ts'

/**
 * Bounds of a standardised sum at each look, such that the probability of crossing one at any look up to
 * the k-th is the error that may have been spent by then (Lan & DeMets, "Discrete sequential boundaries for
 * clinical trials", Biometrika 70, 1983; the integral over the continuing sums, from look to look, is that
 * of Armitage, McPherson & Rowe, "Repeated significance tests on accumulating data", JRSS A 132, 1969).
 * @param fractions fraction of all data at each look, increasing, the last one 1
 * @param spent the two-sided error that may have been spent by each look, increasing
 * @returns bounds of |z|, one per look
 */
export function spendingBounds(
  fractions: readonly number[],
  spent: readonly number[],
): readonly number[] {
  let going: readonly Mass[] = [{ sum: 0, weight: 1 }]
  let before = 0
  let spentBefore = 0
  return fractions.map((fraction, look) => {
    const step = Math.sqrt(fraction - before)
    const toSpend = (spent[look] ?? spentBefore) - spentBefore
    const edge = solveEdge(going, step, toSpend)
    going = goOn(going, step, edge)
    before = fraction
    spentBefore += toSpend
    return edge / Math.sqrt(fraction)
  })
}

/** The probability density of a sum among those that continue. */
interface Mass {
  readonly sum: number
  readonly weight: number
}

/** The bound that the next sum crosses with this probability, both sides together. */
function solveEdge(going: readonly Mass[], step: number, probability: number): number {
  let low = 0
  let high = 40
  for (let turn = 0; turn < 50; turn++) {
    const edge = (low + high) / 2
    const beyond = going.reduce(
      // Sums are symmetric around zero.
      (total, { sum, weight }) => total + 2 * weight * normalTail((edge - sum) / step),
      0,
    )
    if (beyond > probability) low = edge
    else high = edge
  }
  return (low + high) / 2
}

/** The density after one more step, without the sums beyond the bound; by the trapezoidal rule. */
function goOn(going: readonly Mass[], step: number, edge: number): readonly Mass[] {
  const cells = Math.max(40, Math.ceil((2 * edge * 4) / step))
  const width = (2 * edge) / cells
  return Array.from({ length: cells + 1 }, (_, index) => {
    const sum = -edge + index * width
    const density = going.reduce(
      (total, mass) => total + (mass.weight * normalDensity((sum - mass.sum) / step)) / step,
      0,
    )
    return { sum, weight: density * width * (index === 0 || index === cells ? 0.5 : 1) }
  })
}

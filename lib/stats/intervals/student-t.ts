/**
 * Quantile of Student's t, two-sided: with this confidence, a t with these degrees of freedom is between
 * minus and plus the result (2.262 for 0.95 and 9).
 * @param confidence between 0 and 1, e.g. 0.95
 * @param degreesOfFreedom whole number above 0
 * @throws RangeError for other arguments
 */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${confidence} is not a confidence`)
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(`${degreesOfFreedom} is not a number of degrees of freedom`)
  }
  let low = 0
  let high = Math.PI / 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (within(middle, degreesOfFreedom) < confidence) low = middle
    else high = middle
  }
  return Math.sqrt(degreesOfFreedom) * Math.tan((low + high) / 2)
}

/**
 * Probability that |t| is below √n · tan(angle), by the finite series for whole degrees of freedom n
 * (Abramowitz & Stegun, "Handbook of Mathematical Functions", 1964, 26.7.3 and 26.7.4). All of its terms
 * are positive, so nothing cancels.
 */
function within(angle: number, degreesOfFreedom: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const isOdd = degreesOfFreedom % 2 === 1
  if (degreesOfFreedom === 1) return (2 / Math.PI) * angle
  let term = isOdd ? cosine : 1
  let sum = term
  for (let power = isOdd ? 3 : 2; power <= degreesOfFreedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine ** 2
    sum += term
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum
}

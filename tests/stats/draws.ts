/** A draw from the standard normal distribution (Box & Muller); 1 - random() is never 0. */
export function normalDraw(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Standard normal values, each `dependence` of the one before and something new. */
export function dependentDraws(
  random: () => number,
  length: number,
  dependence: number,
): readonly number[] {
  let value = normalDraw(random)
  return Array.from({ length }, () => {
    value = dependence * value + Math.sqrt(1 - dependence ** 2) * normalDraw(random)
    return value
  })
}

// Draws from distributions, by a generator of numbers from 0 up to 1.
import { seededRandom, seedOf } from './stats.mjs'

/** A generator of its own for each simulated run, whatever was simulated before. */
export const randomOf = (seed, run) => seededRandom(seedOf(seed, run))

export const normal = (random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** At least 1; above it a tail. */
export const pareto = (random, shape) => (1 - random()) ** (-1 / shape)

/** Standard normal values of which each is `dependence` of the one before and something new. */
export function dependent(random, length, dependence) {
  let value = normal(random)
  return Array.from({ length }, () => {
    value = dependence * value + Math.sqrt(1 - dependence ** 2) * normal(random)
    return value
  })
}

import type { JitterDistribution } from '../../cluster/cluster.ts'

/**
 * A random factor around 1 for a time, from random numbers between 0 and 1; their mean is 1. Uniform:
 * `jitter` is the largest deviation from 1. With a tail: it is the standard deviation.
 */
export function spread(
  distribution: JitterDistribution,
  jitter: number,
  random: () => number,
): number {
  return jitter === 0 ? 1 : Math.min(largestFactor, spreads[distribution](jitter, random))
}

/** Maximum of a tail, or one request of a million would hold a slot for hours. */
const largestFactor = 100

const spreads: Readonly<
  Record<JitterDistribution, (jitter: number, random: () => number) => number>
> = {
  uniform: (jitter, random) => 1 + jitter * (2 * random() - 1),
  lognormal: (jitter, random) => {
    const variance = Math.log1p(jitter ** 2)
    // Box-Muller; 1 - random() is never 0.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.exp(Math.sqrt(variance) * normal - variance / 2)
  },
  pareto: (jitter, random) => {
    // The shape whose standard deviation over its mean is `jitter`.
    const shape = 1 + Math.sqrt(1 + 1 / jitter ** 2)
    const smallest = (shape - 1) / shape
    return smallest * (1 - random()) ** (-1 / shape)
  },
}

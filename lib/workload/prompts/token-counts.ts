import type { WorkloadBell, WorkloadTokens } from '../../generated/workload.ts'
import { seededRandom, seedOf } from '../../stats/seeded-random.ts'

/** Maximum length of a text or response, whatever a long tail draws. */
const maxTokens = 1_000_000

/** Numbers of tokens by number of the request: a constant, or drawn by the seed. */
export function tokenCounts(written: WorkloadTokens, seed: number): (index: number) => number {
  if (typeof written === 'number') return () => written
  const draw = drawOf(written)
  return (index) => draw(seededRandom(seedOf(seed, index)))
}

type Random = () => number

/** The schema guarantees that there is one of the distributions. */
function drawOf({ normal, lognormal, uniform }: Exclude<WorkloadTokens, number>) {
  if (uniform) {
    const { min, max } = uniform
    return (random: Random) => min + Math.floor(random() * (max - min + 1))
  }
  if (normal) {
    const { mean, stddev } = normal
    return bounded(normal, (random) => mean + stddev * standardNormal(random))
  }
  const { mean, stddev } = lognormal ?? { mean: 1, stddev: 0 }
  // The parameters of the logarithm for the given mean and standard deviation.
  const variance = Math.log1p((stddev / mean) ** 2)
  const center = Math.log(mean) - variance / 2
  return bounded(lognormal, (random) =>
    Math.exp(center + Math.sqrt(variance) * standardNormal(random)),
  )
}

function bounded(bell: Partial<WorkloadBell> = {}, draw: (random: Random) => number) {
  const { min = 1, max = maxTokens } = bell
  return (random: Random) => Math.min(max, Math.max(min, Math.round(draw(random))))
}

/** By Box and Muller (1958); `1 - random()` is never 0. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

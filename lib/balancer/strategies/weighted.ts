import type { StrategyFactory } from './strategy.ts'

/**
 * Each worker in proportion to its weight, spread as evenly as possible: weights 5, 1, 1 give a a b a c a
 * a.
 *
 * Smooth weighted round robin of nginx (commit 52327e0627f4): at each pick every free worker gains its
 * weight, the one that has gained most is picked and loses what all of them gained together. With all
 * workers free, a cycle of as many picks as the weights add up to gives each exactly its weight. nginx
 * lowers the weight of a worker that fails; here that is left to the health of workers.
 */
export const strategy: StrategyFactory = () => {
  const gained = new Map<string, number>()
  return {
    name: 'weighted',
    pick: (free) => {
      let total = 0
      let most = Number.NEGATIVE_INFINITY
      let picked = free[0]!
      for (const candidate of free) {
        const now = (gained.get(candidate.id) ?? 0) + candidate.weight
        gained.set(candidate.id, now)
        total += candidate.weight
        if (now <= most) continue
        most = now
        picked = candidate
      }
      gained.set(picked.id, most - total)
      return picked
    },
    forget: (workerId) => {
      gained.delete(workerId)
    },
  }
}

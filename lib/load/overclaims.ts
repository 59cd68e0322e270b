import type { Balancer } from '../balancer/balancer.ts'
import type { Overclaim } from '../record/overclaim.ts'

/** The workers of a balancer that refused requests within their claimed slots as busy. */
export function overclaimsOf(balancer: Balancer): Overclaim[] {
  const types = new Map(
    balancer.workers.map(({ id, type, simulate }) => [id, simulate?.imitates ?? type]),
  )
  return balancer.stats().workers.flatMap(({ id, type, model, overclaim }) => {
    if (!overclaim) return []
    const { words, ...seen } = overclaim
    return {
      worker: id,
      workerType: types.get(id) ?? type,
      ...seen,
      ...(model !== undefined && { model }),
      ...(words !== undefined && { words }),
    }
  })
}

/** Of two lists, for each worker the entry with the fewest requests. */
export function minAccepted(overclaims: readonly Overclaim[]): Overclaim[] {
  const fewest = new Map<string, Overclaim>()
  for (const each of overclaims) {
    const known = fewest.get(each.worker)
    if (!known || each.accepted < known.accepted) fewest.set(each.worker, each)
  }
  return [...fewest.values()]
}

import { seededRandom } from '../../stats/seeded-random.ts'

/** The integers below `size` in an order that depends on the seed: the Fisher–Yates shuffle. */
export function shuffledOrder(size: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, index) => index)
  const random = seededRandom(seed)
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const moved = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = moved
  }
  return order
}

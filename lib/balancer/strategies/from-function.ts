import type { Candidate, RequestView, Strategy } from './strategy.ts'

/**
 * A strategy as a function: returns one of `free`, or its id.
 * @example
 * const leastBusy: PickFunction = (free) => free.toSorted((a, b) => a.inFlight - b.inFlight)[0]!
 */
export type PickFunction = (
  free: readonly Candidate[],
  request: RequestView,
  rotation: readonly Candidate[],
) => Candidate | string

/**
 * A strategy function returned something other than a free worker.
 * @example
 * if (error instanceof InvalidPick) console.error(error.strategy, error.freeIds)
 */
export class InvalidPick extends Error {
  override readonly name = 'InvalidPick'
  readonly code = 'BALANCER_INVALID_PICK'
  readonly strategy: string
  readonly freeIds: readonly string[]

  constructor(strategy: string, returned: unknown, freeIds: readonly string[]) {
    super(
      `strategy "${strategy}" returned ${described(returned)}; expected a worker with a free slot, ` +
        `or its id: ${freeIds.map((id) => JSON.stringify(id)).join(', ')}`,
    )
    this.strategy = strategy
    this.freeIds = freeIds
  }
}

/**
 * Creates a strategy from a function, which is called for each request that can be served now.
 *
 * @throws InvalidPick from `pick`, if the function returns anything but a member of `free` or its id
 * @example
 * const leastBusy = fromFunction((free) => free.toSorted((a, b) => a.inFlight - b.inFlight)[0]!)
 */
export function fromFunction(pick: PickFunction, name: string = pick.name || 'custom'): Strategy {
  return {
    name,
    pick: (free, request, rotation) => {
      const returned: unknown = pick(free, request, rotation)
      const id = idOf(returned)
      const picked = free.find((candidate) => candidate.id === id)
      if (picked) return picked
      const freeIds = free.map((candidate) => candidate.id)
      throw new InvalidPick(name, returned, freeIds)
    },
  }
}

function idOf(returned: unknown): unknown {
  const isObject = typeof returned === 'object' && returned !== null && 'id' in returned
  return isObject ? returned.id : returned
}

function described(returned: unknown): string {
  if (returned instanceof Promise) return 'a promise, but it must return synchronously'
  const id = idOf(returned)
  if (typeof id === 'string') return JSON.stringify(id)
  return typeof id === 'object' && id !== null ? 'an object without an id' : String(id)
}

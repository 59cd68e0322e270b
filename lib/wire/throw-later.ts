/**
 * Rethrows an error of a caller's code as an uncaught one, as Node does with those of event listeners,
 * without interrupting the balancer.
 */
export function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error
  })
}

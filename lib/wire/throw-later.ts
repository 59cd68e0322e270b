/**
 * Lets an error of a caller's own code surface as an uncaught one, as Node does with those of event
 * listeners, without breaking off what the balancer was about.
 */
export function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error
  })
}

/** The parts of a loss of speedup, by their names as metrics, in the order of the docs. */
export const lossNames = {
  workers: 'slower workers',
  queueing: 'waits inside the workers',
  network: 'network',
  balancer: 'slots left free',
  tail: 'end of the run',
  client: 'load generator',
  failures: 'failed requests',
} as const

export type LossName = keyof typeof lossNames

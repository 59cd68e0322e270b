import type { AgentProblem } from './protocol.ts'

/** A Redis that was started anew cannot be relied on: what agents wrote may be lost. */
export const restarted: AgentProblem = {
  code: 'REDIS_RESTARTED',
  message: 'Redis was restarted meanwhile, and may have lost what agents reported',
}

import type { AgentProblem } from '../protocol.ts'

/** A Redis that was restarted cannot be trusted: data of the agents may be lost. */
export const restarted: AgentProblem = {
  code: 'REDIS_RESTARTED',
  message: 'Redis was restarted meanwhile, and may have lost what agents reported',
}

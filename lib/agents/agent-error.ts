import type { AgentProblem } from './protocol.ts'

/** The agents could not run the load, and nothing was measured. */
export class AgentError extends Error {
  readonly code: string

  constructor({ code, message }: AgentProblem) {
    super(message)
    this.name = 'AgentError'
    this.code = code
  }
}

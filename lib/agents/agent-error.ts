import type { AgentProblem } from './protocol.ts'

/** Agents could not do what was asked of them, and nothing was measured. */
export class AgentError extends Error {
  readonly code: string

  constructor({ code, message }: AgentProblem) {
    super(message)
    this.name = 'AgentError'
    this.code = code
  }
}

import type { DeadlineOwner, RunningDeadline } from '../deadline-line.ts'
import type { Ticket } from './ticket.ts'
import type { InLine, WaitingLine } from './waiting-line.ts'

/** The place of a request in the queue. */
export class Waiting implements InLine<Waiting>, DeadlineOwner {
  readonly ticket: Ticket
  readonly line: WaitingLine<Waiting>
  readonly sequence: number
  deadline: RunningDeadline | undefined
  /** How often a later request was served before it. */
  overtaken = 0
  isInLine = false
  before: Waiting | undefined
  behind: Waiting | undefined
  readonly #expire: (ticket: Ticket) => void

  constructor(
    ticket: Ticket,
    line: WaitingLine<Waiting>,
    sequence: number,
    expire: (ticket: Ticket) => void,
  ) {
    this.ticket = ticket
    this.line = line
    this.sequence = sequence
    this.#expire = expire
  }

  deadlinePassed(): void {
    this.#expire(this.ticket)
  }
}

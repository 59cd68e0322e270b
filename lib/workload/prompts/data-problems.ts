import { type Problem, UserError } from '../../source/user-error.ts'

/** At most this many mistakes of a file are reported. */
const maxProblems = 5

/** Collects the mistakes of a prompt file. Messages name positions and keys, and quote no prompt. */
export class DataProblems {
  readonly #file: string
  readonly #problems: Problem[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** Whether there are enough of them to stop reading. */
  get areMany(): boolean {
    return this.#problems.length >= maxProblems
  }

  add(line: number, problem: Omit<Problem, 'place'>, column = 1): void {
    this.#problems.push({ ...problem, place: { file: this.#file, line, column } })
  }

  /** @throws UserError if there are any */
  throwIfAny(): void {
    if (this.#problems.length > 0) throw new UserError(this.#problems)
  }
}

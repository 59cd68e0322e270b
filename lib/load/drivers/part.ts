/** One of several senders of a schedule: it sends numbers `index`, `index + of`, `index + 2 of` and so on. */
export interface Part {
  /** From 0. */
  readonly index: number
  readonly of: number
}

/** The due times of a part: those of all parts together are the schedule itself. */
export function* everyNth(times: Iterable<number>, part: Part | undefined): Generator<number> {
  const { index, of } = part ?? whole
  let number = 0
  for (const time of times) {
    if (number % of === index) yield time
    number += 1
  }
}

/** Number of requests of a part. */
export function countOfPart(count: number, part: Part | undefined): number {
  const { index, of } = part ?? whole
  return Math.max(0, Math.ceil((count - index) / of))
}

const whole: Part = { index: 0, of: 1 }

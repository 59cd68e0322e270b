import { Deadline } from '../../time/deadline.ts'

/** Ends with the check's; of its own, since each request in flight listens to it. */
export function loadSignal(signal: AbortSignal): AbortSignal {
  return new Deadline({ signals: [signal] }).signal
}

import { Deadline } from '../../time/deadline.ts'

/** Aborted at the end of the check; a separate signal, because each request in flight listens to it. */
export function loadSignal(signal: AbortSignal): AbortSignal {
  return new Deadline({ signals: [signal] }).signal
}

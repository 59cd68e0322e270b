import type { Dispatcher } from 'undici'

/** What a handler holds of a request that was never sent: nothing. */
export const neverSent: Dispatcher.DispatchController = {
  aborted: true,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
}

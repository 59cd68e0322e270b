import type { Dispatcher } from 'undici'

/** The controller of a request that was never sent: all its methods do nothing. */
export const neverSent: Dispatcher.DispatchController = {
  aborted: true,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
}

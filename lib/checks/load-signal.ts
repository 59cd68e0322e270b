import { setMaxListeners } from 'node:events'

/** Ends with the check's; of its own, since each request under way listens to it. */
export function loadSignal(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal])
  setMaxListeners(0, own)
  return own
}

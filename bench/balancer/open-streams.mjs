import { completion } from './lanes.mjs'

/**
 * Opens so many streams as fast as it can, and reads each to its end.
 * @param dispatchers one for each stream
 */
export function openStreams(dispatchers, tokens) {
  const body = JSON.stringify({ ...JSON.parse(completion.body), stream: true, max_tokens: tokens })
  const request = { ...completion, body }
  const beganMs = performance.now()
  const tally = { open: 0, maxOpen: 0, whole: 0, failed: 0, errors: {} }
  return new Promise((resolve) => {
    const ended = () => {
      if (tally.whole + tally.failed < dispatchers.length) return
      resolve({ ...tally, seconds: (performance.now() - beganMs) / 1_000 })
    }
    for (const dispatcher of dispatchers) dispatcher.dispatch(request, reader(tally, ended))
  })
}

/** A handler that keeps no more of a stream than its last bytes. */
function reader(tally, ended) {
  let isOpen = false
  let tail = ''
  const end = (failure) => {
    if (isOpen) tally.open -= 1
    if (failure === undefined) tally.whole += 1
    else {
      tally.failed += 1
      tally.errors[failure] = (tally.errors[failure] ?? 0) + 1
    }
    ended()
  }
  return {
    onRequestStart: () => undefined,
    onResponseStart: () => {
      isOpen = true
      tally.open += 1
      tally.maxOpen = Math.max(tally.maxOpen, tally.open)
    },
    onResponseData: (_controller, chunk) => {
      tail = chunk.subarray(-16).toString('latin1')
    },
    onResponseEnd: () => end(tail.includes('[DONE]') ? undefined : 'cut short'),
    onResponseError: (_controller, error) => end(error.code ?? error.name),
  }
}

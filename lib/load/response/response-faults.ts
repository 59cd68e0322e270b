/** The faults of a response, one list for the load generator, its tests and the docs. */
export const responseFaults = {
  notJson: 'a body that is not valid JSON',
  noChoices: 'a response without choices',
  noBody: 'a response without a body',
  tooLong: 'a response longer than limits.max_response',
  /** No text, reasoning, refusal or tool call, and no tokens. */
  empty: 'an empty response of 0 tokens',
  error: 'an error object in the response',
  errorInStream: 'an error object in the stream',
  eventNotJson: 'a stream event that is not valid JSON',
  eventTooLong: 'a stream event longer than limits.max_event',
  /** Neither `[DONE]` nor a `finish_reason`. */
  cutOff: 'a stream that was cut off',
} as const

/** A generation that the server aborted: `abort` (vLLM, SGLang), `error` (gateways). */
export function abortedFault(finishReason: string): string {
  return `finish_reason ${finishReason}`
}

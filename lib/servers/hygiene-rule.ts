export type JsonBody = Readonly<Record<string, unknown>>

/** A part of a request that a type of server rejects, and the correction before it is sent. */
export interface HygieneRule {
  /** The field of the rule. */
  readonly field: string
  /** The values that the server would reject. */
  readonly rejected: string
  /** The correction, for the table in the docs. */
  readonly instead: string
  isRejected(value: unknown, body: JsonBody): boolean
  /** The value to send instead, undefined to remove the field; absent: the request is refused. */
  correct?(value: unknown, worker: { readonly model?: string }): unknown
}

/** Source: the schema of OpenAI's API, and vLLM's `validate_stream_options`. */
export const streamOptionsWithoutStream: HygieneRule = {
  field: 'stream_options',
  rejected: 'without `stream: true`',
  instead: 'removed: it has no effect without a stream',
  isRejected: (value, body) => value !== undefined && body.stream !== true,
  correct: () => undefined,
}

/** Source: the schema of OpenAI's API, and vLLM's `SamplingParams`. */
export const negativeTemperature: HygieneRule = {
  field: 'temperature',
  rejected: 'negative',
  instead: 'refused',
  isRejected: isNegative,
}

/** Source: the schema of OpenAI's API, and Ollama's `ChatMiddleware`. */
export const emptyMessages: HygieneRule = {
  field: 'messages',
  rejected: 'an empty list',
  instead: 'refused',
  isRejected: (value) => Array.isArray(value) && value.length === 0,
}

export function isNegative(value: unknown): boolean {
  return typeof value === 'number' && value < 0
}

import type { Imitated } from '../../cluster/cluster.ts'
import { ApiError } from './openai-errors.ts'

/** A request's body, as far as it is used: other fields of clients are accepted and ignored. */
export interface Completion {
  readonly model?: unknown
  readonly messages?: unknown
  readonly prompt?: unknown
  readonly input?: unknown
  readonly max_tokens?: unknown
  readonly max_completion_tokens?: unknown
  readonly n?: unknown
  readonly frequency_penalty?: unknown
  readonly stream?: unknown
  readonly stream_options?: unknown
}

export type ResponseObject = 'chat.completion' | 'text_completion' | 'embedding'

/** The content of a request. */
export interface RequestContent {
  readonly object: ResponseObject
  readonly tokens: number
  readonly promptTokens: number
  readonly isStream: boolean
  readonly includesUsage: boolean
  /** The texts to embed. */
  readonly inputs: readonly unknown[]
}

/** @throws ApiError in the format of OpenAI, if the body is invalid */
export function readRequestContent(
  object: ResponseObject,
  body: Completion,
  imitates: Imitated,
): RequestContent {
  const field = fields[object]
  const input = body[field]
  if (body.model === undefined) throw new ApiError(400, 'you must provide a model parameter')
  if (input === undefined) throw new ApiError(400, `'${field}' is a required property`)
  refuseByType(body, imitates)
  const isEmbedding = object === 'embedding'
  const options = body.stream_options as { readonly include_usage?: unknown } | null | undefined
  return {
    object,
    tokens: isEmbedding ? 0 : maxTokensOf(body, imitates),
    promptTokens: Math.ceil(JSON.stringify(input).length / 4),
    isStream: body.stream === true && !isEmbedding,
    includesUsage: options?.include_usage === true,
    inputs: isEmbedding ? [input].flat() : [],
  }
}

const fields = {
  'chat.completion': 'messages',
  text_completion: 'prompt',
  embedding: 'input',
} as const satisfies Record<ResponseObject, keyof Completion>

function refuseByType({ frequency_penalty: penalty, n }: Completion, imitates: Imitated): void {
  if (imitates === 'lm_studio' && typeof penalty === 'number' && penalty < 0) {
    const message = `Invalid value for 'frequency_penalty': ${penalty} is less than the minimum of 0`
    throw new ApiError(400, message, 'invalid_value')
  }
  if (n !== undefined && n !== null && n !== 1) {
    throw new ApiError(400, `n must be 1, not ${String(n)}`, 'invalid_value')
  }
}

function maxTokensOf(body: Completion, imitates: Imitated): number {
  const asked = body.max_completion_tokens ?? body.max_tokens ?? defaultMaxTokens
  // Values that real servers accept as "no limit".
  const isUnlimited = asked === -1 && (imitates === 'lm_studio' || imitates === 'llama_cpp')
  if (isUnlimited) return defaultMaxTokens
  if (typeof asked === 'number' && Number.isInteger(asked) && asked > 0)
    return Math.min(asked, maxTokens)
  throw new ApiError(400, `max_tokens must be a whole number above 0, not ${String(asked)}`)
}

const defaultMaxTokens = 16
const maxTokens = 8_192

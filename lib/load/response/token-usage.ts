/** Tokens as the server counts them; an unreported or implausible count is undefined. */
export interface TokenUsage {
  readonly inputTokens: number | undefined
  readonly outputTokens: number | undefined
  /** Input tokens that it took from a cache of earlier prompts. */
  readonly cachedTokens: number | undefined
}

/** Whether JSON of the API has any counts of tokens. */
export function hasUsage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isObject((value as Body).usage)
}

interface Body {
  readonly usage?: unknown
  readonly timings?: unknown
}

/**
 * Reads `usage` of the API. Servers differ in the field for cached tokens: OpenAI, vLLM and SGLang use
 * `prompt_tokens_details.cached_tokens`, DeepSeek `prompt_cache_hit_tokens`, llama.cpp `timings.cache_n`
 * beside `usage`.
 */
export function readUsage(value: unknown): TokenUsage {
  const { usage, timings } = isObject(value) ? (value as Body) : {}
  const { prompt_tokens: input, completion_tokens: output, ...more } = recordOf(usage)
  const cached =
    recordOf(more.prompt_tokens_details).cached_tokens ??
    more.prompt_cache_hit_tokens ??
    recordOf(timings).cache_n
  return {
    inputTokens: countOf(input),
    outputTokens: countOf(output),
    cachedTokens: countOf(cached),
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? (value as Readonly<Record<string, unknown>>) : {}
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** JSON can have -5, 0.5 and 1e999 as well. */
function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

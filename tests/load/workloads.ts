import type { Workload } from '../../lib/workload/workload.ts'

export interface ChatOptions {
  readonly maxTokens?: number
  readonly isStreamed?: boolean
}

/** Questions with their numbers. */
export function chat({ maxTokens = 4, isStreamed = false }: ChatOptions = {}): Workload {
  return {
    name: 'chat',
    hash: `chat ${maxTokens} ${isStreamed}`,
    request: (index) => ({
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'tiny',
        messages: [{ role: 'user', content: `question ${index}` }],
        max_tokens: maxTokens,
        stream: isStreamed,
      }),
    }),
  }
}

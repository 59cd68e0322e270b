import type { JsonBody } from '../servers/hygiene-rule.ts'
import { type HeaderList, headerOf } from './request-headers.ts'

/** How much of a prompt tells conversations apart: the beginning, which a prefix cache would share. */
const prefixLength = 1_024

/**
 * What later requests of the same conversation share: the session that the caller names (header
 * `x-session-id`, body `session_id`, `prompt_cache_key` or `user`), else the beginning of the prompt.
 */
export function affinityKeyOf(headers: HeaderList, json: JsonBody | undefined): string | undefined {
  const session = headerOf(headers, 'x-session-id')
  if (session) return session
  const named = json?.session_id ?? json?.prompt_cache_key ?? json?.user
  if (typeof named === 'string' && named !== '') return named
  const prompt = json?.prompt ?? beginningOf(json?.messages)
  if (prompt === undefined || prompt === null) return undefined
  return (typeof prompt === 'string' ? prompt : JSON.stringify(prompt)).slice(0, prefixLength)
}

/** The system prompt and the first turn: what stays the same while a conversation grows. */
function beginningOf(messages: unknown): unknown {
  if (!Array.isArray(messages) || messages.length === 0) return undefined
  const second = messages[0]?.role === 'system' ? 2 : 1
  return messages.slice(0, second)
}

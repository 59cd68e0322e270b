import { JsonFields } from './json-fields.ts'
import { type HeaderList, headerOf } from './request-headers.ts'

/**
 * The length of a prompt that distinguishes conversations: the beginning, which a prefix cache would share.
 */
const prefixLength = 1_024

/**
 * What later requests of the same conversation have in common: the session that the caller names (header
 * `x-session-id`, body `session_id`, `prompt_cache_key` or `user`), else the beginning of the prompt.
 */
export function affinityKeyOf(
  headers: HeaderList,
  json: JsonFields | undefined,
): string | undefined {
  const session = headerOf(headers, 'x-session-id')
  if (session) return session
  if (!json) return undefined
  const { session_id, prompt_cache_key, user } = json.values
  const named = session_id ?? prompt_cache_key ?? user
  if (typeof named === 'string' && named !== '') return named
  const prompt = json.beginningOf('prompt', prefixLength)
  return prompt ?? beginningOfChat(json)?.slice(0, prefixLength)
}

/** The system prompt and the first turn: they do not change while a conversation grows. */
function beginningOfChat(json: JsonFields): string | undefined {
  const messages = json.itemsOf('messages', 2)
  if (!messages?.[0]) return undefined
  const isSystem = JsonFields.read(messages[0])?.values.role === 'system'
  return (isSystem ? messages : messages.slice(0, 1)).join(',')
}

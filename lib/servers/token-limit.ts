import type { JsonBody } from './hygiene-rule.ts'
import { memberOf, parseJson, stringAt } from './json-value.ts'

/** The statuses with which servers refuse a field of a request: 400, and 422 of FastAPI. */
const refusals = new Set([400, 422])

export function mayRefuseLimit(status: number): boolean {
  return refusals.has(status)
}

/**
 * Whether a response refuses `max_tokens` and requires `max_completion_tokens` instead, as OpenAI's
 * reasoning models do, and gateways in front of them. vLLM names both if a number is too large: that is not
 * such a refusal.
 */
export function requiresCompletionLimit(status: number, text: string): boolean {
  if (!mayRefuseLimit(status) || !text.includes('max_completion_tokens')) return false
  const error = memberOf(parseJson(text), 'error')
  const isField = stringAt(error, 'param') === 'max_tokens'
  if (isField && stringAt(error, 'code') === 'unsupported_parameter') return true
  return (
    /\bmax_tokens\b/.test(text) &&
    /\buse\W+max_completion_tokens|unsupported|not supported|instead/i.test(text)
  )
}

/** Whether a body has a limit that could be sent with its other name. */
export function hasPlainLimit(body: JsonBody): boolean {
  return typeof body.max_tokens === 'number' && body.max_completion_tokens === undefined
}

/** Changes of a body that rename its token limit. */
export function withCompletionLimit(body: JsonBody, changes: JsonBody = {}): JsonBody {
  const limit = Object.hasOwn(changes, 'max_tokens') ? changes.max_tokens : body.max_tokens
  return { ...changes, max_tokens: undefined, max_completion_tokens: limit }
}

/** The notice about a worker for the user. */
export function limitWords(workerId: string): string {
  return `${workerId} refuses \`max_tokens\`: its requests have \`max_completion_tokens\` in its place`
}

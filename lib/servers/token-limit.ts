import type { JsonBody } from './hygiene-rule.ts'
import { memberOf, parseJson, stringAt } from './json-value.ts'

/** The statuses with which servers refuse a field of a request: 400, and 422 of FastAPI. */
const refusals = new Set([400, 422])

export function mayRefuseLimit(status: number): boolean {
  return refusals.has(status)
}

/**
 * Whether a response refuses `max_tokens` and asks for `max_completion_tokens` in its place, as OpenAI's
 * models that reason do, and gateways in front of them. vLLM names both where a number is too large: that is
 * no such refusal.
 */
export function asksForCompletionLimit(status: number, text: string): boolean {
  if (!mayRefuseLimit(status) || !text.includes('max_completion_tokens')) return false
  const error = memberOf(parseJson(text), 'error')
  const isField = stringAt(error, 'param') === 'max_tokens'
  if (isField && stringAt(error, 'code') === 'unsupported_parameter') return true
  return (
    /\bmax_tokens\b/.test(text) &&
    /\buse\W+max_completion_tokens|unsupported|not supported|instead/i.test(text)
  )
}

/** Whether a body has a limit that could be sent by its other name. */
export function hasPlainLimit(body: JsonBody): boolean {
  return typeof body.max_tokens === 'number' && body.max_completion_tokens === undefined
}

/** Changes to a body, with its limit of tokens by the other name. */
export function withCompletionLimit(body: JsonBody, changes: JsonBody = {}): JsonBody {
  const limit = Object.hasOwn(changes, 'max_tokens') ? changes.max_tokens : body.max_tokens
  return { ...changes, max_tokens: undefined, max_completion_tokens: limit }
}

/** What a user is told of a worker. */
export function limitWords(workerId: string): string {
  return `${workerId} refuses \`max_tokens\`: its requests have \`max_completion_tokens\` in its place`
}

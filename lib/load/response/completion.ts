import { abortedFault, responseFaults } from './response-faults.ts'

/** What a completion, or one chunk of a streamed one, contains. */
export interface Completion {
  readonly fault: string | undefined
  readonly hasChoices: boolean
  /** Text, reasoning, a refusal or a tool call: the content of a response. */
  readonly hasContent: boolean
  /** A choice has a `finish_reason`. */
  readonly isFinished: boolean
}

interface Choice {
  /** Of a whole completion, of a chunk, and of the older `/v1/completions`. */
  readonly message?: unknown
  readonly delta?: unknown
  readonly text?: unknown
  readonly finish_reason?: unknown
  readonly error?: unknown
}

const nothing: Completion = {
  fault: undefined,
  hasChoices: false,
  hasContent: false,
  isFinished: false,
}

/** @param value JSON of the API, or anything else */
export function readCompletion(value: unknown): Completion {
  if (typeof value !== 'object' || value === null) return nothing
  const { choices, error, object } = value as Readonly<Record<string, unknown>>
  if (isError(error) || object === 'error') return { ...nothing, fault: responseFaults.error }
  if (!Array.isArray(choices)) return nothing
  let fault: string | undefined
  let hasContent = false
  let isFinished = false
  for (const choice of choices as readonly (Choice | null)[]) {
    if (!choice) continue
    fault ??= faultOf(choice)
    hasContent ||= hasContentIn(choice)
    isFinished ||= typeof choice.finish_reason === 'string'
  }
  return { fault, hasChoices: choices.length > 0, hasContent, isFinished }
}

/** Some servers send `error: null` without an error. */
function isError(error: unknown): boolean {
  return (typeof error === 'object' && error !== null) || (isText(error) && error !== '')
}

/** Finish reasons that mean a failed generation. */
const aborts = /^(?:abort|aborted|cancel|cancelled|canceled|error|failed)$/i

function faultOf({ finish_reason: reason, error }: Choice): string | undefined {
  if (isError(error)) return responseFaults.error
  // SGLang's own API has an object instead: `{ "type": "abort" }`.
  const word =
    typeof reason === 'object' && reason !== null ? (reason as { type?: unknown }).type : reason
  return typeof word === 'string' && aborts.test(word) ? abortedFault(word) : undefined
}

function hasContentIn(choice: Choice): boolean {
  if (isText(choice.text)) return true
  const said = choice.message ?? choice.delta
  if (typeof said !== 'object' || said === null) return false
  const fields = said as Readonly<Record<string, unknown>>
  return (
    isText(fields.content) ||
    isText(fields.reasoning_content) ||
    isText(fields.reasoning) ||
    isText(fields.refusal) ||
    isText(fields.tool_calls) ||
    isCall(fields.function_call) ||
    isCall(fields.audio)
  )
}

/** Of a text, and of a list of parts or of calls. */
function isText(said: unknown): boolean {
  return (typeof said === 'string' || Array.isArray(said)) && said.length > 0
}

function isCall(call: unknown): boolean {
  return typeof call === 'object' && call !== null
}

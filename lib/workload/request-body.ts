import type { WorkloadFile, WorkloadMessage, WorkloadPrompt } from '../generated/workload.ts'

export interface BodyFields extends Pick<WorkloadFile, 'system' | 'temperature' | 'body'> {
  readonly stream: boolean
  /** Servers differ in the name of the token limit. */
  readonly limitField: 'max_tokens' | 'max_completion_tokens'
}

/** Writes the JSON bodies of chat completions; their common part is written once. */
export interface BodyWriter {
  /** Hash of everything that it adds to a prompt. */
  readonly fingerprint: readonly string[]
  /**
   * @param maxTokens undefined: no limit is sent
   * @param front prefix of the first message
   */
  write(prompt: WorkloadPrompt, maxTokens: number | undefined, front: string): WrittenBody
}

export interface WrittenBody {
  readonly body: string
  /** The messages, as JSON. */
  readonly messageCharacters: number
  /** Whether there was a message for `front`. */
  readonly hasFront: boolean
}

export function bodyWriter(options: BodyFields): BodyWriter {
  const { system, temperature, stream, body, limitField } = options
  const fields = {
    ...(temperature !== undefined && { temperature }),
    stream,
    // Otherwise most workers do not report the tokens of a stream.
    ...(stream && { stream_options: { include_usage: true } }),
    ...body,
  }
  const tail = `,${JSON.stringify(fields).slice(1)}`
  const ownSystem = system === undefined ? '' : messageText('system', system)
  return {
    // A limit with the usual name adds nothing, so that hashes do not change.
    fingerprint: [ownSystem, tail, ...(limitField === 'max_tokens' ? [] : [limitField])],
    write(prompt, maxTokens, front) {
      const { text, hasFront } = messagesText(prompt, system, front)
      const limit = maxTokens === undefined ? '' : `,"${limitField}":${maxTokens}`
      const written = `{"messages":[${text}]${limit}${tail}`
      return { body: written, messageCharacters: text.length, hasFront }
    },
  }
}

/** The messages as JSON, without the brackets around them. */
function messagesText(prompt: WorkloadPrompt, system: string | undefined, front: string) {
  if (typeof prompt === 'string') {
    const user = messageText('user', system === undefined ? front + prompt : prompt)
    const text = system === undefined ? user : `${messageText('system', front + system)},${user}`
    return { text, hasFront: true }
  }
  if (system !== undefined && !hasSystem(prompt)) {
    const messages = JSON.stringify(prompt).slice(1, -1)
    return { text: `${messageText('system', front + system)},${messages}`, hasFront: true }
  }
  const fronted = front === '' ? prompt : withFront(prompt, front)
  const text = JSON.stringify(fronted ?? prompt).slice(1, -1)
  return { text, hasFront: fronted !== undefined }
}

function messageText(role: 'system' | 'user', content: string): string {
  return `{"role":"${role}","content":${JSON.stringify(content)}}`
}

/** In the first message; undefined if that has no content. */
function withFront(
  [first, ...rest]: readonly WorkloadMessage[],
  front: string,
): readonly WorkloadMessage[] | undefined {
  if (typeof first?.content === 'string')
    return [{ ...first, content: front + first.content }, ...rest]
  if (!Array.isArray(first?.content)) return undefined
  return [{ ...first, content: [{ type: 'text', text: front }, ...first.content] }, ...rest]
}

function hasSystem([first]: readonly WorkloadMessage[]): boolean {
  return first?.role === 'system' || first?.role === 'developer'
}

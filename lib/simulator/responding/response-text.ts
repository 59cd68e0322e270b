import type { RequestContent, ResponseObject } from '../front/request-content.ts'
import { type Plan, wordOf, wordsOf } from './plan.ts'

/** The common beginning of all parts of a response. */
export interface ResponseHead {
  readonly id: string
  readonly model: string
}

/** A complete response as JSON. */
export function responseText(
  { id, model }: ResponseHead,
  asked: RequestContent,
  plan: Plan,
): string {
  if (asked.object === 'embedding') return embeddingText(model, asked)
  const words = wordsOf(plan, asked.tokens)
  const isChat = asked.object === 'chat.completion'
  // The words need no escaping; concatenating text is faster than `JSON.stringify`.
  const content = isChat
    ? `"message":{"role":"assistant","content":"${words}"}`
    : `"text":"${words}"`
  const choice = `{"index":0,${content},"logprobs":null,"finish_reason":"length"}`
  return `${headText(id, model, asked.object)},"choices":[${choice}],"usage":${usageText(asked)}}`
}

/** The events of a stream; the constant parts of all tokens are built once. */
export class ChunkTexts {
  readonly #asked: RequestContent
  readonly #seed: number
  readonly #head: string

  constructor({ id, model }: ResponseHead, asked: RequestContent, { seed }: Plan) {
    this.#asked = asked
    this.#seed = seed
    const object = asked.object === 'chat.completion' ? 'chat.completion.chunk' : asked.object
    this.#head = `data: ${headText(id, model, object)},"choices":[`
  }

  token(index: number): string {
    const word = `${index === 0 ? '' : ' '}${wordOf(this.#seed, index)}`
    const role = index === 0 ? '"role":"assistant",' : ''
    const isChat = this.#asked.object === 'chat.completion'
    const content = isChat ? `"delta":{${role}"content":"${word}"}` : `"text":"${word}"`
    const reason = index === this.#asked.tokens - 1 ? '"length"' : 'null'
    const usage = this.#asked.includesUsage ? ',"usage":null' : ''
    return `${this.#head}{"index":0,${content},"finish_reason":${reason}}]${usage}}\n\n`
  }

  /** The events after the last token. */
  end(): string {
    if (!this.#asked.includesUsage) return doneText
    return `${this.#head}],"usage":${usageText(this.#asked)}}\n\n${doneText}`
  }
}

export const doneText = 'data: [DONE]\n\n'

function headText(id: string, model: string, object: ResponseObject | 'chat.completion.chunk') {
  const created = Math.floor(Date.now() / 1_000)
  const named = JSON.stringify(model)
  return `{"id":${JSON.stringify(id)},"object":"${object}","created":${created},"model":${named}`
}

function usageText({ promptTokens, tokens }: RequestContent): string {
  const total = promptTokens + tokens
  return `{"prompt_tokens":${promptTokens},"completion_tokens":${tokens},"total_tokens":${total}}`
}

function embeddingText(model: string, { inputs, promptTokens }: RequestContent): string {
  const data = inputs.map((input, index) => ({
    object: 'embedding',
    index,
    embedding: vectorOf(String(input)),
  }))
  const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens }
  return JSON.stringify({ object: 'list', model, data, usage })
}

/** A small vector that depends only on the text. */
function vectorOf(text: string): number[] {
  return Array.from({ length: 8 }, (_, index) => {
    const sum = [...text].reduce(
      (hash, character) => (hash * 31 + character.charCodeAt(0) + index) % 1_000,
      7,
    )
    return sum / 1_000
  })
}

/** What the body of an answer says. */
export interface BodyReading {
  /** What is wrong with it, in a few words. */
  readonly fault?: string
  readonly inputTokens?: number
  readonly outputTokens?: number
}

/** Reads a body as it comes in. */
export interface BodyReader {
  /** When the first piece of text came, and the times between the pieces; of streams. */
  readonly firstTokenMs?: number | undefined
  readonly tokenGapsMs?: readonly number[] | undefined
  /** @param nowMs when this piece came */
  take(chunk: Buffer, nowMs: number): void
  end(): BodyReading
}

/** A body of one JSON object, which comes whole. */
export class JsonBody implements BodyReader {
  readonly #chunks: Buffer[] = []

  take(chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  end(): BodyReading {
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks)
    let answer: { readonly choices?: unknown; readonly usage?: unknown } | null
    try {
      answer = JSON.parse(body.toString())
    } catch {
      return noJson
    }
    if (answer === null) return noJson
    const { choices } = answer
    return Array.isArray(choices) && choices.length > 0 ? tokensOf(answer.usage) : withoutChoice
  }
}

const noJson: BodyReading = { fault: 'a body that is no JSON' }
const withoutChoice: BodyReading = { fault: 'an answer without a choice' }

/** `usage` of the API: tokens as the worker counts them. */
export function tokensOf(usage: unknown): BodyReading {
  const { prompt_tokens: input, completion_tokens: output } = (usage ?? noTokens) as Usage
  return { inputTokens: numberOf(input), outputTokens: numberOf(output) }
}

interface Usage {
  readonly prompt_tokens?: unknown
  readonly completion_tokens?: unknown
}

const noTokens: Usage = {}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

import { errorWords } from '../../servers/error-words.ts'
import type { BodyReader, BodyReading } from './body-reader.ts'
import { readCompletion } from './completion.ts'
import { responseFaults } from './response-faults.ts'
import { readUsage } from './token-usage.ts'

/** A body of one JSON object, which arrives as a whole. */
export class JsonBody implements BodyReader {
  readonly #parts: Buffer[] = []

  take(bytes: Buffer): void {
    this.#parts.push(bytes)
  }

  get bytes(): Buffer {
    const [first] = this.#parts
    return this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts)
  }

  end(): BodyReading {
    let value: unknown
    try {
      value = JSON.parse(this.bytes.toString())
    } catch {
      return notJson
    }
    if (value === null) return notJson
    const { fault, hasChoices, hasContent } = readCompletion(value)
    if (fault !== undefined) return { fault, words: errorWords(this.bytes.toString()) }
    if (!hasChoices) return noChoices
    const usage = readUsage(value)
    // A server that counts zero tokens for a text did not count.
    if (hasContent) return usage.outputTokens === 0 ? { ...usage, outputTokens: undefined } : usage
    return usage.outputTokens ? usage : empty
  }
}

const notJson: BodyReading = { fault: responseFaults.notJson }
const noChoices: BodyReading = { fault: responseFaults.noChoices }
const empty: BodyReading = { fault: responseFaults.empty }

import { errorWords } from '../../servers/error-words.ts'
import type { BodyReader, BodyReading } from './body-reader.ts'
import { readCompletion } from './completion.ts'
import { responseFaults } from './response-faults.ts'
import { readUsage } from './token-usage.ts'

/** A body of one JSON object, which arrives as a whole. */
export class JsonBody implements BodyReader {
  #first: Buffer = noBytes
  /** Most bodies are of one part. */
  #others: Buffer[] | undefined

  take(bytes: Buffer): void {
    if (this.#first === noBytes) this.#first = bytes
    else if (this.#others) this.#others.push(bytes)
    else this.#others = [bytes]
  }

  get bytes(): Buffer {
    return this.#others ? Buffer.concat([this.#first, ...this.#others]) : this.#first
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

const noBytes = Buffer.alloc(0)
const notJson: BodyReading = { fault: responseFaults.notJson }
const noChoices: BodyReading = { fault: responseFaults.noChoices }
const empty: BodyReading = { fault: responseFaults.empty }

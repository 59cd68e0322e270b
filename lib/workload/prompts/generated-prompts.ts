import type { WorkloadTokens } from '../../generated/workload.ts'
import { seededRandom, seedOf } from '../../stats/seeded-random.ts'
import { fingerprintOf, type Prompts } from './prompts.ts'
import { tokenCounts } from './token-counts.ts'
import { words } from './words.ts'

/**
 * Length of a token: English text has 4 to 5 characters per token. OpenAI's tokenizers make one token of
 * 4.3 characters of the generated words; the worker's own count is in its responses.
 */
const charactersPerToken = 4

export interface GeneratedOptions {
  readonly tokens: WorkloadTokens
  /** Undefined: endless. */
  readonly count: number | undefined
  /** Texts whose sentences are used; undefined: sentences of common words. */
  readonly from: readonly string[] | undefined
  readonly seed: number
}

/**
 * Texts with a random length each, made of randomly ordered sentences. The number at their beginning keeps
 * any two from sharing a prefix that a worker could have cached.
 */
export function generatedPrompts({ tokens, count, from, seed }: GeneratedOptions): Prompts {
  const sentences = from ? from.flatMap(sentencesOf) : sentencesOfWords(seedOf(seed, 0))
  const tokensOf = tokenCounts(tokens, seedOf(seed, 1))
  const textSeed = seedOf(seed, 2)
  return {
    ...(count !== undefined && { size: count }),
    fingerprint: fingerprintOf([{ tokens, count, seed, charactersPerToken }, sentences]),
    at(index) {
      const random = seededRandom(seedOf(textSeed, index))
      const length = tokensOf(index) * charactersPerToken
      let text = `Text ${index + 1}.`
      while (text.length < length) {
        text += ` ${sentences[Math.floor(random() * sentences.length)]}`
      }
      return text.slice(0, length)
    },
  }
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim() !== '')
}

/** Whole sentences to draw from: word by word, long texts would take as long as sending them. */
const sentenceCount = 2_048

function sentencesOfWords(seed: number): string[] {
  const random = seededRandom(seed)
  return Array.from({ length: sentenceCount }, () => {
    const length = 8 + Math.floor(random() * 9)
    const drawn = Array.from({ length }, () => words[Math.floor(random() * words.length)] ?? '')
    const sentence = drawn.join(' ')
    return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
  })
}

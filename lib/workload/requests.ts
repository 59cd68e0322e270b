import type { WorkloadFile, WorkloadLimit } from '../generated/workload.ts'
import { seedOf } from '../stats/seeded-random.ts'
import { frontOf, type Prefix } from './prompts/prefix.ts'
import { fingerprintOf, type Prompts } from './prompts/prompts.ts'
import { shuffledOrder } from './prompts/shuffled-order.ts'
import { tokenCounts } from './prompts/token-counts.ts'
import { type BodyFields, bodyWriter } from './request-body.ts'

/** The bodies of requests by their number, from 0. */
export interface Requests {
  /** Number of requests before they repeat; undefined: endless. */
  readonly size?: number
  /** Hash of everything that determines the requests. */
  readonly fingerprint: string
  /** The kind of prompt prefixes, as in reports. */
  readonly prefix: string
  /** @param load the name of a load, whose prompts then have unique prefixes; undefined: as written */
  requestOf(index: number, load?: string): RequestBody
}

export interface RequestBody {
  readonly body: string
  /** Token limit of its response; undefined: no known limit. */
  readonly maxTokens: number | undefined
  /** Characters of its messages after any shared prefix; undefined if prompts are resent. */
  readonly ownCharacters: number | undefined
  /** Whether it should have had a unique prefix, and could not. */
  readonly isRepeated: boolean
}

export interface RequestOptions extends BodyFields {
  readonly limit: WorkloadLimit
  readonly order: NonNullable<WorkloadFile['order']>
  readonly seed: number
  readonly prefix: Prefix
}

/** A request for each prompt. Random values belong to the prompt: another order sends the same requests. */
export function requestsOf(prompts: Prompts, options: RequestOptions): Requests {
  const { size } = prompts
  const { limit, prefix, body: extra = {} } = options
  const writer = bodyWriter(options)
  const tokensSeed = seedOf(options.seed, 1)
  const tokensOf = limit === 'none' ? () => undefined : tokenCounts(limit, tokensSeed)
  const orderSeed = seedOf(options.seed, 2)
  // An endless workload draws for each number: there is no order to shuffle.
  const isShuffled = options.order === 'shuffled' && size !== undefined
  const order = isShuffled ? shuffledOrder(size, orderSeed) : undefined
  const isDrawn = typeof limit === 'object'
  const isGrouped = prompts.perGroup !== undefined && !prefix.isWarm
  // Several choices share one token count.
  const hasOneChoice = !('n' in extra || 'best_of' in extra)
  return {
    ...(size !== undefined && { size }),
    fingerprint: fingerprintOf([
      prompts.fingerprint,
      ...writer.fingerprint,
      [limit, isDrawn && tokensSeed],
      isShuffled && orderSeed,
      ...(prefix.name === 'cold' ? [] : [prefix.name]),
    ]),
    prefix: isGrouped ? `${prefix.name} by document` : prefix.name,
    requestOf(index, load) {
      const place = size === undefined ? index : index % size
      const number = order?.[place] ?? place
      const front = frontOf(prefix, groupOf(prompts, index, number), load)
      const maxTokens = tokensOf(number)
      const { body, messageCharacters, hasFront } = writer.write(
        prompts.at(number),
        maxTokens,
        front,
      )
      const isOwn = !prefix.isWarm && load !== undefined && prompts.perGroup === undefined
      return {
        body,
        maxTokens: hasOneChoice ? maxTokens : undefined,
        ownCharacters: isOwn ? messageCharacters - prefix.shared.length : undefined,
        isRepeated: !hasFront && !prefix.isWarm,
      }
    },
  }
}

/** Prompts of one group share a beginning, and each round of a list is another one. */
function groupOf({ size = 1, perGroup }: Prompts, index: number, number: number): number {
  if (perGroup === undefined) return index
  return Math.floor(index / size) * Math.ceil(size / perGroup) + Math.floor(number / perGroup)
}

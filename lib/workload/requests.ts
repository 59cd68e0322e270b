import type { WorkloadFile, WorkloadTokens } from '../generated/workload.ts'
import { seedOf } from '../stats/seeded-random.ts'
import { fingerprintOf, type Prompts } from './prompts.ts'
import { type BodyFields, bodyWriter } from './request-body.ts'
import { shuffledOrder } from './shuffled-order.ts'
import { tokenCounts } from './token-counts.ts'

/** The bodies of requests by their number, from 0. */
export interface Requests {
  /** How many there are before they begin again; undefined: no end. */
  readonly size?: number
  /** Of all that decides what is sent. */
  readonly fingerprint: string
  bodyOf(index: number): string
}

export interface RequestOptions extends BodyFields {
  readonly maxTokens: WorkloadTokens
  readonly order: NonNullable<WorkloadFile['order']>
  readonly seed: number
}

/** A request for each prompt. What is drawn belongs to the prompt: another order sends the same requests. */
export function requestsOf(prompts: Prompts, options: RequestOptions): Requests {
  const { size } = prompts
  const writer = bodyWriter(options)
  const tokensSeed = seedOf(options.seed, 1)
  const tokensOf = tokenCounts(options.maxTokens, tokensSeed)
  const orderSeed = seedOf(options.seed, 2)
  // What has no end is drawn for each number: there is no order to shuffle.
  const isShuffled = options.order === 'shuffled' && size !== undefined
  const order = isShuffled ? shuffledOrder(size, orderSeed) : undefined
  const isDrawn = typeof options.maxTokens !== 'number'
  return {
    ...(size !== undefined && { size }),
    fingerprint: fingerprintOf([
      prompts.fingerprint,
      ...writer.fingerprint,
      [options.maxTokens, isDrawn && tokensSeed],
      isShuffled && orderSeed,
    ]),
    bodyOf(index) {
      const place = size === undefined ? index : index % size
      const number = order?.[place] ?? place
      return writer.write(prompts.at(number), tokensOf(number))
    },
  }
}

import { createHash } from 'node:crypto'
import type { WorkloadPrompt } from '../../generated/workload.ts'

/** Prompts by their number, from 0. */
export interface Prompts {
  /** How many there are; undefined: no end. */
  readonly size?: number
  /** How many in a row begin with the same text on purpose, as the prompts of one document do; undefined: none do. */
  readonly perGroup?: number
  /** Of all that decides what they are. */
  readonly fingerprint: string
  /** @param index below the size */
  at(index: number): WorkloadPrompt
}

/** Prompts that are all there. */
export function listedPrompts(prompts: readonly WorkloadPrompt[]): Prompts {
  return {
    size: prompts.length,
    fingerprint: fingerprintOf(prompts),
    at: (index) => prompts[index] ?? '',
  }
}

/** SHA-256 of plain data, item by item: the whole of a large file is never one text. */
export function fingerprintOf(items: Iterable<unknown>): string {
  const hash = createHash('sha256')
  for (const item of items) hash.update(JSON.stringify(item)).update('\n')
  return hash.digest('hex')
}

import { createHash } from 'node:crypto'
import type { WorkloadPrompt } from '../../generated/workload.ts'

/** Prompts by their number, from 0. */
export interface Prompts {
  /** Number of prompts; undefined: endless. */
  readonly size?: number
  /**
   * How many in a row have the same beginning on purpose, such as the prompts of one document; undefined:
   * none do.
   */
  readonly perGroup?: number
  /** Hash of everything that determines them. */
  readonly fingerprint: string
  /** @param index below the size */
  at(index: number): WorkloadPrompt
}

/** Prompts that are all in memory. */
export function listedPrompts(prompts: readonly WorkloadPrompt[]): Prompts {
  return {
    size: prompts.length,
    fingerprint: fingerprintOf(prompts),
    at: (index) => prompts[index] ?? '',
  }
}

/** SHA-256 of plain data, item by item, so that a large file is never one text. */
export function fingerprintOf(items: Iterable<unknown>): string {
  const hash = createHash('sha256')
  for (const item of items) hash.update(JSON.stringify(item)).update('\n')
  return hash.digest('hex')
}

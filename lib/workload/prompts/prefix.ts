import type { WorkloadPrefix } from '../../generated/workload.ts'
import { generatedPrompts } from './generated-prompts.ts'

/** What is in front of prompts, so that servers with prefix caches meet what was asked for. */
export interface Prefix {
  /** As reports call it: `cold`, `warm`, `shared 512`. */
  readonly name: string
  /** The beginning that all prompts have in common; mostly empty. */
  readonly shared: string
  /** Whether prompts that were sent before are sent again as they are. */
  readonly isWarm: boolean
}

export function readPrefix(written: WorkloadPrefix, seed: number): Prefix {
  if (written === 'warm') return { name: 'warm', shared: '', isWarm: true }
  if (written === 'cold') return { name: 'cold', shared: '', isWarm: false }
  const { shared: tokens } = written
  const text = generatedPrompts({ tokens, count: 1, from: undefined, seed }).at(0)
  return { name: `shared ${tokens}`, shared: `${text}\n`, isWarm: false }
}

/**
 * What a prompt begins with: a number that none of its load shares, then a name of the load. The number
 * comes first, since caches compare from the front.
 */
export function frontOf({ shared, isWarm }: Prefix, number: number, load?: string): string {
  return isWarm || load === undefined ? shared : `${shared}[${number}.${load}] `
}

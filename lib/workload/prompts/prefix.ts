import type { WorkloadPrefix } from '../../generated/workload.ts'
import { generatedPrompts } from './generated-prompts.ts'

/** Prefixes of prompts, so that servers with prefix caches have the configured hit rate. */
export interface Prefix {
  /** As in reports: `cold`, `warm`, `shared 512`. */
  readonly name: string
  /** The common beginning of all prompts; usually empty. */
  readonly shared: string
  /** Whether prompts are resent unchanged. */
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
 * The prefix of a prompt: a number that is unique in its load, then a name of the load. The number comes
 * first, because caches compare from the beginning.
 */
export function frontOf({ shared, isWarm }: Prefix, number: number, load?: string): string {
  return isWarm || load === undefined ? shared : `${shared}[${number}.${load}] `
}

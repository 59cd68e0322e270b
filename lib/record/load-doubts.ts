import type { LoadRecord } from './load-record.ts'

/**
 * Why the token counts of these loads are unreliable; undefined: they are reliable. Servers and gateways
 * without `usage`, or with an implausible one, leave only the chunks of a stream.
 */
export function tokenDoubt(loads: readonly LoadRecord[]): string | undefined {
  const uncounted = sum(loads, ({ total }) => total.uncounted ?? 0)
  if (uncounted === 0) return undefined
  const ok = sum(loads, ({ total }) => total.ok)
  return `chunks, not tokens: ${uncounted} of ${ok} responses had no \`usage\` with a possible number of tokens`
}

/** Why first tokens and the times between tokens are not those of the engine; undefined: they are. */
export function streamDoubt(loads: readonly LoadRecord[]): string | undefined {
  const streamed = sum(loads, ({ total }) => total.streamed ?? 0)
  const heldBack = sum(loads, ({ total }) => total.heldBack ?? 0)
  if (heldBack * 2 < streamed || heldBack === 0) return undefined
  return `streams were held back: in ${heldBack} of ${streamed} all tokens came at once, as through a proxy that buffers`
}

/** Why the times between tokens are not those of the engine, though first tokens are; undefined: they are. */
export function burstDoubt(loads: readonly LoadRecord[]): string | undefined {
  const streamed = sum(loads, ({ total }) => total.streamed ?? 0)
  const inBursts = sum(loads, ({ total }) => total.inBursts ?? 0)
  if (inBursts * 2 < streamed || inBursts === 0) return undefined
  return `tokens came in bursts: in ${inBursts} of ${streamed} streams 5 or more at a time on average, so \`itl\` is the time between bursts; a proxy that buffers, or a server that sends several tokens at once`
}

/** Fewer are chance: a server whose cache compares only hashes or parts. */
const maxHits = 0.05

/** Why these loads do not have cold caches, although each prompt was sent once; undefined: they have. */
export function cacheDoubt(loads: readonly LoadRecord[]): string | undefined {
  const hits = sum(loads, ({ total }) => total.cacheHits ?? 0)
  const ok = sum(loads, ({ total }) => total.ok)
  if (hits <= ok * maxHits) return undefined
  return `${hits} of ${ok} prompts came from a cache of the server (\`cached_tokens\`), though each was sent once: a cache that compares other than from the front, or one that others fill`
}

function sum(loads: readonly LoadRecord[], value: (load: LoadRecord) => number): number {
  return loads.reduce((total, load) => total + value(load), 0)
}

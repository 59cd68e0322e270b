/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32, Tommy Ettinger). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    return scramble(state) / 4_294_967_296
  }
}

/** A separate seed for the n-th of many things that share a seed, whatever came before. */
export function seedOf(seed: number, n: number): number {
  return scramble(scramble(seed >>> 0) + n)
}

/** The n-th of a sequence of whole numbers from 0 up to 2^32, without computing those before. */
export function scramble(n: number): number {
  let mixed = Math.imul(n ^ (n >>> 15), 1 | n)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return (mixed ^ (mixed >>> 14)) >>> 0
}

import { distance } from 'fastest-levenshtein'

const longestName = 100

/**
 * The candidate that a mistyped name most likely means, or none that is near enough. Case, `-`, `_`, `.`
 * and the order of words have little weight; abbreviations (`average`, `avg`) and beginnings (`latency` for
 * `latency.p95`) are near. Of equally near ones the first wins.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (name === '' || name.length > longestName) return undefined
  let nearest: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const cost = candidate.length > longestName ? least : slipsBetween(name, candidate)
    if (cost < least) {
      nearest = candidate
      least = cost
    }
  }
  return nearest
}

/** Number of mistakes between two names; infinite if implausibly many. */
function slipsBetween(name: string, candidate: string): number {
  if (name === candidate) return 0
  const ours = wordsOf(name)
  const theirs = wordsOf(candidate)
  const [a, b] = [ours.join(''), theirs.join('')]
  if (a === '' || b === '') return Number.POSITIVE_INFINITY
  if (a === b) return 0.1
  if (ours.toSorted().join(' ') === theirs.toSorted().join(' ')) return 0.2
  const longer = Math.max(a.length, b.length)
  const plausible = Math.max(longer >= 3 ? 1 : 0, Math.floor(longer * 0.4))
  const typed = Math.min(typingCost(a, b), wordCost(ours, theirs))
  return Math.min(
    typed <= plausible ? typed : Number.POSITIVE_INFINITY,
    beginningCost(ours, theirs, a, b),
  )
}

/** Levenshtein distance, with swapped letters as one mistake. */
function typingCost(a: string, b: string): number {
  const isSwap = a.length === b.length && [...a].sort().join() === [...b].sort().join()
  const slips = distance(a, b)
  return isSwap && slips === 2 ? 1 : slips
}

/** Word by word, with an abbreviation as one mistake. */
function wordCost(ours: readonly string[], theirs: readonly string[]): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY
  return ours.reduce((sum, word, index) => {
    const other = theirs[index] ?? ''
    return sum + (isAbbreviation(word, other) ? 1 : typingCost(word, other))
  }, 0)
}

/** Missing whole words at the end or the beginning, or letters at the end. */
function beginningCost(
  ours: readonly string[],
  theirs: readonly string[],
  a: string,
  b: string,
): number {
  const [fewer, more] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours]
  const isLong = fewer.join('').length >= 3
  if (isLong && fewer.every((word, index) => word === more[index])) return 1
  if (isLong && fewer.every((word, index) => word === more.at(index - fewer.length))) return 1.5
  return a.length >= 3 && b.startsWith(a) ? 1.5 : Number.POSITIVE_INFINITY
}

/** `avg` of `average`: same first letter, all letters in order, at least two of them. */
function isAbbreviation(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < 2 || short[0] !== long[0] || short === long) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at += 1
  return at === short.length && /[a-z]{2}/.test(short)
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[-_.\s]+/)
    .filter((word) => word !== '')
}

// One comparison as it would have been measured: runs of both sides in order of time.
import { noises } from './noise.mjs'
import { blockRatio, isCandidateFirst } from './stats.mjs'

/**
 * Sides take turns, A B B A B A A B; each pair is a block.
 * @param effect the candidate's true throughput over the baseline's, whose true level is 1
 * @returns each side's throughputs, and the ratios of the blocks
 */
export function compareOnce({ random, noise, effect, blocks }) {
  const runs = noises[noise](random, 2 * blocks).map((deviation) => Math.exp(deviation))
  const pairs = Array.from({ length: blocks }, (_, block) => {
    const pair = runs.slice(2 * block, 2 * block + 2)
    const [baseline, candidate] = isCandidateFirst(block) ? pair.toReversed() : pair
    return { baseline, candidate: effect * candidate }
  })
  return {
    candidate: pairs.map(({ candidate }) => candidate),
    baseline: pairs.map(({ baseline }) => baseline),
    ratios: pairs.map(({ candidate, baseline }) => blockRatio([candidate], [baseline])),
  }
}

/** The same noise, had all runs of the baseline been made first. */
export function compareApart({ random, noise, effect, blocks }) {
  const runs = noises[noise](random, 2 * blocks).map((deviation) => Math.exp(deviation))
  const baseline = runs.slice(0, blocks)
  const candidate = runs.slice(blocks).map((value) => effect * value)
  const ratios = candidate.map((value, block) => blockRatio([value], [baseline[block]]))
  return { candidate, baseline, ratios }
}

/** Blocks of four runs, A B B A or B A A B, from those of two. */
export function inFours({ candidate, baseline }) {
  return Array.from({ length: Math.floor(candidate.length / 2) }, (_, block) => {
    const [from, to] = [2 * block, 2 * block + 2]
    return blockRatio(candidate.slice(from, to), baseline.slice(from, to))
  })
}

/**
 * Which side goes first in a block of two runs, one of each side: A B, B A, B A, A B, and the contrary ...
 * (the sequence of Thue and Morse). A level that changes linearly or in a curve over the blocks affects
 * both sides equally, and neighbouring blocks share no more noise with the same sign than with the opposite
 * one, which with strict alternation (A B, B A, A B) they do if noise lasts for some runs.
 * @param block from 0
 */
export function isCandidateFirst(block: number): boolean {
  let isOdd = false
  for (let rest = block; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) isOdd = !isOdd
  }
  return isOdd
}

import { binomialCdf } from './binomial.ts'

/** The interval of a share of successes; both ends between 0 and 1. */
export interface ShareInterval {
  readonly lower: number
  readonly upper: number
}

/**
 * Exact two-sided interval of a binomial share (Clopper & Pearson, "The use of confidence or fiducial
 * limits illustrated in the case of the binomial", Biometrika 26, 1934). It never covers less than
 * `confidence`, whatever the sample size.
 * @param successes whole number from 0 to `trials`
 * @param trials whole number above 0
 * @param confidence between 0 and 1, e.g. 0.95
 * @throws RangeError for other arguments
 */
export function clopperPearson(
  successes: number,
  trials: number,
  confidence: number,
): ShareInterval {
  check(successes, trials, confidence)
  const tail = (1 - confidence) / 2
  return {
    lower: 1 - upperEnd(trials - successes, trials, tail),
    upper: upperEnd(successes, trials, tail),
  }
}

/**
 * The share for which at most this many successes have the probability `tail`; the lower end follows from
 * that of failures.
 */
function upperEnd(successes: number, trials: number, tail: number): number {
  return successes === trials ? 1 : solve((share) => tail - binomialCdf(successes, trials, share))
}

/**
 * One-sided upper bound of a binomial share: 0 of 10 gives 0.259 at 0.95.
 * @throws RangeError like `clopperPearson`
 */
export function upperBound(successes: number, trials: number, confidence: number): number {
  return clopperPearson(successes, trials, 2 * confidence - 1).upper
}

function check(successes: number, trials: number, confidence: number): void {
  const isSample = Number.isInteger(successes) && Number.isInteger(trials) && trials > 0
  if (!isSample || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is not a sample`)
  }
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${confidence} is not a confidence`)
}

/** The zero of an increasing function, by bisection to the last bit. */
function solve(rising: (share: number) => number): number {
  let low = 0
  let high = 1
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

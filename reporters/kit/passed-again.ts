import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import { cut, firstLine } from '../../lib/rendering/plain-text.ts'
import { isFlaky } from './run-summary.ts'

const longestMessage = 300

/**
 * `passed on attempt 2 of 3; first failure: rtt.avg: 12ms is not < 10ms`; undefined for a case that passed
 * at once, or never.
 */
export function passedAgain(test: CaseRecord): string | undefined {
  if (!isFlaky(test)) return undefined
  const { retries, retriesAllowed = retries, earlierErrors = [] } = test
  const [first] = earlierErrors
  const why = first ? `; first failure: ${cut(firstLine(first.message), longestMessage)}` : ''
  return `passed on attempt ${retries + 1} of ${Math.max(retries, retriesAllowed) + 1}${why}`
}

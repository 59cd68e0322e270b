import colors from 'tinyrainbow'
import type { CaseRecord } from '../../lib/record/run/run-record.ts'
import { oneLine } from '../../lib/rendering/plain-text.ts'
import { passedAgain } from '../kit/passed-again.ts'

const maxLines = 10

/** A line for each case that passed only after a retry; empty if there is none. */
export function passedAgainLines(cases: readonly CaseRecord[]): string {
  const lines = cases.flatMap((test) => {
    const words = passedAgain(test)
    return words === undefined ? [] : colors.yellow(oneLine(`! ${test.name} ${words}`))
  })
  const left = lines.length - maxLines
  const more = left > 0 ? [colors.dim(`and ${left} more that passed only when run again`)] : []
  return [...lines.slice(0, maxLines), ...more].map((line) => ` ${line}`).join('\n')
}

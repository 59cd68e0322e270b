import { minuteOf } from '../../units/instant.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { conditionKey, type LastVerdict } from '../last-verdicts.ts'
import type { Objective } from '../slo.ts'

/** `2 of 3 passed, 1 failed; 2026-11-28 10:03 UTC`, after the word for the whole. */
export function verdictDetails({ counts, at, reason }: LastVerdict): string {
  const entries = Object.entries(counts)
  const total = entries.reduce((sum, [, count]) => sum + count, 0)
  const parts = [
    ...(total > 1 && entries.length > 1
      ? [entries.map(([status, count]) => `${count} of ${total} ${status}`).join(', ')]
      : []),
    `${minuteOf(at)} UTC`,
    ...(reason === undefined ? [] : [reason]),
  ]
  return parts.join('; ')
}

/** `passed: 2.69x`; undefined if the last run did not judge this objective. */
export function outcomeInWords(
  { expectation }: Objective,
  verdict: LastVerdict | undefined,
): { readonly word: string; readonly measured: string } | undefined {
  const { metric, at, condition } = expectation
  const outcome = verdict?.conditions.get(conditionKey(metric, at, condition.text))
  if (!outcome) return undefined
  return { word: conditionWords[outcome.status], measured: outcome.measured }
}

const conditionWords = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
  no_data: 'no data',
} as const

/** The description of the metric; for a comparison with the baseline, also its confidence. */
export function meaningInWords({ meaning, expectation }: Objective): string {
  const { regression } = expectation
  if (!regression) return meaning
  const sure = formatQuantity(regression.confidence * 100, 'percentage')
  return `${meaning} Judged with a confidence of ${sure}.`
}

import type { CaseCounts, CaseRecord } from '../../../lib/record/run/run-record.ts'
import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { inDigits } from '../texts.ts'

export type Status = CaseRecord['status']

/** From worst to best: what is worst decides over several. */
const order: readonly Status[] = ['error', 'failed', 'inconclusive', 'passed', 'skipped']

/** Distinguished by sign and word as well as by colour. */
const signs: Readonly<Record<Status, string>> = {
  error: '!',
  failed: '✗',
  inconclusive: '?',
  passed: '✓',
  skipped: '–',
}

/** What several cases amount to: one that went wrong decides, and one that passed counts more than skipped ones. */
export function worstStatus(all: readonly Status[]): Status {
  return order.find((status) => all.includes(status)) ?? 'skipped'
}

/** Whether somebody has to look at it. */
export function isBad(status: Status): boolean {
  return status !== 'passed' && status !== 'skipped'
}

/** The sign and the word; of what passed, which is usual, the sign is enough for the eye. */
export function badge(status: Status): Markup {
  const word = status === 'passed' ? html`<span class="hidden">${status}</span>` : status
  return html`<span class="badge ${status}">${sign(status)} ${word}</span>`
}

/** The sign alone, beside words that say the same. */
export function sign(status: Status): Markup {
  return html`<span class="sign ${status}" aria-hidden="true">${signs[status]}</span>`
}

/** The order in which counts are reported. */
export const reportedOrder: readonly Status[] = [
  'passed',
  'failed',
  'error',
  'inconclusive',
  'skipped',
]

/** `12 passed, 1 failed`. */
export function countsInWords(counts: CaseCounts): string {
  const reported = reportedOrder.filter((status) => counts[status] > 0)
  return reported
    .map((status) => `${inDigits(counts[status])} ${statusWord(status, counts[status])}`)
    .join(', ')
}

/** After a number. */
export function statusWord(status: Status, count: number): string {
  return status === 'error' && count !== 1 ? 'errors' : status
}

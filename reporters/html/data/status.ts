import type { CaseCounts, CaseRecord } from '../../../lib/record/run/run-record.ts'
import { html, type Markup } from '../../../lib/rendering/html-markup.ts'
import { inDigits } from '../texts.ts'

export type Status = CaseRecord['status']

/** From worst to best: the worst decides over several. */
const order: readonly Status[] = ['error', 'failed', 'inconclusive', 'passed', 'skipped']

/** Distinguished by symbol and word as well as by colour. */
const signs: Readonly<Record<Status, string>> = {
  error: '!',
  failed: '✗',
  inconclusive: '?',
  passed: '✓',
  skipped: '–',
}

/** The status of several cases: a failed one decides, and a passed one counts more than skipped ones. */
export function worstStatus(all: readonly Status[]): Status {
  return order.find((status) => all.includes(status)) ?? 'skipped'
}

/** Whether it needs attention. */
export function isBad(status: Status): boolean {
  return status !== 'passed' && status !== 'skipped'
}

/** The symbol and the word; for the usual pass, the symbol suffices visually. */
export function badge(status: Status): Markup {
  const word = status === 'passed' ? html`<span class="hidden">${status}</span>` : status
  return html`<span class="badge ${status}">${sign(status)} ${word}</span>`
}

/** The symbol alone, beside text that says the same. */
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

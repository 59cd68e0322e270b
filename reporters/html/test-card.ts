import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { budgetStrip } from './charts/budget-strip.ts'
import { type Budget, leadingBudget } from './data/budgets.ts'
import type { ReportedCase, ReportedTest } from './data/reported-test.ts'
import { badge, isBad, type Status, sign } from './data/status.ts'
import { reachTable } from './reach-table.ts'
import { testCharts } from './test-charts.ts'
import { testDetails } from './test-details.ts'
import { firstLine, inDigits, sentence, shortName } from './texts.ts'

export interface CardContext {
  /** Prefix of the metrics of shares of workers. */
  readonly workerIds: ReadonlySet<string>
  /** Of the finding that explains a test; undefined without one. */
  readonly causeOf: (test: ReportedTest) => { readonly id: string } | undefined
}

/** A line for the test and its leading budget; the rest is folded behind it. Failed tests are unfolded. */
export function testCard(test: ReportedTest, context: CardContext): Markup {
  const { budgets } = test
  const leading = leadingBudget(budgets)
  return html`
    <details class="test ${test.status}" id="${test.id}"${isBad(test.status) && html` open=""`}>
      <summary>
        <h4>${badge(test.status)}<span>${shortName(test.name)} <small>${subjectWords(test)}</small></span></h4>
        ${leading && html`<span class="leading">${leadingMarkup(leading)}</span>`}
      </summary>
      <div class="body">
        ${reasons(test, context)}
        ${budgets.length > 0 && budgetTable(budgets)}
        ${reachTable(test)}
        ${testCharts(test, context.workerIds)}
        ${testDetails(test)}
      </div>
    </details>
  `
}

function subjectWords({ cases, counts }: ReportedTest): string {
  if (counts.total > 1) return `${inDigits(counts.passed)} of ${inDigits(counts.total)} passed`
  const [only] = cases
  return only && only.subject !== 'cluster' ? shortName(only.subject) : ''
}

function leadingMarkup(budget: Budget): Markup {
  const { title, condition, measured } = budget
  return html`
    <span class="words"><span>${shortName(title)}</span> <b>${shortName(measured)}</b>${measured !== condition && html` <span>${shortName(condition)}</span>`}</span>
    ${budgetStrip(budget, false)}
  `
}

const signOf: Readonly<Record<Budget['status'], Status>> = {
  pass: 'passed',
  fail: 'failed',
  no_data: 'failed',
  inconclusive: 'inconclusive',
}

function budgetTable(budgets: readonly Budget[]): Markup {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Budgets">
      <table class="budgets">
        <thead><tr><th scope="col">Metric</th><th scope="col">Budget</th><th scope="col">Measured</th><th scope="col" class="drawn">Budget and measurement</th></tr></thead>
        <tbody>${budgets.map(budgetRow)}</tbody>
      </table>
    </div>
  `
}

function budgetRow(budget: Budget): Markup {
  const { title, condition, status, measured } = budget
  return html`
    <tr>
      <th scope="row">${sign(signOf[status])} ${shortName(title)}<span class="hidden"> (${status.replace('_', ' ')})</span></th>
      <td>${shortName(condition)}</td>
      <td class="measured">${shortName(measured)}${intervalWords(budget)}</td>
      <td class="drawn">${budgetStrip(budget, true)}</td>
    </tr>
  `
}

/** For one value; of several each has its own, which the drawing shows. */
function intervalWords({ points, dimension }: Budget): Markup | undefined {
  const interval = points.length === 1 ? points[0]?.interval : undefined
  if (!interval) return undefined
  const { low, high, confidence } = interval
  const ends = [low, high].map((end) => formatQuantity(end, dimension))
  return html`<small>${ends.join(' to ')} at ${Number((confidence * 100).toFixed(1))}%</small>`
}

const maxReasons = 8

/** Why it did not pass, or was skipped, each reason once. */
function reasons(test: ReportedTest, { causeOf }: CardContext): Markup | undefined {
  const reported = new Map<string, string[]>()
  for (const each of test.cases) {
    for (const reason of reasonsOf(each)) {
      reported.set(reason, [...(reported.get(reason) ?? []), each.subject])
    }
  }
  const cause = causeOf(test)
  if (reported.size === 0) return undefined
  const shown = [...reported].slice(0, maxReasons)
  const isOfSeveral = test.counts.total > 1
  return html`
    <ul class="reasons">
      ${shown.map(([reason, subjects]) => {
        const who = subjects.filter((subject) => subject !== '' && subject !== 'cluster')
        return html`<li>${isOfSeveral && who.length > 0 && html`<b>${namesOf(who)}:</b> `}${sentence(reason)}</li>`
      })}
      ${reported.size > shown.length && html`<li>and ${reported.size - shown.length} more</li>`}
    </ul>
    ${cause && html`<p class="to-cause"><a href="#${cause.id}">Cause and remedy</a></p>`}
  `
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 4).map(shortName)
  const left = names.length - shown.length
  return shown.join(', ') + (left > 0 ? ` and ${left} more` : '')
}

function reasonsOf({ record }: ReportedCase): string[] {
  if (record.status === 'skipped') return [record.reason ?? 'no reason was given']
  const verdict = record.record?.verdict
  const open = (verdict?.conditions ?? []).filter(({ status }) => status !== 'pass')
  if (verdict?.reason !== undefined) return [verdict.reason]
  if (open.length > 0) {
    return open.map(
      ({ metric, reason, formatted, condition }) =>
        `${metric}: ${reason ?? `${formatted} is not ${condition}`}`,
    )
  }
  return verdict ? [] : record.errors.map(({ message }) => firstLine(message))
}

import { type CaseCounts, countCases } from '../../lib/record/run/run-record.ts'
import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { grouped } from '../../lib/units/grouped.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { leftOutOf, type ReportedRun } from './data/reported-run.ts'
import type { ReportedTest } from './data/reported-test.ts'
import { countsInWords, isBad, type Status, sign, worstStatus } from './data/status.ts'
import type { SurveyedTest } from './data/survey.ts'
import { type CardContext, testCard } from './test-card.ts'
import { counted, inDigits, shortName } from './texts.ts'

/** The files of one stage. */
export interface Stage {
  readonly id: string
  readonly name: string
  readonly durationMs: number
  readonly counts: CaseCounts
  readonly status: Status
  /** Number of problems outside its tests. */
  readonly errors: number
  /** Nothing was sent, because the network gate was closed. */
  readonly isBehindClosedGate: boolean
  readonly tests: readonly ReportedTest[]
  readonly skipped: readonly SurveyedTest[]
}

/** In the order in which they run; others after these. */
const names: Readonly<Record<string, string>> = {
  network: 'Network',
  balancer: 'Balancer',
  perf: 'Performance',
}

export function stagesOf({ files, tests, skipped }: ReportedRun): readonly Stage[] {
  const known = files.map(({ record }) => record.stage)
  const order = [...new Set([...Object.keys(names), ...known])]
  return order.flatMap((stage, index) => {
    const own = files.filter(({ record }) => record.stage === stage)
    if (own.length === 0) return []
    const counts = sumOf(own.map((file) => file.counts))
    const errors = own.flatMap(({ record }) => record.errors)
    return {
      id: `stage-${index + 1}`,
      name: names[stage] ?? (stage || 'Tests'),
      counts,
      durationMs: own.reduce((sum, { record }) => sum + record.durationMs, 0),
      status: worstStatus([...(errors.length > 0 ? (['error'] as const) : []), ...seenIn(counts)]),
      errors: errors.length,
      isBehindClosedGate: errors.some(({ name }) => name === 'GateClosed'),
      tests: tests.filter((test) => test.stage === stage),
      skipped: skipped.filter((test) => test.stage === stage),
    }
  })
}

function sumOf(all: readonly CaseCounts[]): CaseCounts {
  const sum = countCases([])
  for (const counts of all) {
    for (const status of Object.keys(sum) as (keyof CaseCounts)[]) sum[status] += counts[status]
  }
  return sum
}

function seenIn({ total: _, ...counts }: CaseCounts): Status[] {
  return (Object.keys(counts) as Status[]).filter((status) => counts[status] > 0)
}

/** The sequence of stages, and where it ended. */
export function stageFlow(stages: readonly Stage[]): Markup {
  return html`
    <nav aria-label="Stages">
      <ol class="flow">${stages.map((stage) => {
        const shown = stage.isBehindClosedGate ? 'skipped' : stage.status
        return html`
          <li class="${shown}"><a href="#${stage.id}">${sign(shown)} <b>${stage.name}</b><span>${wordsOf(stage)}</span></a></li>
        `
      })}</ol>
    </nav>
  `
}

function wordsOf({ counts, errors, isBehindClosedGate }: Stage): string {
  if (isBehindClosedGate) return 'gate closed, nothing sent'
  const outside = errors > 0 ? [`${counted(errors, 'error')} outside tests`] : []
  return [countsInWords(counts) || 'no tests', ...outside].join(', ')
}

/** A stage with its suites, card by card; its introduction is given. */
export function* stageSection(
  stage: Stage,
  context: CardContext,
  before: Markup | undefined,
): Generator<Markup> {
  const { id, name, counts, durationMs, tests, skipped } = stage
  yield html`
    <section class="stage" id="${id}" aria-labelledby="${id}-title">
      <h2 id="${id}-title">${name} <small>${counted(counts.total, 'test case')}${durationMs > 0 && `, ${formatQuantity(Math.round(durationMs), 'duration')}`}</small></h2>
      ${before}
  `
  const suites = new Set([...tests, ...skipped].map(({ suite }) => suite))
  for (const suite of suites) yield* suiteMarkup(suite, stage, context)
  if (counts.total === 0 && stage.errors > 0) {
    yield html`<p class="left-out">No test of this stage came to be run: <a href="#causes">what went wrong</a></p>`
  }
  const left = leftOutOf(counts, tests, skipped)
  yield html`${left.total > 0 && leftOut(left)}</section>`
}

/** If more tests passed than this, those of a suite are folded together. */
const shownPassed = 12

function* suiteMarkup(
  suite: string,
  { tests, skipped }: Stage,
  context: CardContext,
): Generator<Markup> {
  const own = tests.filter((test) => test.suite === suite)
  const passed = own.filter(({ status }) => status === 'passed')
  const isLong = passed.length > shownPassed
  const shown = isLong ? own.filter(({ status }) => isBad(status)) : own
  yield html`<div class="suite"><h3>${shortName(suite || 'Tests')}</h3>`
  for (const test of shown) yield testCard(test, context)
  if (isLong) {
    yield html`<details class="folded"><summary>${sign('passed')} ${inDigits(passed.length)} tests passed</summary>`
    for (const test of passed) yield testCard(test, context)
    yield html`</details>`
  }
  const unrun = skipped.filter((test) => test.suite === suite)
  yield html`${unrun.length > 0 && skippedMarkup(unrun)}</div>`
}

/** For a run with too many tests to look at. */
function leftOut({ total, passed, skipped }: CaseCounts): Markup {
  const bad = total - passed - skipped
  const words = bad > 0 ? `, ${inDigits(bad)} of them not passed,` : ''
  return html`<p class="left-out">and ${counted(total, 'more test case')}${words} in the run record</p>`
}

const maxSkipped = 200

/** Tests that were not run, by reason. */
function skippedMarkup(tests: readonly SurveyedTest[]): Markup {
  const reasons = grouped(tests, ({ reason }) => reason ?? 'no reason was given')
  return html`
    <ul class="left-out">${[...reasons].map(
      ([reason, members]) => html`
      <li>${sign('skipped')} <b>${counted(members.length, 'test')} skipped:</b> ${shortName(reason)}
        <ul>${members.slice(0, maxSkipped).map(({ id, name, cases }) => html`<li id="${id}">${shortName(name)}${cases > 1 && ` (${inDigits(cases)})`}</li>`)}${members.length > maxSkipped && html`<li>and ${inDigits(members.length - maxSkipped)} more</li>`}</ul>
      </li>
    `,
    )}</ul>
  `
}

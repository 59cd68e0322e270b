import { countCases, type FileRecord } from '../../lib/record/run-record.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { html, type Markup } from './markup.ts'
import type { ReportedTest } from './reported-test.ts'
import { countsInWords, isBad, type Status, sign, worstStatus } from './status.ts'
import { type CardContext, testCard } from './test-card.ts'
import { counted, shortName } from './texts.ts'

/** The files of one stage. */
export interface Stage {
  readonly id: string
  readonly name: string
  readonly files: readonly FileRecord[]
  readonly tests: readonly ReportedTest[]
  readonly status: Status
  /** Nothing was sent, since the network gate was closed. */
  readonly isBehindClosedGate: boolean
}

/** In the order in which they run; others after these. */
const names: Readonly<Record<string, string>> = {
  network: 'Network',
  balancer: 'Balancer',
  perf: 'Performance',
}

export function stagesOf(
  files: readonly FileRecord[],
  testsOfFile: (file: FileRecord) => readonly ReportedTest[],
): readonly Stage[] {
  const order = [...new Set([...Object.keys(names), ...files.map(({ stage }) => stage)])]
  return order.flatMap((stage, index) => {
    const own = files.filter((file) => file.stage === stage)
    if (own.length === 0) return []
    const tests = own.flatMap(testsOfFile)
    const hasErrors = own.some(({ errors }) => errors.length > 0)
    return {
      ...{ id: `stage-${index + 1}`, name: names[stage] ?? (stage || 'Tests'), files: own, tests },
      status: worstStatus([
        ...(hasErrors ? (['error'] as const) : []),
        ...tests.map(({ status }) => status),
      ]),
      isBehindClosedGate: own.some(({ errors }) =>
        errors.some(({ name }) => name === 'GateClosed'),
      ),
    }
  })
}

/** The way through the stages, and where it ended. */
export function stageFlow(stages: readonly Stage[]): Markup {
  return html`
    <nav aria-label="Stages">
      <ol class="flow">${stages.map(({ id, name, files, status, isBehindClosedGate }) => {
        const counts = countCases(files.flatMap(({ cases }) => cases))
        const words = isBehindClosedGate
          ? 'gate closed, nothing sent'
          : countsInWords(counts) || 'no tests'
        const shown = isBehindClosedGate ? 'skipped' : status
        return html`
          <li class="${shown}"><a href="#${id}">${sign(shown)} <b>${name}</b><span>${words}</span></a></li>
        `
      })}</ol>
    </nav>
  `
}

/** More tests that passed than this, and those of a suite are folded away together. */
const shownPassed = 12

/** A stage with its suites; what stands first in it is given. */
export function stageSection(
  stage: Stage,
  context: CardContext,
  before: Markup | undefined,
): Markup {
  const durationMs = stage.files.reduce((sum, file) => sum + file.durationMs, 0)
  const suites = grouped(stage.tests, ({ suite }) => suite)
  return html`
    <section class="stage" id="${stage.id}" aria-labelledby="${stage.id}-title">
      <h2 id="${stage.id}-title">${stage.name} <small>${counted(stage.tests.length, 'test')}, ${formatQuantity(Math.round(durationMs), 'duration')}</small></h2>
      ${before}
      ${[...suites].map(([suite, tests]) => suiteMarkup(suite, tests, context))}
    </section>
  `
}

function suiteMarkup(suite: string, tests: readonly ReportedTest[], context: CardContext): Markup {
  const run = tests.filter(({ status }) => status !== 'skipped')
  const skipped = tests.filter(({ status }) => status === 'skipped')
  const carded = run.filter((test) => context.hasCard(test))
  const passed = carded.filter(({ status }) => status === 'passed')
  const isLong = passed.length > shownPassed
  const shown = isLong ? carded.filter(({ status }) => isBad(status)) : carded
  return html`
    <div class="suite">
      <h3>${shortName(suite || 'Tests')}</h3>
      ${shown.map((test) => testCard(test, context))}
      ${
        isLong &&
        html`
        <details class="folded"><summary>${sign('passed')} ${passed.length} tests passed</summary>
          ${passed.map((test) => testCard(test, context))}
        </details>
      `
      }
      ${carded.length < run.length && leftOut(run.filter((test) => !context.hasCard(test)))}
      ${skipped.length > 0 && skippedMarkup(skipped)}
    </div>
  `
}

/** Of a run with more tests than one can look at. */
function leftOut(tests: readonly ReportedTest[]): Markup {
  const bad = tests.filter(({ status }) => isBad(status)).length
  const words = bad > 0 ? `, ${bad} of them not passed,` : ''
  return html`<p class="left-out">and ${counted(tests.length, 'more test')}${words} in the run record</p>`
}

const mostSkipped = 200

/** What was not run, by its reason. */
function skippedMarkup(tests: readonly ReportedTest[]): Markup {
  const reasons = grouped(tests, ({ cases }) => cases[0]?.record.reason ?? 'no reason was given')
  return html`
    <ul class="left-out">${[...reasons].map(
      ([reason, members]) => html`
      <li>${sign('skipped')} <b>${counted(members.length, 'test')} skipped:</b> ${shortName(reason)}
        <ul>${members.slice(0, mostSkipped).map(({ id, name, cases }) => html`<li id="${id}">${shortName(name)}${cases.length > 1 && ` (${cases.length})`}</li>`)}${members.length > mostSkipped && html`<li>and ${members.length - mostSkipped} more</li>`}</ul>
      </li>
    `,
    )}</ul>
  `
}

/** `Map.groupBy`, which Node 20 lacks. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

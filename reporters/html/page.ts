import { createHash } from 'node:crypto'
import type { RunRecord } from '../../lib/record/run-record.ts'
import { reachChart } from './charts/reach-chart.ts'
import { environmentSection } from './environment-section.ts'
import { type Finding, findingsOf } from './findings.ts'
import { html, type Markup, trusted } from './markup.ts'
import { overallVerdict } from './overall-verdict.ts'
import { reachOfWorkers } from './reachability.ts'
import { type ReportedTest, testsOf } from './reported-test.ts'
import { stageFlow, stageSection, stagesOf } from './stage-section.ts'
import { isBad } from './status.ts'
import { pageStyle } from './style.ts'
import type { CardContext } from './test-card.ts'
import { testCharts } from './test-charts.ts'
import { runLine, verdictSection } from './verdict-section.ts'

/**
 * The report of a run as one page: the verdict and its causes first, then each stage with its tests, then
 * where it was measured. It runs no script and loads nothing, and may not: its policy says so. It is
 * well-formed XML as well, so that a missing end of a tag is found.
 */
export function page(run: RunRecord): string {
  const workerIds = new Set(run.cluster?.workers.map(({ id }) => id))
  const stages = stagesOf(run.files, (file) =>
    testsOf(file, workerIds, `test-${run.files.indexOf(file) + 1}`),
  )
  const tests = stages.flatMap((stage) => stage.tests)
  const carded = cardedTests(tests)
  const findings = findingsOf(run, tests, carded)
  const context = cardContext(carded, findings, workerIds)
  const verdict = overallVerdict(run, findings)
  const reach = reachOfWorkers(run, tests)
  // A section for the trend over earlier runs belongs between the verdict and the stages.
  return documentOf(
    `${verdict.word} · Clustergate`,
    html`
      <header class="top">
        <p class="product">Clustergate</p>
        ${runLine(run)}
      </header>
      <main id="main">
        ${verdictSection(run, verdict, findings)}
        ${stages.length > 0 && stageFlow(stages)}
        ${stages.map((stage) =>
          stageSection(
            stage,
            context,
            stage.name === 'Network' && reach.length > 0 ? reachChart(reach) : undefined,
          ),
        )}
        ${environmentSection(run, tests)}
      </main>
    `,
  )
}

/** A page that opens at once: of more tests than this, those that passed last are counted alone. */
const mostCards = 1_000

/** In the order of their worth, what went wrong first. */
function cardedTests(tests: readonly ReportedTest[]): ReadonlySet<ReportedTest> {
  const bad = tests.filter(({ status }) => isBad(status))
  const passed = tests.filter(({ status }) => status === 'passed')
  return new Set([...bad, ...passed].slice(0, mostCards))
}

/** Charts are the larger part of a page: of more tests than this, those that passed last have none. */
const mostChartedTests = 40

function cardContext(
  carded: ReadonlySet<ReportedTest>,
  findings: readonly Finding[],
  workerIds: ReadonlySet<string>,
): CardContext {
  const causes = new Map<string, Finding>()
  for (const finding of findings) {
    for (const { testId } of finding.explains) {
      if (testId !== undefined && finding.diagnosis) causes.set(testId, finding)
    }
  }
  const unchartedTests = new Set([...carded].filter(hasLoads).slice(mostChartedTests))
  return {
    hasCard: (test) => carded.has(test),
    causeOf: ({ id }) => causes.get(id),
    charts: (test, budgets) =>
      unchartedTests.has(test) ? undefined : testCharts(test, budgets, workerIds),
  }
}

function hasLoads({ cases }: ReportedTest): boolean {
  return cases.some(({ measurements }) => measurements.some(({ loads = [] }) => loads.length > 0))
}

function documentOf(title: string, body: Markup): string {
  const hash = createHash('sha256').update(pageStyle).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  const text = html`
    <html lang="en">
      <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="${policy}"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>${title}</title>
        <link rel="icon" href="data:,"/>
        <style>${trusted(pageStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the verdict</a>
        ${body}
      </body>
    </html>
  `
  return `<!DOCTYPE html>\n${text}\n`
}

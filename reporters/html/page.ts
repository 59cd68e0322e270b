import type { RunSource } from '../../lib/record/run/run-record.ts'
import { html } from '../../lib/rendering/html-markup.ts'
import { pageHead } from '../../lib/rendering/page-head.ts'
import { pageStyle } from '../../lib/rendering/style.ts'
import { reachChart } from './charts/reach-chart.ts'
import type { VerdictFinding } from './data/findings.ts'
import type { PastRuns } from './data/past-runs.ts'
import { reportedRun } from './data/reported-run.ts'
import { environmentSection } from './environment-section.ts'
import { overallVerdict } from './overall-verdict.ts'
import { stageFlow, stageSection, stagesOf } from './stage-section.ts'
import type { CardContext } from './test-card.ts'
import { trendSection } from './trend-section.ts'
import { runLine, verdictSection } from './verdict-section.ts'

/**
 * The report of a run as one page, in chunks: the verdict and its causes first, then the trends of budgeted
 * metrics, then each stage with its tests, then the environment. It runs no script and loads nothing; its
 * policy forbids both. It is well-formed XML as well, so that a missing end of a tag is found.
 */
export function* pageChunks(run: RunSource, past?: PastRuns): Generator<string> {
  const reported = reportedRun(run)
  const stages = stagesOf(reported)
  const verdict = overallVerdict(reported)
  const context = cardContext(
    reported.findings.findings,
    new Set(run.cluster?.workers.map(({ id }) => id)),
  )
  yield '<!DOCTYPE html>\n'
  yield String(html`
    <html lang="en">
      ${pageHead(`${verdict.word} · Clustergate`, pageStyle)}
      <body>
        <a class="skip" href="#main">Skip to the verdict</a>
        <header class="top">
          <p class="product">Clustergate</p>
          ${runLine(reported.run)}
        </header>
        <main id="main">
          ${verdictSection(reported, verdict)}
          ${stages.length > 0 && stageFlow(stages)}
          ${past && trendSection(reported, past)}
  `)
  for (const stage of stages) {
    const isReached = stage.name === 'Network' && reported.reach.length > 0
    const before = isReached ? reachChart(reported.reach) : undefined
    for (const part of stageSection(stage, context, before)) yield String(part)
  }
  yield String(html`${environmentSection(reported)}</main></body></html>`)
  yield '\n'
}

function cardContext(
  findings: readonly VerdictFinding[],
  workerIds: ReadonlySet<string>,
): CardContext {
  const causes = new Map<string, VerdictFinding>()
  for (const finding of findings) {
    if (!finding.diagnosis) continue
    for (const id of finding.testIds) causes.set(id, finding)
  }
  return { workerIds, causeOf: ({ id }) => causes.get(id) }
}

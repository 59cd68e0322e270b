import { type Content, html, type Markup, trusted } from '../../rendering/html-markup.ts'
import { pageHead } from '../../rendering/page-head.ts'
import { pageStyle } from '../../rendering/style.ts'
import { measuredInWords, runsInWords, type Words } from '../measured-in-words.ts'
import { type Objective, objectiveTitle, type SloSuite, type SloTest } from '../slo.ts'
import { verdictEnd, verdictStart } from './declared-part.ts'
import {
  countsInWords,
  introduction,
  linkTarget,
  type ModuleSpec,
  moduleRemark,
  proseParts,
  type SloPage,
  type StagePart,
  stageParts,
} from './page.ts'
import { meaningInWords, outcomeInWords, verdictDetails } from './verdict-words.ts'

/** Additions to the report's style. */
const ownStyle = `
.slo { margin-top: 1.75rem; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.slo > * + * { margin-top: .6rem; }
.slo ul { padding-left: 1.2rem; color: var(--quiet); font-size: .9375rem; }
.suite > p, .lead + p, .stage > p { max-width: 54rem; margin-bottom: .75rem; }
`

const style = pageStyle + ownStyle

/**
 * The SLOs as one page that loads nothing and runs nothing. One line per part, so that a difference between
 * two pages has a position.
 */
export function htmlPage(page: SloPage): string {
  return lines([
    '<!DOCTYPE html>',
    html`<html lang="en">${pageHead('Service level objectives · Clustergate', style)}`,
    html`<body><a class="skip" href="#main">Skip to the objectives</a><header class="top"><p class="product">Clustergate</p></header><main id="main">`,
    ...body(page),
    '</main></body></html>',
  ])
}

function lines(parts: readonly (Markup | string)[]): string {
  return `${parts.map(String).join('\n')}\n`
}

function body(page: SloPage): Markup[] {
  const parts = stageParts(page)
  return [
    html`<h1>Service level objectives</h1>`,
    html`<p class="lead">${countsInWords(page.suites)}</p>`,
    html`<p>${introduction}</p>`,
    ...sources(page),
    ...overview(page, parts),
    ...parts.flatMap((part) => stageSection(page, part)),
  ]
}

function sources({ verdicts }: SloPage): Markup[] {
  if (!verdicts) return []
  const from = verdicts.sources.map((source, index) => [index > 0 && ' and ', code(source)])
  return [
    changing(
      verdicts.sources.length === 0
        ? html`<p>No run is known, so every test counts as never run.</p>`
        : html`<p>Verdicts: ${from}.</p>`,
    ),
  ]
}

function overview(page: SloPage, parts: readonly StagePart[]): Markup[] {
  const titles = ['Suite', 'Stage', 'Tests', 'Objectives', 'Owner', 'Declared in']
  const rows = parts.flatMap(({ title, suites }) =>
    suites.map(
      (
        suite,
      ) => html`<tr><th scope="row"><a href="#${idOf(page, suite)}">${suite.name}</a></th><td>${title}</td>
        <td>${suite.tests.length}</td><td>${suite.tests.flatMap(({ objectives }) => objectives).length}</td>
        <td>${suite.owner ?? ''}</td><td>${link(page, suite.file)}</td></tr>`,
    ),
  )
  return table('All suites', titles, rows)
}

function stageSection(page: SloPage, { stage, title, suites, modules }: StagePart): Markup[] {
  return [
    html`<section class="stage" aria-labelledby="${stage}">`,
    html`<h2 id="${stage}">${title}</h2>`,
    ...suites.flatMap((suite) => suiteSection(page, suite)),
    ...(modules.length === 0
      ? []
      : [
          html`<section class="suite"><h3>In TypeScript</h3><p>${moduleRemark}</p><ul>`,
          ...modules.flatMap((each) => moduleItem(page, each)),
          html`</ul></section>`,
        ]),
    html`</section>`,
  ]
}

function suiteSection(page: SloPage, suite: SloSuite): Markup[] {
  const { name, file, owner, description, tags } = suite
  const id = idOf(page, suite)
  return [
    html`<section class="suite" aria-labelledby="${id}">`,
    html`<h3 id="${id}">${name}</h3>`,
    html`<p>Declared in ${link(page, file)}${owner !== undefined && `; owner ${owner}`}${tags.length > 0 && ['; tags ', separated(tags.map(code))]}.
      ${description !== undefined && ` ${description}`}</p>`,
    ...suite.tests.flatMap((test) => testSection(page, suite, test)),
    html`</section>`,
  ]
}

function testSection(page: SloPage, suite: SloSuite, test: SloTest): Markup[] {
  const { name, description, skip, retries, onInconclusive } = test
  const facts: readonly Content[] = [
    ['Measured by ', code(test.check), listed(measuredInWords(test)), '.'],
    ['Runs on ', inWords(runsInWords(test)), '.'],
    skip !== undefined && `Not run at present: ${skip}`,
    retries > 0 &&
      `Run again up to ${retries === 1 ? 'once' : `${retries} times`} where it does not pass.`,
    onInconclusive === 'warn' && 'An inconclusive result does not fail it.',
    ['Declared in ', link(page, suite.file, test.line), '.'],
  ]
  return [
    html`<article class="slo">`,
    html`<h4>${name}</h4>`,
    ...lastVerdict(page, suite, test),
    ...(description === undefined ? [] : [html`<p>Why: ${description}</p>`]),
    ...objectivesTable(page, suite, test),
    html`<ul>${facts.map((fact) => fact !== false && html`<li>${fact}</li>`)}</ul>`,
    html`</article>`,
  ]
}

function lastVerdict({ verdicts }: SloPage, suite: SloSuite, test: SloTest): Markup[] {
  if (!verdicts) return []
  const last = verdicts.last.of(suite, test)
  return [
    changing(
      last
        ? html`<p>Last verdict: <span class="badge ${last.status}">${last.status}</span>, ${verdictDetails(last)}</p>`
        : html`<p>Last verdict: <span class="badge skipped">never run</span></p>`,
    ),
  ]
}

function objectivesTable(page: SloPage, suite: SloSuite, test: SloTest): Markup[] {
  const rows = test.objectives.map(
    (objective) => html`<tr><th scope="row">${code(objectiveTitle(objective))}</th>
      <td>${code(objective.target)}${lastOutcome(page, suite, test, objective)}</td>
      <td>${inWords(proseParts(meaningInWords(objective)))}</td>
      <td>${link(page, suite.file, objective.expectation.place.line, String(objective.expectation.place.line))}</td></tr>`,
  )
  return table(`Objectives of ${test.name}`, ['Metric', 'Target', 'What it is', 'Line'], rows)
}

function lastOutcome(
  { verdicts }: SloPage,
  suite: SloSuite,
  test: SloTest,
  objective: Objective,
): Content {
  const outcome = outcomeInWords(objective, verdicts?.last.of(suite, test))
  return outcome && changing(html` <small>${outcome.word}: ${outcome.measured}</small>`)
}

function moduleItem(page: SloPage, { file }: ModuleSpec): Markup[] {
  const { verdicts } = page
  const tests = verdicts
    ?.recorded(file)
    .map(
      ({ name, line, verdict }) =>
        html`<li>${line === undefined ? name : link(page, file, line, name)}: <span class="badge ${verdict.status}">${verdict.status}</span>, ${verdictDetails(verdict)}</li>`,
    )
  const known = tests?.length === 0 ? [html`<li>never run</li>`] : tests
  return [html`<li>${link(page, file)}${known && changing(html`<ul>${known}</ul>`)}</li>`]
}

/** Scrolls by itself if it is wider than the page, and can then be reached with the keyboard. */
function table(name: string, titles: readonly string[], rows: readonly Markup[]): Markup[] {
  return [
    html`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table>
      <thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>`,
    ...rows,
    html`</tbody></table></div>`,
  ]
}

/** The parts that change with each run. */
function changing(content: Content): Markup {
  return html`${trusted(verdictStart)}${content}${trusted(verdictEnd)}`
}

/** By its position among the suites: names may contain anything. */
function idOf({ suites }: SloPage, suite: SloSuite): string {
  return `suite-${suites.indexOf(suite) + 1}`
}

function code(text: string): Markup {
  return html`<code>${text}</code>`
}

function separated(items: readonly Content[]): Content {
  return items.flatMap((item, index) => [index > 0 && ', ', item])
}

function listed(parts: readonly Words[]): Content {
  return parts.length > 0 && [': ', separated(parts.map(inWords))]
}

function inWords(words: Words): Content {
  return words.map((word) => (typeof word === 'string' ? word : code(word.code)))
}

function link(page: SloPage, file: string, line?: number, name?: string): Markup {
  const shown = name ?? (line === undefined ? file : `${file}:${line}`)
  return html`<a href="${linkTarget(page, file, line)}">${shown}</a>`
}

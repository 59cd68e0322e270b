import { code, table } from '../../rendering/markdown-markup.ts'
import { oneLine } from '../../rendering/plain-text.ts'
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

/** The SLOs as Markdown, for GitHub and others; ends with a line feed. */
export function markdownPage(page: SloPage): string {
  const parts = stageParts(page)
  return [
    '# Service level objectives',
    '<!-- Made by `clustergate docs`; do not edit it by hand. -->',
    `${introduction} ${countsInWords(page.suites)}.`,
    ...sources(page),
    overview(page, parts),
    ...parts.flatMap((part) => stageSection(page, part)),
  ]
    .join('\n\n')
    .concat('\n')
}

function sources({ verdicts }: SloPage): string[] {
  if (!verdicts) return []
  const from =
    verdicts.sources.length === 0
      ? 'No run is known, so every test counts as never run.'
      : `Verdicts: ${verdicts.sources.map(code).join(' and ')}.`
  return [block(from)]
}

function overview(page: SloPage, parts: readonly StagePart[]): string {
  const rows = parts.flatMap(({ title, suites }) =>
    suites.map((suite) => [
      escaped(suite.name),
      title,
      String(suite.tests.length),
      String(suite.tests.flatMap(({ objectives }) => objectives).length),
      suite.owner === undefined ? '' : escaped(suite.owner),
      link(page, suite.file),
    ]),
  )
  return table(['Suite', 'Stage', 'Tests', 'Objectives', 'Owner', 'Declared in'], rows).trimEnd()
}

function stageSection(page: SloPage, { title, suites, modules }: StagePart): string[] {
  return [
    `## ${title}`,
    ...suites.flatMap((suite) => suiteSection(page, suite)),
    ...(modules.length > 0
      ? [
          '### In TypeScript',
          moduleRemark,
          modules.map((each) => moduleItem(page, each)).join('\n'),
        ]
      : []),
  ]
}

function suiteSection(page: SloPage, suite: SloSuite): string[] {
  const { name, file, owner, description, tags } = suite
  const facts = [
    link(page, file),
    ...(owner === undefined ? [] : [`owner ${escaped(owner)}`]),
    ...(tags.length === 0 ? [] : [`tags ${tags.map(code).join(', ')}`]),
  ]
  return [
    `### ${escaped(name)}`,
    `Declared in ${facts.join('; ')}.${description === undefined ? '' : ` ${escaped(description)}`}`,
    ...suite.tests.flatMap((test) => testSection(page, suite, test)),
  ]
}

function testSection(page: SloPage, suite: SloSuite, test: SloTest): string[] {
  const { description, skip } = test
  return [
    `#### ${escaped(test.name)}`,
    ...verdictBlock(page, suite, test),
    ...(description === undefined ? [] : [`Why: ${escaped(description)}`]),
    objectivesTable(page, suite, test),
    [
      `- Measured by ${code(test.check)}${listed(measuredInWords(test))}.`,
      `- Runs on ${inWords(runsInWords(test))}.`,
      ...(skip === undefined ? [] : [`- Not run at present: ${escaped(skip)}`]),
      ...verdictRules(test),
      `- Declared in ${link(page, suite.file, test.line)}.`,
    ].join('\n'),
  ]
}

function verdictBlock({ verdicts }: SloPage, suite: SloSuite, test: SloTest): string[] {
  if (!verdicts) return []
  const last = verdicts.last.of(suite, test)
  return [
    block(
      last
        ? `Last verdict: **${last.status}**, ${escaped(verdictDetails(last))}`
        : 'Last verdict: never run',
    ),
  ]
}

/** Each with its own line of the spec. */
function objectivesTable(page: SloPage, suite: SloSuite, test: SloTest): string {
  const rows = test.objectives.map((objective) => [
    code(objectiveTitle(objective)),
    `${code(objective.target)}${lastOutcome(page, suite, test, objective)}`,
    inWords(proseParts(meaningInWords(objective))),
    `[${objective.expectation.place.line}](${linkTarget(page, suite.file, objective.expectation.place.line)})`,
  ])
  return table(['Metric', 'Target', 'What it is', 'Line'], rows).trimEnd()
}

function lastOutcome(
  { verdicts }: SloPage,
  suite: SloSuite,
  test: SloTest,
  objective: Objective,
): string {
  const outcome = outcomeInWords(objective, verdicts?.last.of(suite, test))
  if (!outcome) return ''
  return `${verdictStart} ${outcome.word}: ${escaped(outcome.measured)}${verdictEnd}`
}

function verdictRules({ retries, onInconclusive }: SloTest): string[] {
  const words = [
    ...(retries > 0
      ? [`run again up to ${retries === 1 ? 'once' : `${retries} times`} where it does not pass`]
      : []),
    ...(onInconclusive === 'warn' ? ['an inconclusive result does not fail it'] : []),
  ]
  return words.length === 0 ? [] : [`- Judged: ${words.join('; ')}.`]
}

function moduleItem(page: SloPage, { file }: ModuleSpec): string {
  const { verdicts } = page
  const item = `- ${link(page, file)}`
  if (!verdicts) return item
  const tests = verdicts.recorded(file).map(({ name, line, verdict }) => {
    const where = line === undefined ? '' : ` (${link(page, file, line)})`
    return `  - ${escaped(name)}${where}: **${verdict.status}**, ${escaped(verdictDetails(verdict))}`
  })
  const known = tests.length === 0 ? ['  - never run'] : tests
  return [item, `  ${verdictStart}`, ...known, `  ${verdictEnd}`].join('\n')
}

/** The parts that change with each run. */
function block(text: string): string {
  return `${verdictStart}\n${text}\n${verdictEnd}`
}

function listed(parts: readonly Words[]): string {
  return parts.length === 0 ? '' : `: ${parts.map(inWords).join(', ')}`
}

function inWords(words: Words): string {
  return words.map((word) => (typeof word === 'string' ? escaped(word) : code(word.code))).join('')
}

function link(page: SloPage, file: string, line?: number): string {
  return `[${escaped(line === undefined ? file : `${file}:${line}`)}](${linkTarget(page, file, line)})`
}

/** A user's text without markup; an underscore within a word is not markup. */
function escaped(text: string): string {
  return oneLine(text).replaceAll(
    /[\\`*[\]<>~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    String.raw`\$&`,
  )
}

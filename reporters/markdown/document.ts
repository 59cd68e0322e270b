import { targetInWords } from '../../lib/cluster/target.ts'
import type { CaseRecord, ErrorRecord, RunSource } from '../../lib/record/run/run-record.ts'
import { code, codeBlock, table } from '../../lib/rendering/markdown-markup.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { warningsOf } from '../kit/case-findings.ts'
import { measurementsOf } from '../kit/case-metrics.ts'
import { passedAgain } from '../kit/passed-again.ts'
import { isFlaky, type RunSummary, summarize, summaryInWords } from '../kit/run-summary.ts'
import { conditionsTable, failedCase } from './failed-case.ts'

/** GitHub refuses comments above 65,536 characters; the rest is reserved for the text around it. */
const maxCharacters = 60_000
/** Of a list whose items are one line each. */
const maxLines = 20
/** Cases whose met budgets are listed. */
const maxPassed = 50

/** A run as Markdown of a limited size: the verdict first, then failures, then measurements. */
export function* markdownChunks(run: RunSource): Generator<string> {
  const found = new Findings()
  const summary = summarize(run, (test, stage) => found.note(test, stage))
  let left = maxCharacters
  for (const part of parts(run, summary, found)) {
    if (part.length > left) {
      yield '\nThe rest is in the other reports: a comment on GitHub can hold no more.\n'
      return
    }
    left -= part.length
    yield part
  }
}

/** Details of single cases, as far as there is room: the first of each kind. */
class Findings {
  readonly failed: { readonly test: CaseRecord; readonly stage: string }[] = []
  readonly open: CaseRecord[] = []
  readonly flaky: CaseRecord[] = []
  readonly passed: CaseRecord[] = []
  readonly skipped = new Map<string, number>()
  /** The notes of cases, each once. */
  readonly notes = new Set<string>()

  note(test: CaseRecord, stage: string): void {
    if (test.status === 'skipped') {
      const reason = test.reason ?? 'no reason given'
      if (this.skipped.has(reason) || this.skipped.size < maxLines) {
        this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1)
      }
    } else if (test.status !== 'passed') {
      if (this.failed.length < maxLines) this.failed.push({ test, stage })
    } else {
      this.#notePassed(test)
    }
  }

  #notePassed(test: CaseRecord): void {
    if (isFlaky(test) && this.flaky.length < maxLines) this.flaky.push(test)
    if (isOpen(test) && this.open.length < maxLines) this.open.push(test)
    for (const { notes } of measurementsOf(test)) {
      for (const note of notes) if (this.notes.size < maxLines) this.notes.add(note)
    }
    const hasBudget = (test.record?.verdict.conditions.length ?? 0) > 0
    if (hasBudget && this.passed.length < maxPassed) this.passed.push(test)
  }
}

function isOpen(test: CaseRecord): boolean {
  const { inconclusive, notJudged } = warningsOf(test)
  return inconclusive.length + notJudged.length > 0
}

function* parts(run: RunSource, summary: RunSummary, found: Findings): Generator<string> {
  yield `## ${summary.isGood ? '✅' : '❌'} Clustergate: ${summaryInWords(summary)}\n\n${origin(run)}\n`
  yield* outside(run)
  yield stagesTable(summary)
  for (const { test, stage } of found.failed) yield failedCase(test, stage)
  const { failed, inconclusive, error } = summary.counts
  const more = failed + inconclusive + error - found.failed.length
  if (more > 0) yield `\nAnd ${more} more that did not pass.\n`
  yield* list('Passed with a warning', found.open.flatMap(warnings))
  yield* list(
    'Passed only when run again',
    found.flaky.map((test) => `${code(test.name)} ${code(passedAgain(test) ?? '')}`),
  )
  yield* list(
    'Skipped',
    [...found.skipped].map(([reason, count]) => `${count} × ${code(reason)}`),
  )
  yield* list('Notes', [...found.notes].map(code))
  if (found.passed.length > 0) yield budgetsMet(found.passed, summary)
}

/** The cluster and the environment; every part may be unknown. */
function origin({ environment, cluster, durationMs, startedAt }: RunSource): string {
  const { commit, branch, hasChanges, ci } = environment ?? {}
  const at = [branch, commit?.slice(0, 10)]
    .filter((word) => word !== undefined)
    .map(code)
    .join(' at ')
  const changed = hasChanges ? ' with changes' : ''
  const words = [
    ...(at === '' ? [] : [`${at}${changed}`]),
    ...(cluster ? [`target ${code(targetInWords(cluster))}`] : []),
    `${formatQuantity(durationMs, 'duration')} from ${startedAt.replace(/\.\d+Z$/, 'Z')}`,
    ...(ci?.url !== undefined && /^https?:\/\/[^\s<>()]+$/.test(ci.url)
      ? [`[log](${ci.url})`]
      : []),
  ]
  return words.join(' · ')
}

/** Problems outside all tests come first, because they explain missing tests. */
function* outside(run: RunSource): Generator<string> {
  for (const error of run.errors.slice(0, maxLines)) yield outsideOf('the run', error)
  for (const { file, errors } of run.files) {
    for (const error of errors.slice(0, maxLines)) yield outsideOf(file, error)
  }
}

function outsideOf(where: string, { name, message }: ErrorRecord): string {
  return `\n**${code(where)}: ${code(name)}**\n\n${codeBlock(message)}`
}

function stagesTable({ stages, counts }: RunSummary): string {
  const rows = [...stages].map(([stage, each]) => [code(stage || '-'), each] as const)
  const all = stages.size > 1 ? [...rows, ['all', counts] as const] : rows
  const cells = all.map(([name, { passed, failed, inconclusive, error, skipped }]) => [
    name,
    ...[passed, failed, inconclusive, error, skipped].map(String),
  ])
  const titles = ['Stage', 'Passed', 'Failed', 'Inconclusive', 'Not run', 'Skipped']
  return `\n${table(titles, cells)}`
}

function warnings(test: CaseRecord): string[] {
  const { inconclusive, notJudged } = warningsOf(test)
  return [...inconclusive, ...notJudged].map((words) => `${code(test.name)}: ${code(words)}`)
}

function* list(title: string, items: readonly string[]): Generator<string> {
  if (items.length === 0) return
  const shown = items.slice(0, maxLines).map((item) => `- ${item}\n`)
  const more = items.length - shown.length
  yield `\n### ${title}\n\n${shown.join('')}${more > 0 ? `- and ${more} more\n` : ''}`
}

function budgetsMet(passed: readonly CaseRecord[], { counts }: RunSummary): string {
  const more = counts.passed - passed.length
  const note = more > 0 ? `\n${more} more passed.\n` : ''
  const rows = passed.flatMap((test) => conditionsTable(test))
  const titles = ['Test', 'Metric', 'Budget', 'Measured']
  const text = table(
    titles,
    rows.map(({ name, cells }) => [code(name), ...cells.slice(0, 3)]),
  )
  return `\n<details>\n<summary>Budgets that are met</summary>\n\n${text}${note}\n</details>\n`
}

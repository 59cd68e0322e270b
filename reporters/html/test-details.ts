import type { AgentPart } from '../../lib/record/load-record.ts'
import type { Evidence } from '../../lib/record/measurement.ts'
import { conditionTitle } from '../../lib/record/verdict.ts'
import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { labelsInWords } from '../../lib/units/labels.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { passedAgain } from '../kit/passed-again.ts'
import { numberTable } from './charts/figure.ts'
import type { Budget } from './data/budgets.ts'
import type { ReportedCase, ReportedTest } from './data/reported-test.ts'
import { counted, inDigits, sentence, shortMessage, shortName } from './texts.ts'

const maxNotes = 8

/** Details for reference: notes, evidence, whole messages, the lines of the spec. */
export function testDetails(test: ReportedTest): Markup {
  const notes = [
    ...new Set([
      ...test.cases.flatMap(again),
      ...test.cases.flatMap(({ measurements }) => measurements.flatMap((each) => each.notes)),
    ]),
  ]
  return html`
    ${notes.length > 0 && html`<ul class="notes">${notes.slice(0, maxNotes).map((note) => html`<li>${sentence(note)}</li>`)}</ul>`}
    <div class="further">
      ${test.counts.total > 1 && test.budgets.length > 0 && caseTable(test)}
      ${agentTables(test)}
      ${evidenceTable(test)}
      ${messages(test)}
      ${frames(test.budgets)}
    </div>
    ${placeOf(test)}
  `
}

/** Every worker with every budget. */
function caseTable({ cases, counts, budgets }: ReportedTest): Markup {
  const left = counts.total - cases.length
  return numberTable(`Each of the ${inDigits(counts.total)}`, {
    heads: ['', 'ended', ...budgets.map(({ title, condition }) => `${title} ${condition}`), 'took'],
    rows: [
      ...cases.map((each) => [
        shortName(each.subject || each.record.name),
        each.record.status,
        ...budgets.map((budget) => measuredBy(each, budget)),
        formatQuantity(each.record.durationMs, 'duration'),
      ]),
      ...(left > 0 ? [[`and ${inDigits(left)} more in the run record`]] : []),
    ],
  })
}

function measuredBy({ record }: ReportedCase, { title, condition }: Budget): string {
  const own = record.record?.verdict.conditions.find(
    (each) => each.condition === condition && conditionTitle(each) === title,
  )
  return own ? shortName(own.formatted) : ''
}

const maxLoadsOfAgents = 12

/** The part of each agent in a load that several sent together. */
function agentTables({ cases }: ReportedTest): Markup[] {
  const loads = cases.flatMap(({ measurements }) =>
    measurements.flatMap((each) => each.loads ?? []),
  )
  const shared = loads.filter(({ agents }) => agents !== undefined).slice(0, maxLoadsOfAgents)
  return shared.map(({ labels, agents = [] }) => {
    const at = labelsInWords(labels)
    return numberTable(at === '' ? 'Agents' : `Agents, ${at}`, {
      heads: ['agent', 'host', 'sent', 'ok', 'p50', 'p99', 'clock error', 'started late', 'limit'],
      rows: agents.map(agentRow),
    })
  })
}

function agentRow(agent: AgentPart): string[] {
  const ms = (value: number | undefined) =>
    value === undefined ? '' : formatQuantity(value, 'duration')
  return [
    shortName(agent.name),
    shortName(agent.host),
    inDigits(agent.started),
    inDigits(agent.ok),
    ms(agent.latencyP50Ms),
    ms(agent.latencyP99Ms),
    ms(agent.clockErrorMs),
    ms(agent.startedLateMs),
    shortMessage(agent.lost ?? agent.limitedBy.join('; ')),
  ]
}

const maxEvidence = 50

function evidenceTable({ cases }: ReportedTest): Markup | undefined {
  const all = cases.flatMap(({ measurements }) => measurements.flatMap(({ evidence }) => evidence))
  if (all.length === 0) return undefined
  // Failures are more informative than successes.
  const ordered = [
    ...all.filter(({ outcome }) => outcome !== 'ok'),
    ...all.filter(({ outcome }) => outcome === 'ok'),
  ]
  const shown = ordered.slice(0, maxEvidence)
  const left = all.length - shown.length
  return numberTable(`Evidence (${all.length})`, {
    heads: ['tried', 'came back', 'after'],
    rows: [
      ...shown.map(evidenceRow),
      ...(left > 0 ? [[`and ${left} more in the run record`]] : []),
    ],
  })
}

function evidenceRow({ agent, attempt, outcome, detail, afterMs }: Evidence): string[] {
  const what = outcome === 'ok' ? detail : `${outcome.replaceAll('_', ' ')} (${detail})`
  const tried = agent === undefined ? attempt : `from ${agent}: ${attempt}`
  // The loads of a check have no one duration.
  const time = afterMs === 0 ? '' : formatQuantity(afterMs, 'duration')
  return [shortName(tried), shortName(what), time]
}

const maxMessages = 5

/** The complete error, if it has more than the reasons. */
function messages({ cases }: ReportedTest): Markup | undefined {
  const errors = cases.flatMap(({ record }) => [...record.errors, ...(record.earlierErrors ?? [])])
  const distinct = [...new Map(errors.map((error) => [error.message, error])).values()]
  if (distinct.length === 0) return undefined
  const shown = distinct.slice(0, maxMessages)
  return html`
    <details class="numbers">
      <summary>${counted(distinct.length, 'message')}</summary>
      ${shown.map(({ name, message }) => html`<pre>${shortMessage(`${name}: ${message}`)}</pre>`)}
    </details>
  `
}

function again({ subject, record }: ReportedCase): string[] {
  const words = passedAgain(record)
  return words === undefined ? [] : [[subject, words].filter(Boolean).join(' ')]
}

/** The lines of the spec that were missed. */
function frames(budgets: readonly Budget[]): Markup | undefined {
  const missed = budgets.flatMap(({ frame }) => frame ?? [])
  if (missed.length === 0) return undefined
  return html`<details class="numbers"><summary>In the spec</summary>${missed.map((frame) => html`<pre>${shortMessage(frame)}</pre>`)}</details>`
}

/** The position of the test and its duration. */
function placeOf({ file, line, durationMs, retries }: ReportedTest): Markup {
  const again = retries > 0 && ` · run again ${counted(retries, 'time')}`
  return html`<p class="place">${shortName(file)}${line !== undefined && `:${line}`} · took ${formatQuantity(Math.round(durationMs), 'duration')}${again}</p>`
}

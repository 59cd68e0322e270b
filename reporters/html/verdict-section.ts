import { targetLine } from '../../lib/cluster/target.ts'
import type { CaseCounts } from '../../lib/record/run/run-record.ts'
import type { Diagnosis } from '../../lib/record/verdict.ts'
import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { formatQuantity } from '../../lib/units/quantity.ts'
import { percent } from './charts/scale.ts'
import type { Explained, VerdictFinding } from './data/findings.ts'
import type { ReportedRun } from './data/reported-run.ts'
import { countsInWords, reportedOrder, sign, statusWord } from './data/status.ts'
import type { OverallVerdict } from './overall-verdict.ts'
import { counted, inDigits, sentence, shortMessage, shortName } from './texts.ts'

/** More findings and items of each are folded. */
const shownFindings = 5
const shownExplained = 6

/** The result, in a word, a sentence and a bar; then why, and what to do. */
export function verdictSection(
  { run: { ended }, counts, findings: { findings, leftOut } }: ReportedRun,
  verdict: OverallVerdict,
): Markup {
  const isExplained = findings.some(({ diagnosis }) => diagnosis)
  const [shown, folded] = [findings.slice(0, shownFindings), findings.slice(shownFindings)]
  return html`
    <section class="verdict" aria-labelledby="verdict">
      <h1 id="verdict" class="${verdict.status}">${sign(verdict.status)} ${verdict.word}</h1>
      <p class="lead">${verdict.sentence}</p>
      ${ended !== undefined && ended !== 'complete' && html`<p class="notice">${endings[ended]}</p>`}
      ${counts.total > 0 && countsBar(counts)}
      ${
        findings.length > 0 &&
        html`
        <h2 id="causes">${isExplained ? 'Why, and what to do' : 'What went wrong'}</h2>
        <div class="findings">${shown.map((finding) => findingMarkup(finding, !isExplained))}</div>
        ${
          folded.length > 0 &&
          html`
          <details><summary>${counted(folded.length, 'further finding')}</summary>
            <div class="findings">${folded.map((finding) => findingMarkup(finding, false))}</div>
          </details>
        `
        }
        ${leftOut > 0 && html`<p class="left-out">and ${inDigits(leftOut)} more that went wrong in further ways, in the run record</p>`}
      `
      }
    </section>
  `
}

const endings = {
  interrupted: 'The run was interrupted: what had not been run by then is skipped.',
  cut_off:
    'The run was cut off: its process was killed, and this is what it had written until then.',
} as const

function countsBar(counts: CaseCounts): Markup {
  let from = 0
  const parts = reportedOrder
    .filter((status) => counts[status] > 0)
    .map((status) => {
      const start = from
      from += counts[status] / counts.total
      return html`<rect class="${status}" x="${percent(start)}" width="${percent(from - start)}" height="14"><title>${counts[status]} ${status}</title></rect>`
    })
  return html`
    <svg class="counts" role="img" aria-label="${countsInWords(counts)}" width="100%" height="14">${parts}</svg>
    <ul class="counted">${reportedOrder
      .filter((status) => counts[status] > 0)
      .map(
        (status) =>
          html`<li>${sign(status)} <b>${inDigits(counts[status])}</b> ${statusWord(status, counts[status])}</li>`,
      )}</ul>
  `
}

/** @param isToldOpenly whether its message is all that a reader has */
function findingMarkup(finding: VerdictFinding, isReportedOpenly: boolean): Markup {
  const { id, status, headline, diagnosis, message } = finding
  return html`
    <article class="finding ${status}" id="${id}">
      <h3>${sign(status)} ${sentence(shortName(headline))}</h3>
      ${diagnosis && causeMarkup(diagnosis)}
      ${message !== undefined && html`<details${isReportedOpenly && html` open=""`}><summary>Full message</summary><pre>${shortMessage(message)}</pre></details>`}
      ${explainedList(finding)}
    </article>
  `
}

function causeMarkup({ cause, remedy }: Diagnosis): Markup {
  return html`
    <p><b>Cause:</b> ${sentence(cause)}</p>
    ${remedy.length > 0 && html`<div class="remedy"><b>Remedy:</b><ol>${remedy.map((step) => html`<li>${sentence(step)}</li>`)}</ol></div>`}
  `
}

function explainedList({ explains, explainsCount }: VerdictFinding): Markup | undefined {
  if (explains.length === 0) return undefined
  const shown = explains.slice(0, shownExplained)
  const folded = explains.slice(shownExplained)
  const left = explainsCount - explains.length
  return html`
    <div class="explains">
      <b>Seen in</b>
      <ul>${shown.map(explained)}</ul>
      ${
        folded.length > 0 &&
        html`
        <details><summary>${inDigits(explainsCount - shown.length)} more</summary>
          <ul>${folded.map(explained)}${left > 0 && html`<li>and ${inDigits(left)} more</li>`}</ul>
        </details>
      `
      }
    </div>
  `
}

function explained({ title, testId, symptom }: Explained): Markup {
  const name = shortName(title)
  return html`<li>${testId ? html`<a href="#${testId}">${name}</a>` : name}${symptom !== undefined && html`: ${sentence(shortName(symptom))}`}</li>`
}

/** A run in one line: when, how long, on what. */
export function runLine({ startedAt, durationMs, cluster }: ReportedRun['run']): Markup {
  return html`
    <p class="run">
      <time datetime="${startedAt}">${timeInWords(startedAt)}</time>
      <span>took ${formatQuantity(Math.round(durationMs), 'duration')}</span>
      ${cluster && html`<span>${targetLine(cluster)}</span>`}
    </p>
  `
}

/** `2026-11-24 15:30:03 UTC` */
function timeInWords(iso: string): string {
  const time = new Date(iso)
  return Number.isNaN(time.getTime())
    ? iso
    : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

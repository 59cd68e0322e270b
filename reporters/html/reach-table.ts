import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { type ReachRow, reachMatrix, reachSign } from '../kit/reach-matrix.ts'
import type { ReportedTest } from './data/reported-test.ts'
import { counted, sentence, shortName } from './texts.ts'

/** Who reaches whom, of a test that agents made, with the cause of each hole. */
export function reachTable({ cases }: ReportedTest): Markup | undefined {
  const matrix = reachMatrix(
    cases.flatMap(({ subject, measurements }) =>
      measurements.map((measurement) => ({ subject, measurement })),
    ),
  )
  if (!matrix) return undefined
  const { subjects, rows, causes, left } = matrix
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Who reaches whom">
      <table>
        <thead><tr><th scope="col">Who reaches whom</th>${subjects.map((subject) => html`<th scope="col">${shortName(subject)}</th>`)}</tr></thead>
        <tbody>${rows.map(rowMarkup)}</tbody>
      </table>
    </div>
    ${left > 0 && html`<p>and ${counted(left, 'more agent')} in the run record</p>`}
    ${causes.length > 0 && html`<ul class="reasons">${causes.map((cause) => html`<li>${sentence(cause)}</li>`)}</ul>`}
  `
}

function rowMarkup({ agent, cells }: ReachRow): Markup {
  return html`
    <tr><th scope="row">${shortName(agent)}</th>${cells.map((cell) => html`<td>${reachSign(cell)} ${shortName(cell?.words ?? '')}</td>`)}</tr>
  `
}

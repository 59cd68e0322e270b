import type { Evidence } from '../record/measurement.ts'
import { type ConditionVerdict, conditionTitle, type Verdict } from '../record/verdict.ts'
import { visibleText } from '../source/visible-text.ts'
import { formatQuantity } from '../units/quantity.ts'

/** More evidence than this is summarised: a hundred refused connects add nothing to a few. */
const maxEvidence = 4

/**
 * The message of a verdict that did not pass: expected and measured values, attempts, and the probable
 * cause with its remedy. With `condition`, for that condition only.
 */
export function explain(verdict: Verdict, condition?: ConditionVerdict): string {
  const head = headLines(verdict, condition)
  const lines = [
    ...head,
    ...subjectLine(verdict),
    ...unfitLines(verdict, head),
    ...vantageLine(verdict),
    ...evidenceLines(verdict.measurement?.evidence ?? []),
    ...(verdict.measurement?.notes ?? []).map((note) => `  note: ${note}`),
    ...diagnosisLines(verdict),
  ]
  // It contains names and messages of workers.
  return visibleText(lines.join('\n'))
}

/** The missed conditions, one per line, and the reason if they could not be judged. */
export function headLines({ status, reason, conditions }: Verdict, condition?: ConditionVerdict) {
  // An error for one condition has `Inconclusive` in its name.
  if (condition && status !== 'error') return [`${conditionTitle(condition)}: ${whyNot(condition)}`]
  const whole = reason === undefined ? [] : [reason]
  if (status === 'error') return whole
  const missed = conditions.filter((each) => each.status !== 'pass')
  const heads = missed.map((each) => {
    const word = each.status === 'inconclusive' ? 'inconclusive: ' : ''
    return `${conditionTitle(each)}: ${word}${whyNot(each)}`
  })
  return [...whole, ...heads]
}

function whyNot({ reason, formatted, condition }: ConditionVerdict): string {
  return reason ?? `${formatted} is not ${condition}`
}

function subjectLine({ measurement }: Verdict): string[] {
  if (!measurement) return []
  const { name, host, port, workerType } = measurement.subject
  const address =
    host === undefined
      ? ''
      : ` (${host.includes(':') ? `[${host}]` : host}${port ? `:${port}` : ''})`
  const label = workerType === undefined && host !== undefined ? 'target' : 'worker'
  return [`  ${label}: ${name}${address}`]
}

/** What each agent found. */
function vantageLine({ measurement }: Verdict): string[] {
  const found = (measurement?.vantages ?? []).map(({ agent, words }) => `${agent} ${words}`)
  return found.length > 0 ? [`  from: ${found.join(', ')}`] : []
}

/** Why nothing should be concluded, as far as the lines above do not report it. */
function unfitLines({ measurement }: Verdict, head: readonly string[]): string[] {
  const reasons = measurement?.unfit ?? []
  return reasons
    .filter((reason) => !head.some((line) => line.includes(reason)))
    .map((reason) => `  not judged: ${reason}`)
}

/** The attempts, failures first. */
export function evidenceLines(evidence: readonly Evidence[]): string[] {
  const failed = evidence.filter(({ outcome }) => outcome !== 'ok')
  const fine = evidence.filter(({ outcome }) => outcome === 'ok')
  const shown = [...failed, ...fine].slice(0, maxEvidence)
  const lines = shown.map(({ agent, attempt, outcome, detail, afterMs }) => {
    const what = outcome === 'ok' ? detail : `${outcome.replaceAll('_', ' ')} (${detail})`
    const who = agent === undefined ? '' : `from ${agent}: `
    // The loads of a check have no one duration.
    const when = afterMs === 0 ? '' : ` after ${formatQuantity(afterMs, 'duration')}`
    return `  tried: ${who}${attempt} → ${what}${when}`
  })
  const left = evidence.length - shown.length
  return left > 0 ? [...lines, `  tried: ${left} more like these`] : lines
}

function diagnosisLines({ diagnosis }: Verdict): string[] {
  if (!diagnosis) return []
  return [
    `  cause: ${diagnosis.cause}`,
    ...diagnosis.remedy.map((step, index) => `  ${index === 0 ? 'remedy:' : '       '} ${step}`),
  ]
}

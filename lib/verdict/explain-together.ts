import type { Verdict } from '../record/verdict.ts'
import { visibleText } from '../source/visible-text.ts'
import { evidenceLines, explain, headLines } from './explain.ts'

/** A case that did not pass. */
export interface FailedCase {
  /** The test and its worker: `port open › mac-studio-2`. */
  readonly title: string
  readonly verdict: Verdict
}

/** At most this many cases, causes or steps are readable in a terminal. */
const maxShown = 10

/** The identity of a failure's cause; undefined if it is unknown. */
export function causeKey({ diagnosis }: Verdict): string | undefined {
  return diagnosis && (diagnosis.code || diagnosis.cause)
}

/** The message for cases with one cause: what each of them missed, then cause and remedy once. */
export function explainTogether(cases: readonly FailedCase[]): string {
  const [first] = cases
  if (first && cases.length === 1) return explain(first.verdict)
  const diagnoses = cases.flatMap(({ verdict }) => verdict.diagnosis ?? [])
  const lines = [
    `${cases.length} tests failed for the same reason`,
    ...shown(cases.map(caseLines), 'tests').flat(),
    ...labelled('cause', shown(unique(diagnoses.map(({ cause }) => cause)), 'causes')),
    ...labelled('remedy', shown(unique(diagnoses.flatMap(({ remedy }) => remedy)), 'steps')),
  ]
  return visibleText(lines.join('\n'))
}

function caseLines({ title, verdict }: FailedCase): string {
  const [head = '', ...heads] = headLines(verdict, undefined)
  const [evidence] = evidenceLines(verdict.measurement?.evidence ?? [])
  return [
    `  ${title}: ${head}`,
    ...heads.map((line) => `    ${line}`),
    ...(evidence ? [`  ${evidence}`] : []),
  ].join('\n')
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

function shown(texts: readonly string[], noun: string): readonly string[] {
  const left = texts.length - maxShown
  return left > 0 ? [...texts.slice(0, maxShown), `  and ${left} more ${noun}`] : texts
}

/** `  remedy: first`, and the others below it. */
function labelled(label: string, texts: readonly string[]): string[] {
  return texts.map((text, index) =>
    index === 0 ? `  ${label}: ${text}` : `  ${' '.repeat(label.length + 2)}${text.trim()}`,
  )
}

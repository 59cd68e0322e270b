import type { CaseRecord, ErrorRecord } from '../../lib/record/run/run-record.ts'
import { type ConditionVerdict, conditionTitle } from '../../lib/record/verdict.ts'

/** One failure of a case. */
export interface CaseFinding extends ErrorRecord {
  /** Its condition in the spec; absent if it is about the test as a whole. */
  readonly condition?: ConditionVerdict
}

/** The failures of a case, at least one; none for a case that passed or was skipped. */
export function findingsOf(test: CaseRecord): readonly CaseFinding[] {
  if (test.status === 'passed' || test.status === 'skipped') return []
  const open = test.record?.verdict.conditions.filter(({ status }) => status !== 'pass') ?? []
  const left = new Set(open)
  const findings = test.errors.map((error): CaseFinding => {
    const condition = [...left].find((each) => error.message.startsWith(`${conditionTitle(each)}:`))
    if (!condition) return error
    left.delete(condition)
    return { ...error, condition }
  })
  return findings.length > 0 ? findings : [{ name: 'Error', message: `it ${ends[test.status]}` }]
}

const ends = { failed: 'failed', error: 'could not be run', inconclusive: 'was inconclusive' }

/** Every message with its lines of the spec; their common end, cause and remedy, once. */
export function findingsText(findings: readonly CaseFinding[], file: string): string {
  const tails = new Set(findings.map(({ message }) => tailOf(message)))
  const [tail = ''] = tails
  if (findings.length < 2 || tails.size > 1 || tail === '') {
    return findings.map((each) => withFrame(each, each.message, file)).join('\n\n')
  }
  const heads = findings.map((each) => withFrame(each, headOf(each.message), file))
  return [...heads, tail.slice(1)].join('\n\n')
}

function withFrame({ condition }: CaseFinding, words: string, file: string): string {
  const { place, frame } = condition ?? {}
  return place && frame ? `${words}\n\n${file}:${place.line}:${place.column}\n${frame}` : words
}

function headOf(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}

function tailOf(message: string): string {
  return message.slice(headOf(message).length)
}

/** What was undecided in a case that passes anyway: conditions, and reasons not to judge. */
export function warningsOf({ status, record }: CaseRecord): Warnings {
  if (status !== 'passed' || !record) return { inconclusive: [], notJudged: [] }
  const { conditions, measurement } = record.verdict
  const open = conditions.filter((each) => each.status === 'inconclusive')
  return {
    inconclusive: open.map((each) => `${conditionTitle(each)}: ${each.reason ?? each.formatted}`),
    notJudged: measurement?.unfit ?? [],
  }
}

export interface Warnings {
  readonly inconclusive: readonly string[]
  readonly notJudged: readonly string[]
}

import type { ConditionVerdict } from '../../record/verdict.ts'
import type { Better } from '../../units/dimension.ts'
import { type Labels, labelsInWords } from '../../units/labels.ts'
import type { Judged } from '../judge-metric.ts'
import { changesInWords } from './change-in-words.ts'
import type { LevelResponse } from './judge-level.ts'

const statuses = {
  regressed: 'fail',
  no_data: 'no_data',
  undecided: 'inconclusive',
  not_comparable: 'inconclusive',
  absent: 'inconclusive',
  not_judged: 'inconclusive',
  held: 'pass',
  improved: 'pass',
} as const satisfies Record<LevelResponse['outcome'], ConditionVerdict['status']>

/** From worst to best. */
const severity = ['fail', 'no_data', 'inconclusive', 'pass'] as const

/**
 * The verdict on all levels, of which the worst decides; the reason names those that are no better.
 * @param answers at least one
 * @param at the labels of the condition, which are omitted for each level
 */
export function worstLevel(
  responses: readonly LevelResponse[],
  better: Better,
  at: Labels = {},
): Judged & { readonly outcome: LevelResponse['outcome'] } {
  const sorted = worstFirst(responses, better)
  const [worst] = sorted
  if (!worst) throw new RangeError('there is no level to judge')
  const { outcome, percent = null, interval, level } = worst
  const status = statuses[outcome]
  const reason = reasonOf(sorted, status, at)
  return {
    outcome,
    status,
    measured: percent,
    formatted: changesInWords(responses.flatMap((each) => each.percent ?? [])),
    ...(interval && { interval }),
    ...(Object.keys(level).length > 0 && { level }),
    ...(reason !== undefined && { reason }),
  }
}

function worstFirst(responses: readonly LevelResponse[], better: Better): readonly LevelResponse[] {
  const loss = ({ percent = 0 }: LevelResponse) => (better === 'higher' ? -percent : percent)
  const rank = ({ outcome }: LevelResponse) => severity.indexOf(statuses[outcome])
  return responses.toSorted((a, b) => rank(a) - rank(b) || loss(b) - loss(a))
}

/** At most this many levels are named in a reason. */
const maxNamed = 3

function reasonOf(
  responses: readonly LevelResponse[],
  status: ConditionVerdict['status'],
  at: Labels,
): string | undefined {
  if (status === 'pass') return undefined
  const deciding = responses.filter(({ outcome }) => statuses[outcome] === status)
  const reported = deciding.slice(0, maxNamed).map((response) => {
    const where = levelBeside(response.level, at)
    return where === '' ? wordsOf(response) : `at ${where}: ${wordsOf(response)}`
  })
  const left = deciding.length - reported.length
  return [...reported, ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}

function wordsOf({ words, further, unconfirmed }: LevelResponse): string {
  const reported = further === undefined ? words : `${words}, ${further}`
  return unconfirmed === undefined
    ? reported
    : `${reported}; a first measurement was ${unconfirmed}`
}

/** The labels that are not in `at`. */
function levelBeside(level: Labels, at: Labels): string {
  const further = Object.entries(level).filter(([name]) => !Object.hasOwn(at, name))
  return labelsInWords(Object.fromEntries(further))
}

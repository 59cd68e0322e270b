import type { ConditionVerdict } from '../../record/verdict.ts'
import type { Better } from '../../units/dimension.ts'
import { type Labels, labelsInWords } from '../../units/labels.ts'
import type { Judged } from '../judge-metric.ts'
import { changesInWords } from './change-in-words.ts'
import type { LevelAnswer } from './judge-level.ts'

const statuses = {
  regressed: 'fail',
  no_data: 'no_data',
  undecided: 'inconclusive',
  not_comparable: 'inconclusive',
  absent: 'inconclusive',
  not_judged: 'inconclusive',
  held: 'pass',
  improved: 'pass',
} as const satisfies Record<LevelAnswer['outcome'], ConditionVerdict['status']>

/** From worst to best. */
const severity = ['fail', 'no_data', 'inconclusive', 'pass'] as const

/**
 * The verdict on all levels, of which the worst decides; the reason names those that are no better.
 * @param answers at least one
 * @param at what was asked for and needs no telling of each level
 */
export function worstLevel(
  answers: readonly LevelAnswer[],
  better: Better,
  at: Labels = {},
): Judged & { readonly outcome: LevelAnswer['outcome'] } {
  const sorted = worstFirst(answers, better)
  const [worst] = sorted
  if (!worst) throw new RangeError('there is no level to judge')
  const { outcome, percent = null, interval, level } = worst
  const status = statuses[outcome]
  const reason = reasonOf(sorted, status, at)
  return {
    outcome,
    status,
    measured: percent,
    formatted: changesInWords(answers.flatMap((each) => each.percent ?? [])),
    ...(interval && { interval }),
    ...(Object.keys(level).length > 0 && { level }),
    ...(reason !== undefined && { reason }),
  }
}

function worstFirst(answers: readonly LevelAnswer[], better: Better): readonly LevelAnswer[] {
  const loss = ({ percent = 0 }: LevelAnswer) => (better === 'higher' ? -percent : percent)
  const rank = ({ outcome }: LevelAnswer) => severity.indexOf(statuses[outcome])
  return answers.toSorted((a, b) => rank(a) - rank(b) || loss(b) - loss(a))
}

/** More levels than these are not named in a reason. */
const mostNamed = 3

function reasonOf(
  answers: readonly LevelAnswer[],
  status: ConditionVerdict['status'],
  at: Labels,
): string | undefined {
  if (status === 'pass') return undefined
  const deciding = answers.filter(({ outcome }) => statuses[outcome] === status)
  const told = deciding.slice(0, mostNamed).map((answer) => {
    const where = levelBeside(answer.level, at)
    return where === '' ? wordsOf(answer) : `at ${where}: ${wordsOf(answer)}`
  })
  const left = deciding.length - told.length
  return [...told, ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}

function wordsOf({ words, further, unconfirmed }: LevelAnswer): string {
  const told = further === undefined ? words : `${words}, ${further}`
  return unconfirmed === undefined ? told : `${told}; a first measurement was ${unconfirmed}`
}

/** What is not said by `at` already. */
function levelBeside(level: Labels, at: Labels): string {
  const further = Object.entries(level).filter(([name]) => !Object.hasOwn(at, name))
  return labelsInWords(Object.fromEntries(further))
}

import { minuteOf } from '../units/instant.ts'
import { labelsInWords } from '../units/labels.ts'
import { formatQuantity } from '../units/quantity.ts'
import type { SeriesName, SeriesPoint } from './series.ts'
import type { Effect, LevelChange } from './trend.ts'

/** `speedup at concurrency 15` */
export function metricInWords({ metric, labels }: SeriesName): string {
  const at = labelsInWords(labels)
  return at === '' ? metric : `${metric} at ${at}`
}

/** `2026-11-24 14:03 UTC, commit 3fa92c1 on main` */
export function runInWords({
  startedAt,
  origin: { commit, branch, isDirty },
}: SeriesPoint): string {
  return [
    `${minuteOf(startedAt)} UTC`,
    commit && `, commit ${shortHash(commit)}`,
    commit && isDirty && ' with changes',
    branch && ` on ${branch}`,
  ]
    .filter(Boolean)
    .join('')
}

export function shortHash(commit: string): string {
  return commit.slice(0, 7)
}

/** `14.2% lower, worse`; for a level that was 0, only the direction. */
export function moveInWords({ before, after, percent, effect }: LevelChange): string {
  const way = after > before ? 'higher' : 'lower'
  const size = percent === undefined ? '' : `${formatQuantity(Math.abs(percent), 'percentage')} `
  return `${size}${way}${effectWords[effect]}`
}

const effectWords: Readonly<Record<Effect, string>> = {
  better: ', better',
  worse: ', worse',
  unknown: '',
}

/** The command that lists the commits of a change; undefined if they are unknown. */
export function commitsInWords({ run, previous }: LevelChange): string | undefined {
  const [from, to] = [previous.origin.commit, run.origin.commit]
  if (!from || !to || from === to) return undefined
  return `git log ${shortHash(from)}..${shortHash(to)}`
}

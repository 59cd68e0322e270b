import type { SeriesName, SeriesPoint } from '../history/series.ts'
import type { Effect, LevelChange, Trend } from '../history/trend.ts'
import type { Environment } from '../record/setting.ts'
import { visibleText } from '../source/visible-text.ts'
import { labelsInWords } from '../units/labels.ts'
import { formatQuantity } from '../units/quantity.ts'

/** `Scaling › three workers beat one`, with the worker where the test is about a single one. */
export function testInWords({ suite, test, subject }: SeriesName): string {
  return visibleText([suite, test, ...(subject === 'cluster' ? [] : [subject])].join(' › '))
}

/** `speedup at concurrency 15` */
export function metricInWords({ metric, labels }: SeriesName): string {
  const at = labelsInWords(labels)
  return visibleText(at === '' ? metric : `${metric} at ${at}`)
}

/** `2026-11-24 14:03 UTC, commit 3fa92c1 on main` */
export function runInWords({
  startedAt,
  origin: { commit, branch, isDirty },
}: SeriesPoint): string {
  return visibleText(
    [
      `${startedAt.slice(0, 16).replace('T', ' ')} UTC`,
      commit && `, commit ${shortHash(commit)}`,
      commit && isDirty && ' with changes',
      branch && ` on ${branch}`,
    ]
      .filter(Boolean)
      .join(''),
  )
}

export function shortHash(commit: string): string {
  return commit.slice(0, 7)
}

/** `14.2% lower, worse`; of a level that was 0, only the direction. */
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

/** `2 failed, 1 void`; empty where every run counts. */
export function leftOutInWords({ points }: Trend): string {
  const counts = new Map<string, number>()
  for (const { isCounted, status } of points) {
    if (!isCounted) counts.set(status, (counts.get(status) ?? 0) + 1)
  }
  return [...counts]
    .map(([status, count]) => `${count} ${statusWords[status] ?? status}`)
    .join(', ')
}

const statusWords: Readonly<Record<string, string>> = { error: 'with an error' }

/** What else changed of the machine that measures, each in a few words. */
export function machineChanges({ run, previous }: LevelChange): string[] {
  const [was, is] = [previous.environment, run.environment]
  if (!was || !is) return []
  return (Object.keys(machineWords) as (keyof Environment)[])
    .filter((key) => was[key] !== is[key])
    .map((key) => visibleText(`${machineWords[key]} ${was[key]} → ${is[key]}`))
}

const machineWords = { node: 'Node', platform: 'platform', cpus: 'processor' } as const

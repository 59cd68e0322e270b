import type { SeriesName, SeriesPoint } from '../../history/series.ts'
import type { LevelChange, Trend } from '../../history/trend.ts'
import * as words from '../../history/words.ts'
import type { Environment } from '../../record/setting.ts'
import { visibleText } from '../../source/visible-text.ts'

/** `Scaling › three workers beat one`, with the worker if the test is about a single one. */
export function testInWords({ suite, test, subject }: SeriesName): string {
  return visibleText([suite, test, ...(subject === 'cluster' ? [] : [subject])].join(' › '))
}

/** `speedup at concurrency 15` */
export function metricInWords(name: SeriesName): string {
  return visibleText(words.metricInWords(name))
}

/** `2026-11-24 14:03 UTC, commit 3fa92c1 on main` */
export function runInWords(point: SeriesPoint): string {
  return visibleText(words.runInWords(point))
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

/** What else changed on the measuring machine, each in a few words. */
export function machineChanges({ run, previous }: LevelChange): string[] {
  const [was, is] = [previous.environment, run.environment]
  if (!was || !is) return []
  return (Object.keys(machineWords) as (keyof Environment)[])
    .filter((key) => was[key] !== is[key])
    .map((key) => visibleText(`${machineWords[key]} ${was[key]} → ${is[key]}`))
}

const machineWords = { node: 'Node', platform: 'platform', cpus: 'processor' } as const

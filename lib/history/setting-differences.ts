import type { HistorySetting, LoadShape } from '../record/history-setting.ts'

/** The differences of two settings, one per line: `the workload was a, and is b`. */
export function settingDifferences(before: HistorySetting, now: HistorySetting): readonly string[] {
  return [
    ...workerDifferences(before, now),
    ...workloadDifferences(before, now),
    ...loadDifferences(before.load, now.load),
  ]
}

function workerDifferences({ workers: before }: HistorySetting, { workers: now }: HistorySetting) {
  const ids = (workers: HistorySetting['workers']) => workers.map(({ id }) => id).join(', ')
  const set = changed('the set of workers', ids(before), ids(now))
  if (set.length > 0) return set
  return before.flatMap((worker, index) =>
    (['type', 'model', 'slots'] as const).flatMap((key) =>
      changed(`${wordsOf[key]} of ${worker.id}`, worker[key], now[index]?.[key]),
    ),
  )
}

const wordsOf = { type: 'the type', model: 'the model', slots: 'the number of slots' } as const

/** Two workloads of the same name may still differ in their requests. */
function workloadDifferences({ workload: was }: HistorySetting, { workload: is }: HistorySetting) {
  if (was?.hash === is?.hash) return []
  const named = (workload: HistorySetting['workload']) =>
    workload && `${workload.name} (${workload.hash.slice(0, 8)})`
  return changed('the workload', named(was), named(is))
}

function loadDifferences(was: LoadShape | undefined, is: LoadShape | undefined): string[] {
  const sides = [...new Set([...Object.keys(was?.sides ?? {}), ...Object.keys(is?.sides ?? {})])]
  return [
    ...changed('the kind of load', was?.driver, is?.driver),
    ...changed('the number of requests', was?.requests, is?.requests),
    ...sides.flatMap((side) =>
      changed(
        side === 'all' ? 'the set of workers that served' : `the set of workers of the ${side}`,
        was?.sides[side]?.join(', '),
        is?.sides[side]?.join(', '),
      ),
    ),
  ]
}

type Reported = string | number | undefined

function changed(what: string, was: Reported, is: Reported): string[] {
  return was === is ? [] : [`${what} was ${was ?? 'none'}, and is ${is ?? 'none'}`]
}

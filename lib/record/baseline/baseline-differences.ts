import { labelled } from '../../units/labels.ts'
import { loadLevels } from '../load-levels.ts'
import type { LoadRecord } from '../load-record.ts'
import type { Measurement } from '../measurement.ts'
import type { Environment, WorkerFingerprint } from '../setting.ts'
import type { Baseline } from './baseline.ts'

/** The result to be compared with a baseline. */
export type Comparable = Pick<Measurement, 'check' | 'loads' | 'setting'>

/**
 * Why a result cannot be compared with a baseline, one difference per line; empty if it can. Another
 * workload, model or cluster gives another result, which is not a regression.
 */
export function differencesFrom(baseline: Baseline, now: Comparable): readonly string[] {
  const before = baseline.runs.at(-1)?.loads ?? []
  return [
    ...changed('the check', `\`${baseline.check}\``, `\`${now.check}\``),
    ...workerDifferences(baseline.workers, now.setting?.workers),
    ...loadDifferences(before, now.loads ?? []),
  ]
}

function workerDifferences(
  before: readonly WorkerFingerprint[],
  now: readonly WorkerFingerprint[] | undefined,
): readonly string[] {
  if (!now) return ['it is not known which workers were measured']
  const [ids, nowIds] = [before, now].map((workers) => workers.map(({ id }) => id).join(', '))
  if (ids !== nowIds) return changed('the set of workers', `${ids}`, `${nowIds}`)
  return before.flatMap((worker) => {
    const other = now.find(({ id }) => id === worker.id)
    return Object.entries(workerProperties).flatMap(([key, name]) => {
      const [was, is] = [worker, other].map((each) => each?.[key as keyof WorkerFingerprint])
      return changed(`the ${name} of ${worker.id}`, `${was ?? 'none'}`, `${is ?? 'none'}`)
    })
  })
}

const workerProperties = { type: 'type', model: 'model', slots: 'number of slots' }

function loadDifferences(
  before: readonly LoadRecord[],
  now: readonly LoadRecord[],
): readonly string[] {
  const pair = firstCommonLevel(before, now)
  if (!pair) return []
  const [was, is] = [pair.before.candidate[0], pair.now.candidate[0]]
  if (!was || !is) return []
  return [
    ...workloadDifference(was, is),
    ...changed('the kind of load', `\`${was.driver}\``, `\`${is.driver}\``),
    ...changed('the way in which tokens are counted', tokensBy(was), tokensBy(is)),
    ...changed('the number of requests in a repetition', `${was.planned}`, `${is.planned}`),
    ...sideDifferences('`compare.candidate`', was, is),
    ...sideDifferences('`compare.baseline`', pair.before.baseline[0], pair.now.baseline[0]),
  ]
}

function tokensBy({ countsChunks }: LoadRecord): string {
  return countsChunks ? '`chunks`' : '`usage`'
}

/** Levels that only one of the two has are reported if a condition is about them. */
function firstCommonLevel(before: readonly LoadRecord[], now: readonly LoadRecord[]) {
  const levels = new Map(loadLevels(before).map((each) => [labelled('', each.level), each]))
  for (const each of loadLevels(now)) {
    const other = levels.get(labelled('', each.level))
    if (other) return { before: other, now: each }
  }
  return undefined
}

/** Two workloads of the same name may still differ in their requests. */
function workloadDifference({ workload: was }: LoadRecord, { workload: is }: LoadRecord) {
  if (was.hash === is.hash) return []
  const named = ({ name, hash }: LoadRecord['workload']) => `${name} (${hash.slice(0, 8)})`
  return changed('the workload', named(was), named(is))
}

/** The workers that took part, and their target number of requests in flight. */
function sideDifferences(
  side: string,
  was: LoadRecord | undefined,
  is: LoadRecord | undefined,
): readonly string[] {
  if (!was || !is) return []
  const workers = (load: LoadRecord) => Object.keys(load.workers).toSorted().join(', ')
  const asked = ({ client }: LoadRecord) => `${client.inFlightAsked ?? 'any'}`
  return [
    ...changed(`the set of workers of ${side}`, workers(was), workers(is)),
    ...changed(`the concurrency of ${side}`, asked(was), asked(is)),
  ]
}

/** How the measuring machine differs from that of the last run, which may explain a difference. */
export function environmentChanges(
  baseline: Baseline,
  now: Environment | undefined,
): readonly string[] {
  const before = baseline.runs.at(-1)?.environment
  if (!before || !now) return []
  return (['node', 'platform', 'cpus'] as const).flatMap((key) =>
    changed(environmentWords[key], before[key], now[key]),
  )
}

const environmentWords = {
  node: 'the version of Node',
  platform: 'the platform',
  cpus: 'the processor',
} as const

function changed(what: string, was: string, is: string): readonly string[] {
  return was === is ? [] : [`${what} was ${was}, and is ${is}`]
}

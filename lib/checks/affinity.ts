import type { AffinityOptions } from '../generated/checks/affinity.ts'
import { runSessions, type SessionRun } from '../load/drivers/sessions.ts'
import { inSessions } from '../workload/in-sessions.ts'
import { openWorkload } from '../workload/open-workload.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { BalancerSession } from './load-kit/balancer-session.ts'
import { servedMetrics, waitMetrics } from './load-kit/load-metrics.ts'
import { promptNotes } from './load-kit/load-notes.ts'
import { reportFaults } from './load-kit/server-words.ts'
import { shareMetrics, workerShares } from './load-kit/share-metrics.ts'

/** Whether the requests of a session stay with one worker. */
export const check: Check<AffinityOptions> = {
  async run(options, context) {
    const { sessions, requests_per_session: each, max_tokens: maxTokens, strategy } = options
    const builder = new MeasurementBuilder('affinity', { name: 'cluster' })
    await using session = await BalancerSession.open(context, { strategy })
    const { balancer, watch, workers } = session
    const workload = await openWorkload(options.workload, { maxTokens })
    const workloadOf = (name: string) => inSessions(workload.fresh?.() ?? workload, () => name)
    const run = await runSessions({
      balancer,
      sessions,
      requestsPerSession: each,
      workloadOf,
      signal: session.signal,
    })
    const { metrics, intervals } = shareMetrics(workerShares(watch, workers))
    return reportFaults(run.responses, session, builder)
      .note(...promptNotes(workload, balancer))
      .intervals(ownMetrics(intervals))
      .metrics({
        ...servedMetrics(run, watch),
        ...ownMetrics(metrics),
        ...affinityMetrics(run, workers.length),
        slots_exceeded: waitMetrics(watch).slots_exceeded,
        strategy: balancer.stats().strategy,
      })
      .build()
  },
}

/** Options of shares without those of capacity, which does not matter for sessions. */
function ownMetrics<T>(metrics: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(metrics).filter(([name]) => name.startsWith('share.') || name === 'imbalance'),
  )
}

function affinityMetrics({ workersBySession }: SessionRun, workerCount: number) {
  const kept = workersBySession.map((ids) => ({ most: mostFrequent(ids), all: ids.length }))
  const served = kept.filter(({ all }) => all > 0)
  if (served.length === 0) return {}
  const all = served.reduce((sum, session) => sum + session.all, 0)
  const most = served.reduce((sum, session) => sum + session.most, 0)
  return {
    affinity: (most / all) * 100,
    'affinity.worst': Math.min(...served.map((session) => (session.most / session.all) * 100)),
    sessions_moved: served.filter((session) => session.most < session.all).length,
    chance: chanceAffinity(all / served.length, workerCount),
  }
}

function mostFrequent(ids: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

/**
 * The mean of the largest of `workers` counts of `requests` random choices, in percent: estimated from
 * 2,000 seeded draws.
 */
function chanceAffinity(requests: number, workers: number): number {
  const draws = 2_000
  let state = 1
  // Park and Miller's minimal standard generator (CACM 31, 1988): only its mean is used here.
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  let sum = 0
  for (let draw = 0; draw < draws; draw++) {
    const counts = new Array<number>(workers).fill(0)
    for (let request = 0; request < requests; request++) {
      const index = Math.floor(next() * workers)
      counts[index] = (counts[index] ?? 0) + 1
    }
    sum += Math.max(...counts) / Math.round(requests)
  }
  return (sum / draws) * 100
}

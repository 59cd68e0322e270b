import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HistoryStore } from '../../lib/history/store.ts'
import type { HistoryCase, HistoryRun, HistoryValue } from '../../lib/record/history.ts'
import type { HistorySetting } from '../../lib/record/history-setting.ts'

const model = 'mistral-7b-instruct-v0.2'

export const setting: HistorySetting = {
  workers: ['w1', 'w2', 'w3'].map((id) => ({ id, type: 'lm_studio', model, slots: 5 })),
  workload: { name: 'short-chat', hash: '0123456789abcdef' },
  load: {
    driver: 'closed',
    requests: 100,
    sides: { baseline: ['w1'], candidate: ['w1', 'w2', 'w3'] },
  },
}

export function speedup(value: number, concurrency = 15): HistoryValue {
  return {
    metric: 'speedup',
    labels: { concurrency },
    dimension: 'multiplier',
    value,
    isAsked: true,
  }
}

export function historyCase(values: readonly HistoryValue[], changes: Partial<HistoryCase> = {}) {
  const whole: HistoryCase = {
    file: 'specs/perf/scaling.spec.yaml',
    stage: 'perf',
    suite: 'Scaling',
    test: 'three workers beat one',
    subject: 'cluster',
    check: 'benchmark',
    status: 'passed',
    unfit: [],
    setting,
    values,
    ...changes,
  }
  return whole
}

/** The commit of the n-th run. */
export function commitOf(n: number): string {
  return n.toString(16).padStart(7, '0').padEnd(40, 'c')
}

/** The n-th run of a series, one a day from the 1st of January 2026 on. */
export function historyRun(
  n: number,
  cases: readonly HistoryCase[],
  changes: Partial<HistoryRun> = {},
): HistoryRun {
  return {
    id: `run-${n}`,
    startedAt: dayOf(n),
    durationMs: 60_000,
    origin: { commit: commitOf(n), branch: 'main', isDirty: false },
    environment: { node: 'v20.19.0', platform: 'linux x64', cpus: '8 × any' },
    cases,
    ...changes,
  }
}

/** 03:00 UTC of the n-th day. */
export function dayOf(n: number): string {
  return new Date(Date.UTC(2026, 0, 1 + n, 3)).toISOString()
}

/** A folder with a history in it. */
export interface HistoryFolder extends AsyncDisposable {
  readonly folder: string
  readonly file: string
  /** Stores runs, each with the n-th of these cases. */
  store(cases: readonly HistoryCase[], changes?: (n: number) => Partial<HistoryRun>): Promise<void>
}

export async function createHistoryFolder(): Promise<HistoryFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'clustergate-history-'))
  const file = join(folder, '.clustergate/history.db')
  return {
    folder,
    file,
    store: async (cases, changes = () => ({})) => {
      using store = await HistoryStore.open(file, 'write')
      for (const [n, each] of cases.entries()) store.add(historyRun(n, [each], changes(n)), 1_000)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

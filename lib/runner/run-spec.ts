import type { Worker } from '../cluster/cluster.ts'
import type { Verdict } from '../record/verdict.ts'
import { type CaseId, casesOf } from '../spec/cases.ts'
import { maxCasesInFlight, type Spec } from '../spec/spec.ts'
import { CaseOutcomes } from './case-outcomes.ts'
import { type CaseEnvironment, runCase } from './run-case.ts'

/** How one case of a spec ended. */
export interface CaseResult {
  readonly test: string
  readonly workerId?: string
  readonly verdict: Verdict
  /** It was inconclusive, and its spec wants that to be a warning. */
  readonly warned?: true
}

/** Whether this case fails what it belongs to. */
export function hasFailed({ verdict, warned }: CaseResult): boolean {
  return !warned && verdict.status !== 'pass' && verdict.status !== 'skipped'
}

/** Runs all cases of a spec without a test runner, side by side, in declared order. */
export async function runSpec(spec: Spec, environment: CaseEnvironment): Promise<CaseResult[]> {
  const outcomes = new CaseOutcomes(spec)
  return mapInFlight(casesOf(spec), maxCasesInFlight, async (id) => {
    const verdict = await settleCase(spec, id, outcomes, environment)
    const { name = '', onInconclusive } = spec.tests[id.testIndex] ?? {}
    const warned = verdict.status === 'inconclusive' && onInconclusive === 'warn'
    return { test: name, workerId: id.workerId, verdict, ...(warned && { warned }) }
  })
}

async function settleCase(
  spec: Spec,
  id: CaseId,
  outcomes: CaseOutcomes,
  environment: CaseEnvironment,
): Promise<Verdict> {
  const test = spec.tests[id.testIndex]
  if (!test) throw new RangeError(`no test ${id.testIndex} in ${spec.file}`)
  const skipped = test.skip ?? (await firstBarrier(outcomes, outcomes.casesBefore(id)))
  const verdict: Verdict = skipped
    ? { status: 'skipped', conditions: [], reason: skipped }
    : await attempts(test.retries + 1, () =>
        runCase(test, workersOf(environment, test.workerIds, id), environment),
      )
  outcomes.settle(id, verdict)
  return verdict
}

/** The first reason, in declared order, why these cases bar what is behind them. */
export async function firstBarrier(
  outcomes: CaseOutcomes,
  cases: readonly CaseId[],
): Promise<string | undefined> {
  for (const id of cases) {
    const reason = await outcomes.barrierOf(id)
    if (reason) return reason
  }
  return undefined
}

/** The workers that a case runs on. */
export function workersOf(
  { cluster }: Pick<CaseEnvironment, 'cluster'>,
  workerIds: readonly string[],
  id: CaseId,
): Worker[] {
  const wanted = id.workerId === undefined ? workerIds : [id.workerId]
  return cluster.workers.filter((worker) => wanted.includes(worker.id))
}

async function attempts(count: number, run: () => Promise<Verdict>): Promise<Verdict> {
  const verdict = await run()
  if (verdict.status === 'pass' || count <= 1) return verdict
  return attempts(count - 1, run)
}

/** Like `Promise.all(items.map(run))` with at most `limit` under way, started in order. */
async function mapInFlight<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length)
  const entries = items.entries()
  const lane = async () => {
    for (const [index, item] of entries) results[index] = await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
  return results
}

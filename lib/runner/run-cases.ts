import type { CheckProgress } from '../checks/check.ts'
import type { Verdict } from '../record/verdict.ts'
import { type CaseId, casesOf } from '../spec/cases.ts'
import { maxCasesInFlight, type Spec } from '../spec/spec.ts'
import { reasonToSkip, runAttempt, skippedVerdict, testOf } from './attempt.ts'
import { CaseOutcomes } from './case-outcomes.ts'
import type { CaseResult } from './case-result.ts'
import type { CaseEnvironment } from './run-case.ts'

export interface CasesEnvironment extends Omit<CaseEnvironment, 'onProgress'> {
  readonly onProgress?: ((id: CaseId, progress: CheckProgress) => void) | undefined
  readonly onResult?: ((result: CaseResult) => void) | undefined
}

/**
 * Runs all cases of a spec without a test runner, in declared order: those of the network in parallel, all
 * others sequentially, because loads must not compete.
 */
export async function runCases(spec: Spec, environment: CasesEnvironment): Promise<CaseResult[]> {
  const outcomes = new CaseOutcomes(spec)
  const limit = spec.stage === 'network' ? maxCasesInFlight : 1
  return mapInFlight(casesOf(spec), limit, async (id) => {
    const { onProgress, onResult, ...rest } = environment
    const verdict = await settleCase(spec, id, outcomes, {
      ...rest,
      ...(onProgress && { onProgress: (progress) => onProgress(id, progress) }),
    })
    const { name, onInconclusive } = testOf(spec, id)
    const warned = verdict.status === 'inconclusive' && onInconclusive === 'warn'
    const { workerId } = id
    const result = {
      test: name,
      ...(workerId !== undefined && { workerId }),
      verdict,
      ...(warned && { warned }),
    }
    onResult?.(result)
    return result
  })
}

async function settleCase(
  spec: Spec,
  id: CaseId,
  outcomes: CaseOutcomes,
  environment: CaseEnvironment,
): Promise<Verdict> {
  const because = await reasonToSkip(spec, id, outcomes)
  const verdict = because
    ? skippedVerdict(because)
    : await attempts((testOf(spec, id).retries ?? 0) + 1, environment.signal, () =>
        runAttempt(spec, id, environment),
      )
  outcomes.settle(id, verdict)
  return verdict
}

async function attempts(
  count: number,
  signal: AbortSignal,
  run: () => Promise<Verdict>,
): Promise<Verdict> {
  if (signal.aborted) return skippedVerdict('the run was stopped before this test began')
  const verdict = await run()
  if (verdict.status === 'pass' || count <= 1 || signal.aborted) return verdict
  return attempts(count - 1, signal, run)
}

/** Like `Promise.all(items.map(run))` with at most `limit` in flight, started in order. */
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

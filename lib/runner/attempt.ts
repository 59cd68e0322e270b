import type { Worker } from '../cluster/cluster.ts'
import type { Verdict } from '../record/verdict.ts'
import type { CaseId } from '../spec/cases.ts'
import type { Spec, SpecTest } from '../spec/spec.ts'
import type { CaseOutcomes } from './case-outcomes.ts'
import { type CaseEnvironment, runCase } from './run-case.ts'

/** The test of a case. */
export function testOf(spec: Spec, { testIndex }: CaseId): SpecTest {
  const test = spec.tests[testIndex]
  if (!test) throw new RangeError(`no test ${testIndex} in ${spec.file}`)
  return test
}

/**
 * Waits for the cases that may block this one.
 * @param takesPart whether a case is run at all: others have no outcome to wait for
 * @returns why it is skipped; undefined if it is not
 */
export async function reasonToSkip(
  spec: Spec,
  id: CaseId,
  outcomes: CaseOutcomes,
  takesPart: (id: CaseId) => boolean = () => true,
): Promise<string | undefined> {
  const { skip } = testOf(spec, id)
  if (skip) return skip
  for (const before of outcomes.casesBefore(id).filter(takesPart)) {
    const reason = await outcomes.barrierOf(before)
    if (reason) return reason
  }
  return undefined
}

/** Runs a case once on its workers, and judges it. */
export function runAttempt(spec: Spec, id: CaseId, environment: CaseEnvironment): Promise<Verdict> {
  const test = testOf(spec, id)
  const workers = workersOf(environment.cluster.workers, test.workerIds, id)
  return runCase(test, workers, environment)
}

export function skippedVerdict(reason: string): Verdict {
  return { status: 'skipped', conditions: [], reason }
}

function workersOf(
  workers: readonly Worker[],
  workerIds: readonly string[],
  { workerId }: CaseId,
): Worker[] {
  const wanted = workerId === undefined ? workerIds : [workerId]
  return workers.filter(({ id }) => wanted.includes(id))
}

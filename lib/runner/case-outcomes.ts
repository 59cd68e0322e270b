import { checkOf } from '../checks/registry.ts'
import type { Measurement } from '../record/measurement.ts'
import type { Verdict } from '../record/verdict.ts'
import type { CaseId } from '../spec/cases.ts'
import type { Spec, SpecTest } from '../spec/spec.ts'

/**
 * Remembers the outcomes of the cases of one file, so that a case after another's failure is skipped with
 * the reason instead of failing a second time for the same cause.
 */
export class CaseOutcomes {
  readonly #spec: Spec
  readonly #barriers = new Map<string, PromiseWithResolvers<string | undefined>>()

  constructor(spec: Spec) {
    this.#spec = spec
  }

  /**
   * Earlier cases of the file whose failure blocks this one: those of its worker, or for a case on several
   * workers those of each.
   */
  casesBefore({ testIndex, workerId }: CaseId): readonly CaseId[] {
    const test = this.#spec.tests[testIndex]
    if (!test || !aimsAtWorker(test)) return []
    const { behind } = checkOf(test.check)
    const own = workerId === undefined ? test.workerIds : [workerId]
    return this.#spec.tests.slice(0, testIndex).flatMap((earlier, index): readonly CaseId[] => {
      if (!behind.includes(earlier.check) || !aimsAtWorker(earlier)) return []
      const shared = earlier.workerIds.filter((id) => own.includes(id))
      if (earlier.runs === 'together') return shared.length > 0 ? [{ testIndex: index }] : []
      return shared.map((id) => ({ testIndex: index, workerId: id }))
    })
  }

  /** Waits until the case has ended; resolves to why it blocks later cases, if it does. */
  barrierOf(id: CaseId): Promise<string | undefined> {
    return this.#entry(id).promise
  }

  /** Records the final verdict of a case. */
  settle(id: CaseId, verdict: Verdict): void {
    this.#entry(id).resolve(this.#barrier(id, verdict))
  }

  #barrier(id: CaseId, verdict: Verdict): string | undefined {
    const test = this.#spec.tests[id.testIndex]
    if (!test) return undefined
    if (verdict.status === 'skipped') return verdict.reason
    const reason = blockedBy(test, verdict.measurement)
    return reason && `because "${test.name}" failed: ${reason}`
  }

  #entry(id: CaseId): PromiseWithResolvers<string | undefined> {
    const key = `${id.testIndex} ${id.workerId ?? ''}`
    const known = this.#barriers.get(key)
    if (known) return known
    const entry = withResolvers<string | undefined>()
    this.#barriers.set(key, entry)
    return entry
  }
}

function blockedBy(test: SpecTest, measurement: Measurement | undefined): string | undefined {
  return measurement && checkOf(test.check).blocks?.(measurement)
}

/** A test with another host or URL shows nothing about the worker. */
function aimsAtWorker(test: SpecTest): boolean {
  return !['host', 'url', 'port', 'name', 'server'].some((key) => test.options[key] !== undefined)
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: PromiseWithResolvers<T>['resolve']
  let reject!: PromiseWithResolvers<T>['reject']
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T | PromiseLike<T>) => void
  readonly reject: (reason?: unknown) => void
}

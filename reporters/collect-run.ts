import type { SerializedError } from 'vitest'
import type { TestCase, TestModule, Vitest } from 'vitest/node'
import type {
  CaseRecord,
  ErrorRecord,
  FileRecord,
  RunRecord,
  WorkerRecord,
} from '../lib/record/run-record.ts'
import type { TestRecord } from '../lib/record/test-record.ts'

/** Turns what Vitest hands to a reporter into a run record. */
export function collectRun(
  vitest: Vitest,
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
  startedMs: number,
): RunRecord {
  const cluster = clusterOf(modules)
  return {
    schemaVersion: 1,
    startedAt: new Date(startedMs).toISOString(),
    durationMs: Date.now() - startedMs,
    ...(cluster && { cluster }),
    files: modules.map(fileRecord),
    errors: [...unhandled, ...vitest.state.getUnhandledErrors()].map(errorRecord).filter(isFirst),
  }
}

function fileRecord(module: TestModule): FileRecord {
  return {
    file: module.relativeModuleId,
    stage: module.project.name,
    durationMs: module.diagnostic().duration,
    errors: [
      ...module.errors(),
      ...[...module.children.allSuites()].flatMap((suite) => suite.errors()),
    ].map(errorRecord),
    cases: [...module.children.allTests()].map((test) => caseRecord(test, module.relativeModuleId)),
  }
}

function caseRecord(test: TestCase, file: string): CaseRecord {
  const result = test.result()
  const diagnostic = test.diagnostic()
  const record = (test.meta() as { clustergate?: TestRecord }).clustergate
  const reason = result.state === 'skipped' ? (result.note ?? record?.verdict.reason) : undefined
  return {
    file,
    ...(test.location && { line: test.location.line }),
    name: test.fullName,
    status: statusOf(test, record),
    durationMs: diagnostic?.duration ?? 0,
    retries: diagnostic?.retryCount ?? 0,
    ...(reason !== undefined && { reason }),
    errors: (result.errors ?? []).map(errorRecord),
    ...(record && { record }),
  }
}

function statusOf(test: TestCase, record: TestRecord | undefined): CaseRecord['status'] {
  const { state } = test.result()
  if (state === 'passed') return 'passed'
  // Pending tests of an interrupted run were not run either.
  if (state !== 'failed') return 'skipped'
  if (record) {
    const { status } = record.verdict
    return status === 'error' || status === 'inconclusive' ? status : 'failed'
  }
  return test.result().errors?.some(({ name }) => name === 'AssertionError') ? 'failed' : 'error'
}

function errorRecord(error: unknown): ErrorRecord {
  const { name, message } = error as Partial<ErrorRecord>
  return { name: name ?? 'Error', message: message ?? String(error) }
}

function isFirst(error: ErrorRecord, index: number, all: readonly ErrorRecord[]): boolean {
  return all.findIndex(({ message }) => message === error.message) === index
}

/** What the stages were told of the cluster, without keys. */
function clusterOf(modules: readonly TestModule[]): RunRecord['cluster'] {
  for (const { project } of modules) {
    const { clustergate } = project.getProvidedContext() as Partial<Provided>
    if (clustergate) {
      const workers = clustergate.cluster.workers.map(({ id, host, port, type, model }) => ({
        id,
        host,
        port,
        type,
        model,
      }))
      return { file: clustergate.cluster.file, workers }
    }
  }
  return undefined
}

interface Provided {
  readonly clustergate: {
    readonly cluster: { readonly file: string; readonly workers: readonly WorkerRecord[] }
  }
}

import type { SerializedError } from 'vitest'
import type { TestModule, TestRunEndReason, Vitest } from 'vitest/node'
import type { RunEnvironment } from '../../lib/record/run/run-environment.ts'
import {
  type CaseRecord,
  type ClusterRecord,
  type ErrorRecord,
  type FileSource,
  type RunRecord,
  type RunSource,
  type WorkerRecord,
  wholeRun,
} from '../../lib/record/run/run-record.ts'
import { fileMeta, mergedNotes, type ShardNote } from '../../lib/record/run/shard-note.ts'
import { caseRecord } from './case-record.ts'
import { errorRecord } from './error-record.ts'

/** Data of Vitest for a reporter at the end of a run. */
export interface FinishedRun {
  readonly vitest: Vitest
  readonly modules: readonly TestModule[]
  readonly unhandled: readonly SerializedError[]
  readonly reason: TestRunEndReason
  readonly startedMs: number
  readonly durationMs: number
  readonly environment?: RunEnvironment
}

/** Converts Vitest's data for a reporter into a run record. */
export function collectRun(
  vitest: Vitest,
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
  { startedMs, durationMs }: Pick<FinishedRun, 'startedMs' | 'durationMs'>,
  reason: TestRunEndReason = 'passed',
): RunRecord {
  return wholeRun(runOf({ vitest, modules, unhandled, reason, startedMs, durationMs }))
}

/** The run in Vitest's memory: each case is converted while iterating. */
export function runOf(finished: FinishedRun): RunSource {
  const { vitest, modules, unhandled, reason } = finished
  const merged = vitest.config.mergeReports ? mergedNotes(shardNotes(modules)) : undefined
  const { startedMs, durationMs, environment } = merged ?? finished
  const cluster = merged?.cluster ?? clusterOf(modules)
  const isInterrupted = reason === 'interrupted'
  const errors = [...unhandled, ...vitest.state.getUnhandledErrors()].map(errorRecord)
  return {
    schemaVersion: 1,
    startedAt: new Date(startedMs).toISOString(),
    durationMs,
    ended: isInterrupted ? 'interrupted' : 'complete',
    ...(environment && { environment }),
    ...(cluster && { cluster }),
    files: modules.map((module) => ({ ...fileRecord(module), cases: casesOf(module) })),
    errors: [...errors.filter(isFirst), ...(isInterrupted ? [interrupted] : [])],
  }
}

/** Data that shards stored with their files. */
function shardNotes(modules: readonly TestModule[]): readonly ShardNote[] {
  return modules.flatMap((module) => fileMeta(module.meta()).clustergateShard ?? [])
}

const interrupted: ErrorRecord = {
  name: 'RunInterrupted',
  message:
    'the run was stopped before its end: tests that are skipped without a reason were not run',
}

/** A file without its cases. */
export function fileRecord(module: TestModule): Omit<FileSource, 'cases'> {
  return {
    file: module.relativeModuleId,
    stage: module.project.name,
    durationMs: module.diagnostic().duration,
    errors: [
      ...module.errors(),
      ...[...module.children.allSuites()].flatMap((suite) => suite.errors()),
    ].map(errorRecord),
  }
}

function casesOf(module: TestModule): Iterable<CaseRecord> {
  return {
    *[Symbol.iterator]() {
      for (const test of module.children.allTests()) yield caseRecord(test)
    },
  }
}

function isFirst(error: ErrorRecord, index: number, all: readonly ErrorRecord[]): boolean {
  return all.findIndex(({ message }) => message === error.message) === index
}

/** The stages' data about the cluster, without keys. */
export function clusterOf(modules: readonly TestModule[]): ClusterRecord | undefined {
  for (const { project } of modules) {
    const { clustergate } = project.getProvidedContext() as Partial<Provided>
    if (clustergate) {
      const workers = clustergate.cluster.workers.map(({ id, host, port, type, model }) => ({
        id,
        host,
        port,
        type,
        ...(model !== undefined && { model }),
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

import type { RunEnvironment } from './run-environment.ts'
import type { ClusterRecord } from './run-record.ts'

/**
 * The data that a run stores with each of its files for a blob report, because Vitest's `--merge-reports`
 * has no other data about where and when its shards ran.
 */
export interface ShardNote {
  readonly startedMs: number
  /** When the file ended. */
  readonly endedMs: number
  readonly environment: RunEnvironment
  readonly cluster: ClusterRecord
}

/** Data that Vitest passes on from a file to the reader of its blob: see `testMeta`. */
export function fileMeta(meta: object): { clustergateShard?: ShardNote } {
  return meta
}

/** From the first start to the last end; where shards differ, the values of each. */
export function mergedNotes(notes: readonly ShardNote[]) {
  const [first] = notes
  if (!first) return undefined
  const startedMs = Math.min(...notes.map((note) => note.startedMs))
  const endedMs = Math.max(...notes.map((note) => note.endedMs))
  const workers = new Map(
    notes.flatMap(({ cluster }) => cluster.workers).map((worker) => [worker.id, worker]),
  )
  return {
    startedMs,
    durationMs: endedMs - startedMs,
    environment: mergedEnvironment(notes.map(({ environment }) => environment)),
    cluster: {
      file: unique(notes.map(({ cluster }) => cluster.file)).join(', '),
      workers: [...workers.values()],
    },
  }
}

function mergedEnvironment(environments: readonly RunEnvironment[]): RunEnvironment {
  const [first] = environments as readonly [RunEnvironment]
  const texts = Object.keys(first).flatMap((key) => {
    const said = environments.map((each) => each[key as keyof RunEnvironment])
    const values = unique(said.filter((value) => typeof value === 'string'))
    return values.length > 1 ? [[key, values.join(', ')]] : []
  })
  return { ...first, ...Object.fromEntries(texts) }
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

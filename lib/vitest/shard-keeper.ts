import type { Reporter, Vitest } from 'vitest/node'
import type { Cluster } from '../cluster/cluster.ts'
import { originOf } from '../history/origin.ts'
import { runEnvironment } from '../record/run/run-environment.ts'
import { fileMeta } from '../record/run/shard-note.ts'

/**
 * Stores the place and the time of a run with each file of a run that writes a blob, for the run that
 * merges the blobs.
 */
export async function noteShards(vitest: Vitest, cluster: Cluster): Promise<void> {
  if (!isBlobWritten(vitest)) return
  const startedMs = Date.now()
  // By the monotonic clock: the wall clock may jump meanwhile.
  const beganMs = performance.now()
  const { root } = vitest.config
  const origin = await originOf(root, process.env)
  const environment = runEnvironment(origin, { vitest: vitest.version, root }, process.env)
  const workers = cluster.workers.map(({ id, host, port, type, model }) => ({
    id,
    host,
    port,
    type,
    ...(model !== undefined && { model }),
  }))
  const keeper: Reporter = {
    // Blobs are written at the end of the run.
    onTestModuleEnd(module) {
      fileMeta(module.meta()).clustergateShard = {
        startedMs,
        endedMs: startedMs + performance.now() - beganMs,
        environment,
        cluster: { file: cluster.file, workers },
      }
    },
  }
  const { reporters } = vitest as unknown as { reporters: Reporter[] }
  reporters.push(keeper)
}

function isBlobWritten({ config }: Vitest): boolean {
  return config.reporters.some((each) => (Array.isArray(each) ? each[0] : each) === 'blob')
}

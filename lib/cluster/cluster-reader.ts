import { readFile } from 'node:fs/promises'
import type { Cluster } from './cluster.ts'
import { loadCluster } from './load-cluster.ts'

/**
 * Reads a cluster file for each spec of a run, but parses it only if its text has changed.
 * @param env where `${NAME}` in the file is looked up
 * @returns as `loadCluster`
 */
export function clusterReader(
  env: Readonly<Record<string, string | undefined>>,
): (file: string) => Promise<Cluster> {
  let known: { readonly file: string; readonly text: string; readonly cluster: Cluster } | undefined
  return async (file) => {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text !== undefined && known?.file === file && known.text === text) return known.cluster
    const cluster = await loadCluster(file, env)
    if (text !== undefined) known = { file, text, cluster }
    return cluster
  }
}

/** For all parts of a run, which read the same file: the plugin in each project of Vitest, and the session of the run. */
export const readClusterOfRun = clusterReader(process.env)

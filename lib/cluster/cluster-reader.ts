import { resolve } from 'node:path'
import type { Cluster } from './cluster.ts'
import { clusterDocument, parseCluster, readClusterText } from './load-cluster.ts'
import { embedded } from './read/embedded-cluster.ts'

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
    const path = resolve(file)
    const text = await readClusterText(path)
    if (known?.file === file && known.text === text) return known.cluster
    const cluster = embeddedOf(path, text) ?? parseCluster(clusterDocument(path, text), env)
    known = { file, text, cluster }
    return cluster
  }
}

/** The embedded cluster comes parsed, which was a tenth of what the plugin added to a start. */
function embeddedOf(file: string, text: string): Cluster | undefined {
  return text === embedded.text ? { file, ...JSON.parse(embedded.cluster) } : undefined
}

/** For all parts of a run, which read the same file: the plugin in each project of Vitest, and the session of the run. */
export const readClusterOfRun = clusterReader(process.env)

import type { Cluster } from '../../cluster/cluster.ts'
import { loadClusterWithFiles } from '../../cluster/load-cluster.ts'
import { locateClusterOf } from '../../cluster/locate-cluster.ts'
import { collectSecrets } from '../../cluster/secret.ts'
import { targetLine } from '../../cluster/target.ts'
import { startCluster } from '../../runner/cluster-of-run.ts'

/** The cluster of a command; its simulated workers end with it. */
export interface ClusterUnderTest extends AsyncDisposable {
  readonly cluster: Cluster
  /** Texts that must not leave the process. */
  readonly secrets: readonly string[]
}

/**
 * Reads the cluster file, prints the target, and starts its simulated workers.
 * @param config the file that the user named; undefined: `$CLUSTERGATE_CLUSTER`, else the embedded cluster
 * @param say prints the target, beside the results
 * @throws UserError with all problems of the file
 */
export async function openCluster(
  config: string | undefined,
  say: (words: string) => void,
): Promise<ClusterUnderTest> {
  const loaded = await loadClusterWithFiles(locateClusterOf(config, process.env), process.env)
  say(targetLine(loaded))
  const { cluster, [Symbol.asyncDispose]: close } = await startCluster(loaded)
  const secrets = collectSecrets(cluster, process.env)
  return { cluster, secrets, [Symbol.asyncDispose]: close }
}

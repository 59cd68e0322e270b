import { checkCatalog } from '../../checks/catalog.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { loadCluster } from '../../cluster/load-cluster.ts'
import { locateClusterOf } from '../../cluster/locate-cluster.ts'
import type { ModuleSpec } from '../../slo/page/page.ts'
import { readSlos } from '../../slo/read-slos.ts'
import type { SloSuite } from '../../slo/slo.ts'
import { findSpecFiles } from '../../slo/spec-files.ts'
import { slashedPath } from '../../source/slashed-path.ts'
import { stageOf } from '../../spec/stage.ts'

export interface DeclaredSlos {
  readonly suites: readonly SloSuite[]
  readonly modules: readonly ModuleSpec[]
  /** The cluster for which the specs were read. */
  readonly cluster: Cluster
}

/**
 * The SLOs that specs declare, without sending anything.
 * @param paths files and folders, from the working directory
 * @param config the cluster file that the user named
 * @throws UserError with all problems of the files
 */
export async function declaredSlos(
  paths: readonly string[],
  config: string | undefined,
): Promise<DeclaredSlos> {
  const root = process.cwd()
  const cluster = await loadCluster(locateClusterOf(config, process.env), process.env)
  const { yaml, typescript } = findSpecFiles(paths)
  const environment = { cluster, catalog: checkCatalog, env: process.env, root }
  return {
    suites: readSlos(yaml, environment),
    modules: typescript.flatMap((file) => {
      // Specs outside the folders of the stages are not run.
      const stage = stageOf(file)
      return stage ? { file: slashedPath(root, file), stage } : []
    }),
    cluster,
  }
}

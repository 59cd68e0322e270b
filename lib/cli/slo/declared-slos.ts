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
  /** That the specs were read for. */
  readonly cluster: Cluster
}

/**
 * What specs declare, without sending anything.
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
      // Outside the folders of the stages none is run.
      const stage = stageOf(file)
      return stage ? { file: slashedPath(root, file), stage } : []
    }),
    cluster,
  }
}

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import { checkCatalog } from '../checks/catalog.ts'
import { loadCluster } from '../cluster/load-cluster.ts'
import { locateCluster } from '../cluster/locate-cluster.ts'
import { readSpec } from '../spec/read-spec.ts'
import { stages } from '../spec/spec.ts'
import { neverCache } from './module-cache.ts'
import { plainError } from './plain-error.ts'
import { type ClustergateOptions, type PluginApi, pluginName } from './plugin-api.ts'
import { generateSpecModule } from './spec-module.ts'
import { stageProjects } from './stage-projects.ts'

/**
 * The Vitest plugin: collects YAML specs, runs the stages network, balancer and perf in this order,
 * and starts the embedded cluster where no other is named.
 */
export function clustergate(options: ClustergateOptions = {}): Plugin<PluginApi> {
  const specs = (options.specs ?? 'specs').replace(/\/+$/, '')
  let root = process.cwd()
  let clusterFile = ''
  return {
    name: pluginName,
    enforce: 'pre',
    api: { options },

    config(config) {
      root = resolve(config.test?.root ?? config.root ?? process.cwd())
      clusterFile = locateCluster(options.cluster, root, process.env)
      // Vitest reads the configuration once more for each project.
      if (stages.some((stage) => stage === config.test?.name)) return
      const files = { setupFile: sibling('setup'), globalSetupFile: sibling('global-setup') }
      return {
        test: {
          projects: stageProjects({ root, specs, ...files }),
          // Vite would append ours to the user's own.
          ...(!config.test?.reporters && {
            reporters: ['default', packaged('../../reporters/terminal')],
          }),
          forceRerunTriggers: [clusterFile],
        },
      }
    },

    // A cluster file that cannot be read stops the run here, before it has begun, with its own words alone.
    async configureVitest(context) {
      neverCache(context, isYamlSpec)
      await loadCluster(clusterFile, process.env).catch((error: unknown) => {
        throw plainError(error)
      })
    },

    load(id) {
      if (isYamlSpec(id)) return readFileSync(id, 'utf8')
    },

    async transform(source, id) {
      if (!isYamlSpec(id)) return
      this.addWatchFile(clusterFile)
      const cluster = await loadCluster(clusterFile, process.env)
      const spec = readSpec(
        { file: id, text: source },
        {
          ...{ cluster, catalog: checkCatalog, env: process.env, root },
          onFile: (file) => this.addWatchFile(file),
        },
      )
      return generateSpecModule(spec, source, sibling('spec-runtime'))
    },
  }
}

function isYamlSpec(id: string): boolean {
  return /\.spec\.ya?ml$/.test(id)
}

/** Path of a module beside this one, in the sources or in the build. */
function sibling(name: string): string {
  return packaged(`./${name}`)
}

function packaged(path: string): string {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  return fileURLToPath(new URL(path + extension, import.meta.url))
}

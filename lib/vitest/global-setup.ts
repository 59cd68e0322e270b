import type { TestProject } from 'vitest/node'
import { locateCluster } from '../cluster/locate-cluster.ts'
import { stages } from '../spec/spec.ts'
import { type PluginApi, pluginName } from './plugin-api.ts'
import type { GateState } from './run-context.ts'
import { Session } from './session.ts'

/** Vitest calls this in the main process, once per stage that takes part in the run. */
export default async function setup(project: TestProject): Promise<void> {
  const { root } = project.config
  const { options } = pluginApi(project)
  const session = await Session.of(project.vitest, {
    clusterFile: locateCluster(options.cluster, root, process.env),
    preflight: async (cluster) => {
      // Loads all checks, which a run of the network stage alone does not need in this process.
      const { runPreflight } = await import('./preflight.ts')
      const gate = await runPreflight({ cluster, root, specs: options.specs ?? 'specs' })
      // To standard error, since a reporter may own the standard output.
      project.vitest.logger.error(` preflight: the network gate is ${gateInWords(gate)}`)
      return gate
    },
  })
  const stage = stages.find((name) => name === project.name)
  if (!stage) throw new Error(`the project ${project.name} is no stage of clustergate`)
  await session.provideTo(project, stage)
}

function gateInWords(gate: GateState): string {
  if (!gate.open) return 'closed'
  return gate.pingMethods ? `open (ping ${gate.pingMethods.join('; ')})` : 'open'
}

function pluginApi(project: TestProject): PluginApi {
  const plugin = project.vite.config.plugins.find(({ name }) => name === pluginName)
  if (!plugin?.api)
    throw new Error('the plugin clustergate is not among the plugins of this project')
  return plugin.api as PluginApi
}

import type { TestProject } from 'vitest/node'
import { stages } from '../spec/spec.ts'
import { type PluginApi, pluginName } from './plugin-api.ts'
import { sessionOf } from './session.ts'

/** Vitest calls this in the main process, once per stage that takes part in the run. */
export default async function setup(project: TestProject): Promise<void> {
  const { root } = project.config
  const { cluster, specs = 'specs' } = pluginApi(project).options
  const session = await sessionOf(project.vitest, { cluster, root, specs })
  const stage = stages.find((name) => name === project.name)
  if (!stage) throw new Error(`the project ${project.name} is not a stage of clustergate`)
  await session.provideTo(project, stage)
}

function pluginApi(project: TestProject): PluginApi {
  const plugin = project.vite.config.plugins.find(({ name }) => name === pluginName)
  if (!plugin?.api)
    throw new Error('the plugin clustergate is not among the plugins of this project')
  return plugin.api as PluginApi
}

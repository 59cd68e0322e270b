import { basename } from 'node:path'
import type { TestProjectConfiguration, ViteUserConfig } from 'vitest/config'

/** Vitest's naming rule for a configuration file that is a project. */
const projectFile = /^vite(?:st)?(?:\.[\w-]+)?\.config\./

interface Projects {
  /** Of the project's own tests. */
  readonly name?: NonNullable<NonNullable<ViteUserConfig['test']>['name']>
  readonly projects: TestProjectConfiguration[]
}

/**
 * The projects of a run: the stages beside the project's own tests, which Vitest ignores as soon as there
 * are projects. If the user defines projects, these are its tests, and Vitest appends the stages to them.
 */
export function withUnitTests(
  config: ViteUserConfig,
  stages: readonly TestProjectConfiguration[],
): Projects {
  if (config.test?.projects) return { projects: [...stages] }
  const name = config.test?.name ?? 'unit'
  return { name, projects: [unitProject(config, name), ...stages] }
}

/**
 * By its path, Vitest uses the root configuration unchanged, including the command line; by no other name.
 */
function unitProject(
  config: ViteUserConfig,
  name: NonNullable<Projects['name']>,
): TestProjectConfiguration {
  const { configFile } = config as { readonly configFile?: string | false }
  const isProjectFile = configFile && projectFile.test(basename(configFile))
  return isProjectFile ? configFile : { extends: true, test: { name } }
}

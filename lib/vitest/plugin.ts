import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Plugin } from 'vitest/config'
import type { TestProject, Vitest } from 'vitest/node'
import { checkCatalog } from '../checks/catalog.ts'
import { readClusterOfRun } from '../cluster/cluster-reader.ts'
import { locateCluster } from '../cluster/locate-cluster.ts'
import { packagedModule } from '../cluster/packaged-file.ts'
import { checkOptions } from '../source/check-options.ts'
import { nearestName } from '../source/nearest-name.ts'
import { shownFile, UserError } from '../source/user-error.ts'
import { readSpecOnce } from '../spec/read-spec-once.ts'
import { type SpecFile, specFiles } from '../spec/spec-files.ts'
import { readSpecText } from '../spec/spec-text.ts'
import { rerunTriggers } from './collect/changed-files.ts'
import { neverCache } from './collect/module-cache.ts'
import { generateSpecModule } from './collect/spec-module.ts'
import { hasWorkerTitles, workerTitles } from './collect/worker-titles.ts'
import { plainError } from './plain-error.ts'
import { type ClustergateOptions, optionTypes, type PluginApi, pluginName } from './plugin-api.ts'
import { holdStage, leaveSpecsOut } from './stages/hold-stage.ts'
import { RunGate } from './stages/run-gate.ts'
import { type StageModules, stageOfProject, stageProjects } from './stages/stage-projects.ts'
import { withUnitTests } from './stages/unit-projects.ts'

/**
 * The Vitest plugin: collects YAML specs, runs the stages network, balancer and perf in this order, and
 * starts the embedded cluster if no other is named.
 * @throws UserError for options that are unknown or undefined
 * @example
 * export default defineConfig({ plugins: [clustergate({ cluster: 'config/my_workers.json' })] })
 */
export function clustergate(options: ClustergateOptions = {}): Plugin[] {
  plainly(() => checkOptions('the plugin clustergate', options, optionTypes))
  const modules: StageModules = {
    setupFile: packagedModule('lib/vitest/setup'),
    globalSetupFile: packagedModule('lib/vitest/global-setup'),
  }
  permitVariables(options.env)
  let folder = { root: process.cwd(), specs: options.specs ?? 'specs' }
  let clusterFile = ''
  let listed: readonly SpecFile[] | undefined
  const files = () => (listed ??= specFiles(folder))
  const stagesPlugin: Plugin<PluginApi> = {
    name: pluginName,
    enforce: 'pre',
    api: { options },

    // Vitest reads the configuration again for a project that extends it, and ignores projects there.
    config(config) {
      const root = resolve(config.test?.root ?? config.root ?? process.cwd())
      const isStage = [config.test?.globalSetup].flat().includes(modules.globalSetupFile)
      folder = { ...folder, root }
      clusterFile = plainly(() => locateCluster(options.cluster, root, process.env))
      if (options.specs !== undefined) plainly(() => checkFolder(resolve(root, folder.specs)))
      // The list of the root configuration, a moment ago, is also that of the stages whose plugin this is.
      if (!isStage) listed = undefined
      const specs = plainly(files)
      return {
        test: {
          ...withUnitTests(config, stageProjects(folder, specs, modules)),
          // Vite would append ours to the user's own.
          ...(!config.test?.reporters && {
            reporters: ['default', packagedModule('reporters/terminal')],
          }),
          forceRerunTriggers: [clusterFile],
        },
      }
    },

    async configureVitest(context) {
      const { vitest, project } = context
      neverCache(context, ({ id, sourceCode }) => isYamlSpec(id) || hasWorkerTitles(id, sourceCode))
      plainly(() => checkPlace(vitest, project))
      RunGate.of(vitest).joinReporters(modules, folder)
      const stage = stageOfProject(project, modules)
      if (stage) holdStage(project, stage, folder, files(), modules)
      else leaveSpecsOut(project, folder, files())
      // An unreadable cluster file stops the run before it has begun, with only its own message.
      const cluster = await readClusterOfRun(clusterFile).catch((error: unknown) => {
        throw plainError(error)
      })
      const { changed, related, forceRerunTriggers } = vitest.config
      if (changed || related?.length) {
        forceRerunTriggers.push(...rerunTriggers({ root: folder.root, files: files(), cluster }))
      }
    },

    load(id) {
      if (isYamlSpec(id)) return readSpecText(id, folder.root)
    },

    async transform(source, id) {
      if (!isYamlSpec(id)) return
      this.addWatchFile(clusterFile)
      const cluster = await readClusterOfRun(clusterFile)
      const spec = readSpecOnce(
        { file: id, text: source },
        {
          cluster,
          catalog: checkCatalog,
          env: process.env,
          root: folder.root,
          onFile: (file) => this.addWatchFile(file),
        },
      )
      return generateSpecModule(spec, source, packagedModule('lib/vitest/collect/spec-runtime'))
    },
  }
  const workerIds = async (onFile: (file: string) => void) => {
    onFile(clusterFile)
    const { workers } = await readClusterOfRun(clusterFile)
    return workers.map(({ id }) => id)
  }
  return [stagesPlugin, workerTitles(workerIds)]
}

/** For this process and those of the tests, which inherit its environment. */
function permitVariables(names: readonly string[] = []): void {
  if (names.length === 0) return
  const permitted = process.env.CLUSTERGATE_ENV?.split(/[\s,]+/) ?? []
  process.env.CLUSTERGATE_ENV = [...new Set([...permitted, ...names])].filter(Boolean).join(',')
}

/** Runs code that may find a mistake of the user, whose message is then all that Vitest prints. */
function plainly<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw plainError(error)
  }
}

/** @throws UserError if the folder of the specs does not exist: the run would pass without them */
function checkFolder(folder: string): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  const beside = existsSync(parent) ? readdirSync(parent) : []
  const suggestion = nearestName(basename(folder), beside)
  throw new UserError([
    {
      code: 'specs_missing',
      message: `there is no folder ${shownFile(folder)}, which the option \`specs\` of the plugin clustergate names`,
      expected: "the folder of the specs, from Vitest's root",
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}

/**
 * @throws UserError in a project of a monorepo: the stages are projects, which only the root of a run can
 * have
 */
function checkPlace(vitest: Vitest, { vite }: TestProject): void {
  const { configFile } = vite.config
  const root = vitest.vite.config
  if (!configFile || configFile === root.configFile) return
  const specs = shownFile(resolve(dirname(configFile), 'specs'))
  throw new UserError([
    {
      code: 'plugin_in_project',
      message: `the plugin clustergate is in ${shownFile(configFile)}, the configuration of a project, where its stages would not run`,
      expected: [
        `\`clustergate({ specs: '${specs}' })\` in the \`plugins\` of ${root.configFile ? shownFile(root.configFile) : 'the root configuration'}`,
        `or a separate run: \`npx vitest run --root ${shownFile(dirname(configFile))}\``,
      ].join(', '),
    },
  ])
}

function isYamlSpec(id: string): boolean {
  return /\.spec\.ya?ml$/.test(id)
}

import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { slashedPath } from '../../source/slashed-path.ts'
import { shownFile } from '../../source/user-error.ts'
import { stages } from '../../spec/spec.ts'
import { type PluginApi, pluginName } from '../../vitest/plugin-api.ts'
import type { CheckUp } from './finding.ts'

export interface ProjectFindings {
  readonly findings: readonly CheckUp[]
  /** The cluster file that the plugin's options name. */
  readonly cluster: string | undefined
}

/** The part of Vitest's node API that is used, the same in 4 and 5. */
interface VitestNode {
  createVitest(mode: 'test', options: object): Promise<RunningVitest>
}

interface RunningVitest {
  readonly vite: {
    readonly config: {
      readonly root: string
      readonly configFile?: string | false
      readonly plugins: readonly { readonly name: string; readonly api?: unknown }[]
    }
  }
  globTestSpecifications(): Promise<
    { readonly moduleId: string; readonly project: { readonly name: string } }[]
  >
  close(): Promise<void>
}

/** Whether Vitest would run here what the user expects: asked of their own Vitest, which runs nothing. */
export async function lookAtProject(folder: string): Promise<ProjectFindings> {
  const path = vitestPath(folder)
  if (path === undefined) return { findings: [], cluster: undefined }
  let vitest: RunningVitest
  try {
    const vitestNode: VitestNode = await import(pathToFileURL(path).href)
    vitest = await vitestNode.createVitest('test', {
      root: folder,
      watch: false,
      reporters: ['default'],
    })
  } catch (error) {
    const words = `Vitest does not start: ${(error as Error).message}`
    return {
      findings: [problem(words, 'fix the configuration, and run `clustergate doctor` again')],
      cluster: undefined,
    }
  }
  try {
    return await findingsOf(vitest)
  } finally {
    await vitest.close()
  }
}

/** Undefined if it is not installed, which is a finding about the machine already. */
function vitestPath(folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve('vitest/node')
  } catch {
    // Not installed where this project would find it.
    return undefined
  }
}

async function findingsOf(vitest: RunningVitest): Promise<ProjectFindings> {
  const { config } = vitest.vite
  const plugin = config.plugins.find(({ name }) => name === pluginName)
  const file = config.configFile ? shownFile(config.configFile) : undefined
  if (!plugin) return { findings: [withoutPlugin(file)], cluster: undefined }
  const { options } = plugin.api as PluginApi
  const specifications = await vitest.globTestSpecifications()
  const specs = options.specs ?? 'specs'
  const findings = [
    ok(`the plugin is in ${file}`),
    ...clusterFindings(options.cluster),
    ...stages.map((stage) => stageFinding(stage, specifications, specs)),
    ...leftOut(config.root, new Set(specifications.map(({ moduleId }) => moduleId))),
  ]
  const cluster = options.cluster === undefined ? undefined : join(config.root, options.cluster)
  return { findings, cluster }
}

function withoutPlugin(file: string | undefined): CheckUp {
  return file === undefined
    ? problem('there is no configuration of Vitest here, so no spec runs', '`npx clustergate init`')
    : problem(
        `the plugin is not in ${file}, so no spec runs`,
        `in ${file}: \`import clustergate from 'clustergate'\` and \`plugins: [clustergate()]\``,
      )
}

function clusterFindings(configured: string | undefined): CheckUp[] {
  const { CLUSTERGATE_CLUSTER: variable } = process.env
  if (!variable || variable === configured) return []
  const instead = configured === undefined ? 'the embedded cluster' : configured
  return [
    {
      area: 'project',
      status: 'warning',
      words: `CLUSTERGATE_CLUSTER is set: runs use ${variable} instead of ${instead}`,
      remedy: 'unset it where that is not meant: `unset CLUSTERGATE_CLUSTER`',
    },
  ]
}

function stageFinding(
  stage: string,
  specifications: readonly { readonly project: { readonly name: string } }[],
  specs: string,
): CheckUp {
  const { length } = specifications.filter(({ project }) => project.name === stage)
  if (length > 0) return ok(`stage ${stage}: ${length} spec ${length === 1 ? 'file' : 'files'}`)
  const remedy = `put specs into ${specs}/${stage}; \`npx clustergate init\` writes some where there are none`
  return { area: 'project', status: 'warning', words: `stage ${stage}: no spec files`, remedy }
}

/** Vitest's default pattern for tests, and our specs. */
const testFile = /\.(?:test|spec)\.(?:[cm]?[jt]sx?|ya?ml)$/
const skippedFolders = /^(?:node_modules|dist|\..*)$/

/** Tests and specs of the folder that no run of this configuration includes. */
function leftOut(root: string, taken: ReadonlySet<string>): CheckUp[] {
  const files = testFilesIn(root).filter((file) => !taken.has(slashed(file)))
  if (files.length === 0) return []
  const shown = files.slice(0, 5).map((file) => slashedPath(root, file))
  const more = files.length > shown.length ? ` and ${files.length - shown.length} more` : ''
  return [
    {
      area: 'project',
      status: 'warning',
      words: `not run by this configuration: ${shown.join(', ')}${more}`,
      remedy:
        'move specs into a folder of a stage (`specs/network`, `specs/balancer`, `specs/perf`); give unit tests a separate configuration: `vitest --config vitest.unit.config.ts`',
    },
  ]
}

function testFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    // The working copy of another project is ignored.
    const isOther = existsSync(join(path, '.git'))
    if (entry.isDirectory())
      return skippedFolders.test(entry.name) || isOther ? [] : testFilesIn(path)
    return entry.isFile() && testFile.test(entry.name) ? [path] : []
  })
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/')
}

function ok(words: string): CheckUp {
  return { area: 'project', status: 'ok', words }
}

function problem(words: string, remedy: string): CheckUp {
  return { area: 'project', status: 'problem', words, remedy }
}

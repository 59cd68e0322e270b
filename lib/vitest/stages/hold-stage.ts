import type { TestProject, Vitest } from 'vitest/node'
import { slashedPath } from '../../source/slashed-path.ts'
import { type Stage, stages } from '../../spec/spec.ts'
import { patternsOf, patternsOfAll, type SpecFile, type SpecFolder } from '../../spec/spec-files.ts'
import { type StageModules, stageOfProject } from './stage-projects.ts'

/**
 * Sets the required options of a stage, whatever the configuration and the command line are: Vitest appends
 * the files of the root configuration to those of a project, and lets `--sequence.*`, `--fileParallelism`
 * and `--maxWorkers` override those of a project.
 */
export function holdStage(
  project: TestProject,
  stage: Stage,
  folder: SpecFolder,
  files: readonly SpecFile[],
  modules: StageModules,
): void {
  const { config, vitest } = project
  const { include, exclude } = patternsOf(stage, folder, files)
  Object.assign(config, {
    dir: folder.root,
    include,
    exclude,
    includeSource: [],
    setupFiles: [modules.setupFile],
    globalSetup: [modules.globalSetupFile],
  })
  Object.assign(config.sequence, {
    groupOrder: lastGroupOfOthers(vitest, modules) + stages.indexOf(stage) + 1,
    // Tests wait for earlier ones, and loads must not compete.
    shuffle: false,
    concurrent: false,
  })
  if (stage === 'network') return
  Object.assign(config, { fileParallelism: false, maxWorkers: 1 })
}

/**
 * The stages come last, and never in group 0: Vitest moves that after the others if there is one worker.
 */
function lastGroupOfOthers({ projects }: Vitest, modules: StageModules): number {
  const others = projects.filter((project) => stageOfProject(project, modules) === undefined)
  return Math.max(0, ...others.map(({ config }) => config.sequence.groupOrder))
}

/** Excludes the specs outside the stages, where there is no cluster and no gate. */
export function leaveSpecsOut(
  { config }: TestProject,
  folder: SpecFolder,
  files: readonly SpecFile[],
): void {
  const start = slashedPath(config.dir || config.root, folder.root)
  const prefix = start === '' ? '' : `${start}/`
  config.exclude.push(...patternsOfAll(folder, files).map((pattern) => prefix + pattern))
}

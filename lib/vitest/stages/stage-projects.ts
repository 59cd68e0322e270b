import type { TestProjectInlineConfiguration } from 'vitest/config'
import { defaultTimeoutMs, maxCasesInFlight, type Stage, stages } from '../../spec/spec.ts'
import { patternsOf, type SpecFile, type SpecFolder } from '../../spec/spec-files.ts'

export interface StageModules {
  readonly setupFile: string
  readonly globalSetupFile: string
}

/**
 * The stages as Vitest projects; `holdStage` sets their order and the options that they must not inherit.
 */
export function stageProjects(
  folder: SpecFolder,
  files: readonly SpecFile[],
  modules: StageModules,
): TestProjectInlineConfiguration[] {
  // Each project costs Vitest some time, about 30 ms, so a stage without specs has none.
  const used = stages.filter(
    (stage) => stage === 'network' || files.some((file) => file.stage === stage),
  )
  return used.map((stage) => ({
    extends: true,
    test: {
      name: stage,
      ...patternsOf(stage, folder, files),
      setupFiles: [modules.setupFile],
      globalSetup: [modules.globalSetupFile],
      environment: 'node',
      browser: { enabled: false },
      typecheck: { enabled: false },
      // One process for all: probing needs no isolation and starts eight times as fast without it.
      pool: 'threads',
      isolate: false,
      // Reports name the line of each test.
      includeTaskLocation: true,
      maxConcurrency: maxCasesInFlight,
      // The time limit of a test in YAML.
      testTimeout: defaultTimeoutMs(stage),
      // The retries of the unit tests would hide a network that fails now and then.
      retry: 0,
      // Loads must not compete: only the network stage runs files in parallel.
      fileParallelism: stage === 'network',
    },
  }))
}

/** The stage of a project, by its name and our module in it: a user may name a project like a stage. */
export function stageOfProject(
  { name, config }: { readonly name: string; readonly config: { globalSetup: string[] | string } },
  { globalSetupFile }: StageModules,
): Stage | undefined {
  if (![config.globalSetup].flat().includes(globalSetupFile)) return undefined
  return stages.find((stage) => stage === name)
}

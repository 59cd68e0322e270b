import type { TestProjectInlineConfiguration } from 'vitest/config'
import { defaultTimeoutMs, maxCasesInFlight, type Stage, stages } from '../../spec/spec.ts'
import { patternsOf, type SpecFile, type SpecFolder } from '../../spec/spec-files.ts'

export interface StageModules {
  readonly setupFile: string
  readonly globalSetupFile: string
}

/** The stages as Vitest projects; their order and what they may not inherit is in `holdStage`. */
export function stageProjects(
  folder: SpecFolder,
  files: readonly SpecFile[],
  modules: StageModules,
): TestProjectInlineConfiguration[] {
  // Each project costs Vitest a quarter of a second, so a stage without specs is none.
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
      // One process for all: probing needs no isolation and starts eight times as fast without.
      pool: 'threads',
      isolate: false,
      // Reports name the line of each test.
      includeTaskLocation: true,
      maxConcurrency: maxCasesInFlight,
      // As long as a test in YAML may take.
      testTimeout: defaultTimeoutMs(stage),
      // That of the unit tests would hide a network that fails now and then.
      retry: 0,
      // Load must not compete with load: only the network stage runs files side by side.
      fileParallelism: stage === 'network',
    },
  }))
}

/** The stage that a project is, by its name and our module in it: a user may name a project like a stage. */
export function stageOfProject(
  { name, config }: { readonly name: string; readonly config: { globalSetup: string[] | string } },
  { globalSetupFile }: StageModules,
): Stage | undefined {
  if (![config.globalSetup].flat().includes(globalSetupFile)) return undefined
  return stages.find((stage) => stage === name)
}

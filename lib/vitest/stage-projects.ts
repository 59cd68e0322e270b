import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { slashedPath } from '../source/slashed-path.ts'
import { defaultTimeoutMs, maxCasesInFlight, type Stage, stages } from '../spec/spec.ts'
import { declaredStage, stageOf } from '../spec/stage.ts'

const specFilePattern = '**/*.spec.{yaml,yml,ts,mts,js,mjs}'

export interface StageProjectOptions {
  readonly root: string
  /** Folder of the specs, relative to the root. */
  readonly specs: string
  readonly setupFile: string
  readonly globalSetupFile: string
}

/** The stages as Vitest projects that run one after the other. */
export function stageProjects(options: StageProjectOptions): TestProjectInlineConfiguration[] {
  const strays = straySpecs(options)
  const isUsed = (stage: Stage) => hasSpecs(options, stage) || strays.in(stage).length > 0
  // Each project costs Vitest a quarter of a second, so a stage without specs is none.
  const used = stages.filter((stage) => stage === 'network' || isUsed(stage))
  return used.map((stage) => ({
    extends: true,
    test: {
      name: stage,
      include: [`${options.specs}/${stage}/${specFilePattern}`, ...strays.in(stage)],
      exclude: ['**/node_modules/**', ...strays.notIn(stage)],
      setupFiles: [options.setupFile],
      globalSetup: [options.globalSetupFile],
      // One process for all: probing needs no isolation and starts eight times as fast without.
      pool: 'threads',
      isolate: false,
      // Reports name the line of each test.
      includeTaskLocation: true,
      maxConcurrency: maxCasesInFlight,
      // As long as a test in YAML may take.
      testTimeout: defaultTimeoutMs(stage),
      // Load must not compete with load: only the network stage runs files side by side.
      fileParallelism: stage === 'network',
      // Counted from 1: Vitest moves group 0 behind the others when there is one worker.
      sequence: { groupOrder: stages.indexOf(stage) + 1, shuffle: false },
    },
  }))
}

/** YAML specs whose `stage:` differs from the folder's name, and those outside of the stage folders. */
function straySpecs({ root, specs }: StageProjectOptions) {
  const strays = listFiles(join(root, specs))
    .filter((file) => /\.spec\.ya?ml$/.test(file))
    .flatMap((file) => {
      // One that no stage claims is collected all the same, so that it fails with these words.
      const stage = declaredStage(readFileSync(file, 'utf8')) ?? stageOf(file) ?? 'network'
      const path = slashedPath(root, file)
      return isStray(path, specs, stage) ? [{ path, stage }] : []
    })
  return {
    in: (stage: Stage) => strays.filter((stray) => stray.stage === stage).map(({ path }) => path),
    notIn: (stage: Stage) =>
      strays.filter((stray) => stray.stage !== stage).map(({ path }) => path),
  }
}

function hasSpecs({ root, specs }: StageProjectOptions, stage: Stage): boolean {
  return listFiles(join(root, specs, stage)).some((file) => /\.spec\.(?:ya?ml|m?[jt]s)$/.test(file))
}

function isStray(path: string, specs: string, stage: Stage): boolean {
  return !path.startsWith(`${specs}/${stage}/`)
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

import type { TestProject, Vitest } from 'vitest/node'
import type { Cluster } from '../cluster/cluster.ts'
import type { GateState } from '../runner/gate.ts'
import type { Stage } from '../spec/spec.ts'
import { RunGate } from './stages/run-gate.ts'

/** Provides the stages of a Vitest process with their cluster and gate. */
export interface StageProvider {
  provideTo(project: TestProject, stage: Stage): Promise<void>
}

/** Makes a Vitest that runs only network specs use a cluster that is started already. */
export function shareCluster(vitest: Vitest, cluster: Cluster): void {
  const { file: gateFile, progressFile } = RunGate.of(vitest)
  const provider: StageProvider = {
    provideTo: async (project, stage) =>
      project.provide('clustergate', { stage, cluster, gate: open, gateFile, progressFile }),
  }
  sessions.set(vitest, Promise.resolve(provider))
}

const open: GateState = { open: true }

// On globalThis, because Vite evaluates this module once per project.
const key = Symbol.for('clustergate.sessions')
const registry = globalThis as { [key]?: WeakMap<Vitest, Promise<StageProvider>> }
registry[key] ??= new WeakMap()

/** The sessions of this process, each with its Vitest. */
export const sessions = registry[key]

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject, Vitest } from 'vitest/node'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { loadCluster } from '../cluster/load-cluster.ts'
import { resolveSecret } from '../cluster/secret.ts'
import { type ClusterThread, startClusterThread } from '../simulator/cluster-thread.ts'
import type { Stage } from '../spec/spec.ts'
import { printFailuresByCause } from './failures-by-cause.ts'
import { closeGateOnNetworkFailure } from './gate-keeper.ts'
import { ProgressDisplay } from './progress-display.ts'
import type { GateState } from './run-context.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface SessionOptions {
  readonly clusterFile: string
  /** Called at most once per run, when a stage behind the gate takes part in it. */
  readonly preflight: (cluster: Cluster) => Promise<GateState>
}

/**
 * What all stages of one Vitest process share: the cluster under test, with its simulated workers
 * started, and the gate. It ends with the process, and begins anew with each run of watch mode.
 */
export class Session {
  readonly #options: SessionOptions
  readonly #folder = temporaryFolder()
  readonly #gateFile = join(this.#folder, 'gate-closed')
  readonly #progressFile = join(this.#folder, 'progress.json')
  readonly #stages = new Map<TestProject, Stage>()
  #clusterText = ''
  #cluster: Cluster | undefined
  #simulated: ClusterThread | undefined
  #gate: Promise<GateState> | undefined
  #progress: ProgressDisplay | undefined

  private constructor(options: SessionOptions) {
    this.#options = options
  }

  /** The session of this process, started on first use. */
  static of(vitest: Vitest, options: SessionOptions): Promise<Session> {
    const known = sessions.get(vitest)
    if (known) return known
    const session = Session.#start(vitest, options)
    sessions.set(vitest, session)
    return session
  }

  static async #start(vitest: Vitest, options: SessionOptions): Promise<Session> {
    const session = new Session(options)
    vitest.onClose(() => session.#close())
    await session.#startCluster()
    closeGateOnNetworkFailure(vitest, session.#gateFile)
    printFailuresByCause(vitest)
    session.#progress = new ProgressDisplay(vitest, session.#progressFile)
    vitest.onTestsRerun(() => session.#beginAnew())
    return session
  }

  /** Tells a stage's workers what they need to know, now and before each later run. */
  async provideTo(project: TestProject, stage: Stage): Promise<void> {
    this.#stages.set(project, stage)
    await this.#provide(project, stage)
  }

  async #provide(project: TestProject, stage: Stage): Promise<void> {
    const cluster = this.#cluster
    if (!cluster) throw new Error('the cluster was not started')
    const gate = await this.#gateFor(stage, cluster)
    project.provide('clustergate', {
      stage,
      cluster,
      gate,
      gateFile: this.#gateFile,
      progressFile: this.#progressFile,
    })
  }

  #gateFor(stage: Stage, cluster: Cluster): Promise<GateState> {
    // `vitest list` only names the tests: nothing is to be probed for that.
    const isListing = process.argv[2] === 'list'
    if (stage === 'network' || isListing) return Promise.resolve({ open: true })
    this.#gate ??= this.#options.preflight(cluster)
    return this.#gate
  }

  async #beginAnew(): Promise<void> {
    rmSync(this.#gateFile, { force: true })
    this.#gate = undefined
    await this.#startCluster()
    await Promise.all([...this.#stages].map(([project, stage]) => this.#provide(project, stage)))
  }

  /** Reads the cluster file; starts simulated workers anew only when its text has changed. */
  async #startCluster(): Promise<void> {
    const { clusterFile } = this.#options
    const loaded = await loadCluster(clusterFile, process.env)
    const text = readFileSync(clusterFile, 'utf8')
    if (text === this.#clusterText) return
    await this.#simulated?.close()
    this.#simulated = await startClusterThread(loaded.workers, keyOf)
    this.#clusterText = text
    const { workers, controlUrl } = this.#simulated
    this.#cluster = { ...loaded, workers, ...(controlUrl && { simulatorUrl: controlUrl }) }
  }

  async #close(): Promise<void> {
    this.#progress?.[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true, force: true })
    await this.#simulated?.close()
  }
}

/** The key that a simulated worker asks for: the one that its callers send. */
function keyOf({ apiKey }: Worker): string | undefined {
  return apiKey && resolveSecret(apiKey, process.env)
}

// On globalThis, since Vite evaluates this module once per project.
const key = Symbol.for('clustergate.sessions')
const registry = globalThis as { [key]?: WeakMap<Vitest, Promise<Session>> }
registry[key] ??= new WeakMap()
const sessions = registry[key]

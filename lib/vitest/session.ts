import { readFileSync } from 'node:fs'
import type { TestProject, TestSpecification, Vitest } from 'vitest/node'
import { endGroupsOnExit } from '../checks/command/process-groups.ts'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { loadCluster } from '../cluster/load-cluster.ts'
import { locateCluster } from '../cluster/locate-cluster.ts'
import { resolveSecret } from '../cluster/secret.ts'
import { targetLine } from '../cluster/target.ts'
import type { GateState } from '../runner/gate.ts'
import { type ClusterThread, startClusterThread } from '../simulator/cluster-thread.ts'
import type { Stage } from '../spec/spec.ts'
import type { SpecFolder } from '../spec/spec-files.ts'
import { printFailuresByCause } from './failures-by-cause.ts'
import { ProgressDisplay } from './progress-display.ts'
import { type StageProvider, sessions } from './sessions.ts'
import { noteShards } from './shard-keeper.ts'
import { networkNote } from './stages/network-note.ts'
import { RunGate } from './stages/run-gate.ts'

export interface SessionOptions extends SpecFolder {
  /** As the plugin has it. */
  readonly cluster: string | undefined
}

/**
 * What all stages of one Vitest process share: the cluster under test, with its simulated workers
 * started, and the gate. It ends with the process, and begins anew with each run of watch mode.
 */
class Session implements StageProvider {
  readonly #vitest: Vitest
  readonly #options: SessionOptions
  readonly #runGate: RunGate
  readonly #stages = new Map<TestProject, Stage>()
  #clusterText = ''
  #cluster: Cluster | undefined
  #simulated: ClusterThread | undefined
  #gate: Promise<GateState> | undefined
  #progress: ProgressDisplay | undefined
  #commands: Disposable | undefined

  constructor(vitest: Vitest, options: SessionOptions) {
    this.#vitest = vitest
    this.#options = options
    this.#runGate = RunGate.of(vitest)
  }

  async start(): Promise<void> {
    this.#vitest.onClose(() => this.#close())
    this.#commands = endGroupsOnExit()
    await this.#startCluster()
    if (this.#cluster) await noteShards(this.#vitest, this.#cluster)
    this.#sayTarget()
    printFailuresByCause(this.#vitest)
    this.#progress = new ProgressDisplay(this.#vitest, this.#runGate.progressFile)
    this.#vitest.onTestsRerun((specifications) => this.#beginAnew(specifications))
  }

  /** Tells a stage's workers what they need to know, now and before each later run. */
  async provideTo(project: TestProject, stage: Stage): Promise<void> {
    this.#stages.set(project, stage)
    await this.#provide(project, stage)
  }

  async #provide(project: TestProject, stage: Stage): Promise<void> {
    const cluster = this.#cluster
    if (!cluster) throw new Error('the cluster was not started')
    const gate = stage === 'network' ? open : await this.#gateFor(cluster)
    const { file: gateFile, progressFile } = this.#runGate
    project.provide('clustergate', { stage, cluster, gate, gateFile, progressFile })
  }

  #gateFor(cluster: Cluster): Promise<GateState> {
    // `vitest list` only names the tests: nothing is to be probed for that.
    if (!this.#runGate.specifications) return Promise.resolve(open)
    this.#gate ??= this.#preflight(cluster)
    return this.#gate
  }

  async #preflight(cluster: Cluster): Promise<GateState> {
    // Loads all checks, which a run of the network stage alone does not need in this process.
    const { preflightGate } = await import('./stages/preflight-gate.ts')
    const gate = await preflightGate(this.#vitest, {
      cluster,
      folder: this.#options,
      runLater: this.#runGate.wholeNetworkSpecs,
    })
    this.#say(` preflight: the network gate is ${gateInWords(gate)}`)
    return gate
  }

  async #beginAnew(specifications: readonly TestSpecification[]): Promise<void> {
    const projects = new Set(specifications.map(({ project }) => project))
    const stages = [...this.#stages].filter(([project]) => projects.has(project))
    if (stages.length === 0) return
    this.#runGate.onTestRunStart(specifications)
    this.#gate = undefined
    await this.#startCluster()
    await Promise.all(stages.map(([project, stage]) => this.#provide(project, stage)))
  }

  /** Reads the cluster file; starts simulated workers anew only when its text has changed. */
  async #startCluster(): Promise<void> {
    const { cluster, root } = this.#options
    const clusterFile = locateCluster(cluster, root, process.env)
    const loaded = await loadCluster(clusterFile, process.env)
    const text = readFileSync(clusterFile, 'utf8')
    if (text === this.#clusterText) return
    await this.#simulated?.close()
    this.#simulated = await startClusterThread(loaded.workers, keyOf)
    this.#clusterText = text
    const { workers, controlUrl } = this.#simulated
    this.#cluster = { ...loaded, workers, ...(controlUrl && { simulatorUrl: controlUrl }) }
  }

  /** What is under test, and what is not tested of it. */
  #sayTarget(): void {
    const cluster = this.#cluster
    if (!cluster || !this.#runGate.specifications) return
    this.#say(` ${targetLine(cluster)}`)
    const note = networkNote(cluster, this.#options)
    if (note !== '') this.#say(` note: ${note}`)
  }

  /** To standard error, since a reporter may own the standard output. */
  #say(words: string): void {
    this.#vitest.logger.error(words)
  }

  async #close(): Promise<void> {
    this.#progress?.[Symbol.dispose]()
    this.#commands?.[Symbol.dispose]()
    // A restart of watch mode closes what there is, and begins with the same Vitest.
    sessions.delete(this.#vitest)
    await this.#simulated?.close()
  }
}

const open: GateState = { open: true }

function gateInWords(gate: GateState): string {
  if (!gate.open) return 'closed'
  return gate.pingMethods ? `open (ping ${gate.pingMethods.join('; ')})` : 'open'
}

/** The session of a Vitest process, started on first use. */
export function sessionOf(vitest: Vitest, options: SessionOptions): Promise<StageProvider> {
  const known = sessions.get(vitest)
  if (known) return known
  const session = new Session(vitest, options)
  const started = session.start().then(() => session)
  sessions.set(vitest, started)
  return started
}

/** The key that a simulated worker asks for: the one that its callers send. */
function keyOf({ apiKey }: Worker): string | undefined {
  return apiKey && resolveSecret(apiKey, process.env)
}

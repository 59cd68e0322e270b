import { readFileSync } from 'node:fs'
import type { TestProject, TestSpecification, Vitest } from 'vitest/node'
import { endGroupsOnExit } from '../checks/command/process-groups.ts'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { readClusterOfRun } from '../cluster/cluster-reader.ts'
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
  /** The options of the plugin. */
  readonly cluster: string | undefined
}

/**
 * The shared state of all stages of one Vitest process: the cluster under test, with its simulated workers
 * started, and the gate. It ends with the process, and is reset with each run of watch mode.
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
    process.once('SIGHUP', endOnHangUp)
    await this.#startCluster()
    if (this.#cluster) await noteShards(this.#vitest, this.#cluster)
    this.#sayTarget()
    printFailuresByCause(this.#vitest)
    this.#progress = new ProgressDisplay(this.#vitest, this.#runGate.progressFile)
    this.#vitest.onTestsRerun((specifications) => this.#beginAnew(specifications))
  }

  /** Provides a stage's workers with their data, now and before each later run. */
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
    // `vitest list` only names the tests: nothing must be probed for that.
    if (!this.#runGate.specifications) return Promise.resolve(open)
    this.#gate ??= this.#preflight(cluster)
    return this.#gate
  }

  async #preflight(cluster: Cluster): Promise<GateState> {
    // Loads all checks, which a run of only the network stage does not need in this process.
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

  /** Reads the cluster file; restarts simulated workers only if its text has changed. */
  async #startCluster(): Promise<void> {
    const { cluster, root } = this.#options
    const clusterFile = locateCluster(cluster, root, process.env)
    const loaded = await readClusterOfRun(clusterFile)
    const text = readFileSync(clusterFile, 'utf8')
    if (text === this.#clusterText) return
    await this.#simulated?.close()
    this.#simulated = await startClusterThread(loaded.workers, keyOf)
    this.#clusterText = text
    const { workers, controlUrl } = this.#simulated
    this.#cluster = { ...loaded, workers, ...(controlUrl && { simulatorUrl: controlUrl }) }
  }

  /** The cluster under test, and what is not tested about it. */
  #sayTarget(): void {
    const cluster = this.#cluster
    if (!cluster || !this.#runGate.specifications) return
    this.#say(` ${targetLine(cluster)}`)
    const note = networkNote(cluster, this.#options)
    if (note !== '') this.#say(` note: ${note}`)
  }

  /** To standard error, because a reporter may use standard output. */
  #say(words: string): void {
    this.#vitest.logger.error(words)
  }

  async #close(): Promise<void> {
    this.#progress?.[Symbol.dispose]()
    this.#commands?.[Symbol.dispose]()
    process.off('SIGHUP', endOnHangUp)
    // A restart of watch mode closes everything, and begins with the same Vitest.
    sessions.delete(this.#vitest)
    await this.#simulated?.close()
  }
}

const open: GateState = { open: true }

function gateInWords(gate: GateState): string {
  if (!gate.open) return 'closed'
  if (gate.needsRun) return 'closed until the network stage has passed'
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

/** The key that a simulated worker requires: the one that its callers send. */
function keyOf({ apiKey }: Worker): string | undefined {
  return apiKey && resolveSecret(apiKey, process.env)
}

/** When a terminal is closed the process would end without its `exit`, and leave commands and temporary folders. */
function endOnHangUp(): never {
  process.exit(129)
}

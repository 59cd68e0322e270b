import { join } from 'node:path'
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { slashedPath } from '../../source/slashed-path.ts'
import type { Stage } from '../../spec/spec.ts'
import type { SpecFolder } from '../../spec/spec-files.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { type GateRecord, writeGate } from './gate-file.ts'
import { noSpecsRan } from './no-specs-ran.ts'
import { type StageModules, stageOfProject } from './stage-projects.ts'

/**
 * Watches the network stage of each run, as a reporter: the gate stays closed until each of its files has
 * ended, and for good when one fails, whether by a test, a hook or the file itself. Vitest awaits reporters
 * before a worker's file counts as done, so that the next stage, which starts after that, finds the gate in
 * its final state.
 */
export class RunGate implements Reporter {
  readonly #vitest: Vitest
  readonly #folder = temporaryFolder()
  #modules: StageModules | undefined
  #specFolder: SpecFolder | undefined
  #joined: unknown
  #record: GateRecord = { awaited: [], failures: [], passed: 0 }
  /** Whether a test of this run looks at the gate; if none does, it stays as it was at the start: closed. */
  #isRead = true
  #specifications: readonly TestSpecification[] | undefined

  /** The file with the state of the gate for the workers. */
  readonly file = join(this.#folder.path, 'gate.json')
  /** The file with the progress of the workers. */
  readonly progressFile = join(this.#folder.path, 'progress.json')

  private constructor(vitest: Vitest) {
    this.#vitest = vitest
    vitest.onClose(() => this.#folder[Symbol.dispose]())
  }

  static of(vitest: Vitest): RunGate {
    const known = gates.get(vitest)
    if (known) return known
    const gate = new RunGate(vitest)
    gates.set(vitest, gate)
    return gate
  }

  /**
   * Joins the reporters, which Vitest creates later; not in the configuration, because `--reporter` on the
   * command line would drop it. A restart of watch mode creates new ones.
   */
  joinReporters(modules: StageModules, folder: SpecFolder): void {
    this.#modules = modules
    this.#specFolder = folder
    const { config } = this.#vitest
    if (this.#joined === config) return
    this.#joined = config
    // Vitest's type has only names and options; it accepts instances, as in the configuration.
    const reporters = config.reporters as unknown as Reporter[]
    reporters.push(this)
  }

  /** What a run is about to run; undefined before the first, as in `vitest list`. */
  get specifications(): readonly TestSpecification[] | undefined {
    return this.#specifications
  }

  /** Network specs whose tests will all run in this run, with nothing filtered out. */
  get wholeNetworkSpecs(): readonly string[] {
    if (this.#vitest.config.shard) return []
    return this.#networkSpecs.filter(isWhole).map(({ moduleId }) => moduleId)
  }

  /** Begins a run: before its stages are set up, and again when Vitest reports its start. */
  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#specifications = specifications
    // Which of them a shard has is unknown; its preflight runs them all.
    const awaited = this.#vitest.config.shard ? [] : this.#networkSpecs
    this.#isRead = specifications.some((each) => isBehindGate(this.#stageOf(each)))
    this.#record = { awaited: awaited.map(pathOf), failures: [], passed: 0 }
    writeGate(this.file, this.#record)
  }

  onTestModuleEnd(module: TestModule): void {
    if (!this.#isRead || this.#stageOf(module) !== 'network') return
    const { awaited, failures, passed } = this.#record
    const failed = module.state() === 'failed' ? failuresOf(module) : []
    this.#record = {
      awaited: awaited.filter((path) => path !== module.relativeModuleId),
      failures: [...failures, ...failed],
      passed: passed + [...module.children.allTests('passed')].length,
    }
    writeGate(this.file, this.#record)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { config, logger } = this.#vitest
    const isRun = !config.watch && !config.mergeReports
    if (modules.length > 0 || !isRun || !this.#specFolder) return
    // To standard error, because a reporter may use standard output.
    logger.error(noSpecsRan(this.#specFolder))
  }

  get #networkSpecs(): readonly TestSpecification[] {
    return this.#specifications?.filter((each) => this.#stageOf(each) === 'network') ?? []
  }

  #stageOf({ project }: Pick<TestModule, 'project'>) {
    return this.#modules && stageOfProject(project, this.#modules)
  }
}

function isBehindGate(stage: Stage | undefined): boolean {
  return stage !== undefined && stage !== 'network'
}

function pathOf({ project, moduleId }: TestSpecification): string {
  return slashedPath(project.config.root, moduleId)
}

function isWhole(specification: TestSpecification): boolean {
  const { project, testLines, testIds, testNamePattern, testTagsFilter } = specification
  const { config, vitest } = project
  const filters = [
    testNamePattern,
    testTagsFilter,
    config.testNamePattern,
    config.tagsFilter,
    vitest.getGlobalTestNamePattern(),
  ]
  const areFiltered = [testLines, testIds].some((list) => list && list.length > 0)
  return !areFiltered && filters.every((filter) => filter === undefined)
}

function failuresOf(module: TestModule): string[] {
  const tests = [...module.children.allTests('failed')].map(
    (test) => `"${test.fullName}" failed in ${module.relativeModuleId}`,
  )
  return tests.length > 0 ? tests : [`${module.relativeModuleId} failed`]
}

// On globalThis, because Vite evaluates this module once per project.
const key = Symbol.for('clustergate.gates')
const registry = globalThis as { [key]?: WeakMap<Vitest, RunGate> }
registry[key] ??= new WeakMap()
const gates = registry[key]

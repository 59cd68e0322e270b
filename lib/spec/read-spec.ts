import type { Cluster } from '../cluster/cluster.ts'
import { selectWorkers } from '../cluster/select-workers.ts'
import { checkDefaults } from '../generated/check-defaults.ts'
import type { SpecFile } from '../generated/spec.ts'
import type { WorkloadReference } from '../generated/workload.ts'
import { parseSource, type SourceDocument, type SourcePath } from '../source/document.ts'
import { fillDocument } from '../source/fill-document.ts'
import { byPlace, schemaProblems } from '../source/schema-problems.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { parseQuantity } from '../units/quantity.ts'
import { readExpectations } from './read-expectations.ts'
import type { CheckOfConditions } from './read-level.ts'
import { isSecretPath, literalSecrets } from './secret-values.ts'
import {
  type CheckCatalog,
  defaultTimeoutMs,
  type Spec,
  type SpecPlace,
  type SpecTest,
  type Stage,
} from './spec.ts'
import { specValidator } from './spec-validators.ts'
import { stageOf } from './stage.ts'
import { readWorkloadOption, takesWorkload, type WorkloadEnvironment } from './workload-option.ts'

export interface SpecSource {
  /** Absolute path. */
  readonly file: string
  readonly text: string
}

export interface SpecEnvironment extends WorkloadEnvironment {
  readonly cluster: Cluster
  readonly catalog: CheckCatalog
  readonly env: NodeJS.ProcessEnv
}

/**
 * Reads a spec file into a validated `Spec`.
 * @throws UserError with all problems of the file at once
 */
export function readSpec(source: SpecSource, environment: SpecEnvironment): Spec {
  const document = parseSource(source.text, source.file, ['suite', 'tests', 'stage'])
  const { value, problems } = fillDocument(document, environment.env, {
    validate: specValidator,
    keepRaw: isSecretPath,
  })
  problems.push(...schemaProblems(document, value, specValidator, problems))
  const reader = new SpecReader(document, value as SpecFile, environment)
  if (problems.length === 0) return reader.read()
  throw new UserError([...problems, ...reader.furtherProblems()].sort(byPlace))
}

/** An entry of `tests:`; the check is under its own key. */
type TestEntry = SpecFile['tests'][number] & Readonly<Record<string, unknown>>

/** Reads what the schema cannot validate: metrics, conditions, workers, names. */
class SpecReader {
  readonly #document: SourceDocument
  readonly #file: SpecFile
  readonly #environment: SpecEnvironment
  readonly #problems: Problem[] = []

  constructor(document: SourceDocument, file: SpecFile, environment: SpecEnvironment) {
    this.#document = document
    this.#file = file
    this.#environment = environment
  }

  read(): Spec {
    const stage = this.#stageOfFile
    if (!stage) this.#report('unknown_stage', ['suite'], ...noStage)
    this.#reportDuplicateNames()
    this.#problems.push(...literalSecrets(this.#document))
    const tests = this.#file.tests.map((entry, index) => this.#readTest(entry as TestEntry, index))
    if (this.#problems.length > 0) throw new UserError(this.#problems.sort(byPlace))
    return {
      file: this.#document.file,
      suite: this.#file.suite,
      stage: stage as Stage,
      place: this.#place(['suite']),
      tests,
    }
  }

  get #stageOfFile(): Stage | undefined {
    return stageOf(this.#document.file, this.#file.stage)
  }

  /** Further mistakes in a file with an invalid form: in those of its tests that are valid. */
  furtherProblems(): readonly Problem[] {
    const { tests } = (this.#file ?? {}) as { readonly tests?: unknown }
    if (!Array.isArray(tests)) return []
    for (const [index, entry] of tests.entries()) {
      const isWellFormed = specValidator({ suite: 'any', tests: [entry] }).length === 0
      if (isWellFormed) this.#readTest(entry, index)
      else this.#readConditions(entry, index)
    }
    this.#reportDuplicateNames()
    return this.#problems
  }

  /** The conditions of an otherwise invalid test; the schema has reported unknown names. */
  #readConditions(entry: Partial<TestEntry> | null, index: number): void {
    const check = checkKindOf(entry, this.#environment.catalog)
    const maps = [entry?.expect ?? {}].flat()
    if (maps.some((map) => map === null || typeof map !== 'object')) return
    const path = ['tests', index, 'expect']
    const { problems } = readExpectations(
      this.#document,
      path,
      entry?.expect ?? {},
      this.#checkOfConditions(check, entry?.[check]),
    )
    const further = ['invalid_condition', 'unknown_level']
    this.#problems.push(...problems.filter(({ code }) => further.includes(code)))
  }

  #checkOfConditions(check: string, body: unknown): CheckOfConditions {
    const options = { ...defaultsOf(check), ...(body as object | null | undefined) }
    const { metrics = {}, labels } = this.#environment.catalog[check] ?? {}
    return { check, options, metrics, labels }
  }

  #readTest(entry: TestEntry, index: number): SpecTest {
    const path = ['tests', index]
    const check = checkKindOf(entry, this.#environment.catalog)
    const workerIds = this.#workerIds(entry, path)
    const asked = this.#checkOfConditions(check, entry[check])
    const { expectations, problems } = readExpectations(
      this.#document,
      [...path, 'expect'],
      entry.expect,
      asked,
    )
    this.#problems.push(...problems)
    return {
      name: entry.name,
      place: this.#place([...path, 'name']),
      check,
      options: this.#withWorkload(asked, [...path, check]),
      runs: this.#runs(entry, check),
      workerIds,
      timeoutMs:
        timeoutMsOf(entry.timeout ?? this.#file.timeout) ??
        defaultTimeoutMs(this.#stageOfFile ?? 'network'),
      retries: entry.retries ?? this.#file.retries,
      onInconclusive: entry.on_inconclusive ?? this.#file.on_inconclusive ?? 'fail',
      skip: entry.skip ?? unmetRequirement(entry, workerIds.length),
      expectations,
    }
  }

  /** The options of a check, with its workload read and its paths absolute. */
  #withWorkload({ check, options }: CheckOfConditions, path: SourcePath): SpecTest['options'] {
    if (!takesWorkload(check)) return options
    const reference = options.workload as WorkloadReference
    const place = [...path, 'workload']
    const read = readWorkloadOption(this.#document, place, reference, this.#environment)
    if ('workload' in read) return { ...options, workload: read.workload }
    this.#problems.push(...read.problems)
    return options
  }

  /** A check with its own target runs once; one for a worker runs on each selected one. */
  #runs(entry: TestEntry, check: string): SpecTest['runs'] {
    const options = (entry[check] ?? {}) as Record<string, unknown>
    if (['host', 'url', 'name'].some((key) => options[key] !== undefined)) return 'together'
    if (this.#environment.catalog[check]?.scope === 'worker') return 'each'
    return entry.for === 'each worker' ? 'each' : 'together'
  }

  #workerIds(entry: TestEntry, path: readonly (string | number)[]): readonly string[] {
    const selected = selectWorkers(this.#environment.cluster, entry.for ?? 'each worker')
    if (selected.ok) return selected.workers.map(({ id }) => id)
    const known = this.#environment.cluster.workers.map(({ id }) => id)
    this.#report('unknown_worker', [...path, 'for'], `no worker or tag \`${selected.unknown}\``, {
      expected: `\`each worker\`, \`all workers\`, a tag, or one of ${known.join(', ')}`,
      suggestion: selected.nearest,
    })
    return []
  }

  #reportDuplicateNames(): void {
    const first = new Map<string, number>()
    this.#file.tests.forEach((entry, index) => {
      // In a file with an invalid form this may be anything.
      const name: unknown = (entry as TestEntry | null)?.name
      if (typeof name !== 'string') return
      const earlier = first.get(name)
      if (earlier === undefined) {
        first.set(name, index)
        return
      }
      const { line } = this.#document.placeOf(['tests', earlier, 'name'], 'value')
      this.#report(
        'duplicate_test',
        ['tests', index, 'name'],
        `a test named \`${name}\` is already defined at line ${line}`,
        {
          expected: 'a unique name for each test, because reports and filters use the name',
        },
      )
    })
  }

  #report(
    code: string,
    path: readonly (string | number)[],
    message: string,
    extra?: { expected?: string; suggestion?: string },
  ): void {
    this.#problems.push(this.#document.problem(code, path, message, extra))
  }

  #place(path: readonly (string | number)[]): SpecPlace {
    const { line, column } = this.#document.placeOf(path, 'key')
    return { file: this.#document.file, line, column }
  }
}

/** The key of a test that names its check; empty if there is none. */
function checkKindOf(entry: object | null | undefined, catalog: CheckCatalog): string {
  return Object.keys(entry ?? {}).find((key) => Object.hasOwn(catalog, key)) ?? ''
}

/** Why a test cannot run on this selection of workers, by its `requires`. */
function unmetRequirement({ requires }: TestEntry, workers: number): string | undefined {
  const { workers: needed = 0 } = requires ?? {}
  return workers < needed ? `needs ${needed} workers, and ${workers} are selected` : undefined
}

/** Milliseconds of a duration whose form the schema has validated. */
function timeoutMsOf(written: unknown): number | undefined {
  // In a file with another mistake, a test is read even if this is invalid.
  const parsed = typeof written === 'string' ? parseQuantity(written, 'duration') : undefined
  return parsed?.ok ? parsed.value : undefined
}

function defaultsOf(check: string): Readonly<Record<string, unknown>> {
  return Object.hasOwn(checkDefaults, check)
    ? checkDefaults[check as keyof typeof checkDefaults]
    : {}
}

const noStage = [
  'the stage of this file is not known',
  {
    expected:
      'a folder named `network`, `balancer` or `perf` above it, or a line such as `stage: network`',
  },
] as const

import { checkKinds, checkOf } from '../checks/registry.ts'
import type { Cluster, Worker } from '../cluster/cluster.ts'
import { collectSecrets } from '../cluster/secret.ts'
import type { CheckInputs } from '../generated/check-inputs.ts'
import type { CheckKind, CheckScopes } from '../generated/checks.ts'
import type { ExpectationsOf, LevelOf, MeasurementOf } from '../matchers/typed-matchers.ts'
import type { Measurement } from '../record/measurement.ts'
import type { DeclaredCase } from '../runner/declared-case.ts'
import { optionsOfCall } from '../runner/option-defaults.ts'
import { readExpected } from '../runner/read-expected.ts'
import { type CaseEnvironment, measureCase, runCase } from '../runner/run-case.ts'
import type { MeasurementUse } from './measurement-use.ts'
import { ProgressWriter } from './progress-writer.ts'
import { verdictError } from './verdict-errors.ts'

/**
 * Runs a check with the options of YAML specs, in camelCase (`max_tokens` is `maxTokens`); what is left out has its default. With `expect` it is
 * measured until the conditions are decided, and judged, as a test in YAML.
 * @throws BudgetMissed, NoData, Inconclusive or ProbeError where `expect` is not met, with the words of YAML specs
 * @throws TypeError for options and conditions that the check does not have
 * @example
 * const load = await cluster.benchmark(
 *   { concurrency: [5, 15], compare: { baseline: 'first', candidate: 'all' } },
 *   { expect: [{ success_rate: '>= 95%' }, { at: { concurrency: 15 }, speedup: '>= 2.5x' }] },
 * )
 */
export type CheckRun<K extends CheckKind> = (
  options?: CheckInputs[K],
  judged?: Judged<K>,
) => Promise<MeasurementOf<K>>

/**
 * Conditions of a check that are known while it measures.
 * @example
 * const judged: Judged<'ping'> = { expect: { packet_loss: '0%' }, onInconclusive: 'warn' }
 */
export interface Judged<K extends CheckKind> {
  /** Like `expect` of a YAML spec: conditions by metric, or a list of such maps. */
  readonly expect: Expected<K> | readonly Expected<K>[]
  /** Whether an undecided sample fails the test; default `fail`. */
  readonly onInconclusive?: 'fail' | 'warn'
}

/**
 * Conditions by metric; beside them their level, and a comparison with the baseline.
 * @example
 * const expected: Expected<'benchmark'> = {
 *   at: { concurrency: 15 },
 *   'latency.p95': '< 1s',
 *   regression: { metric: 'throughput', within: '5%' },
 * }
 */
export type Expected<K extends CheckKind> = ExpectationsOf<MeasurementOf<K>> & {
  /** Default: every level. */
  readonly at?: LevelOf<MeasurementOf<K>>
  /** How much worse a metric may be than in the baseline of this test. */
  readonly regression?: {
    readonly metric: Extract<keyof ExpectationsOf<MeasurementOf<K>>, string>
    readonly within: string
    readonly confidence?: string
  }
}

type KindOf<Scope> = {
  [K in CheckKind]: CheckScopes[K] extends Scope ? K : never
}[CheckKind]

/** `same_model` becomes `sameModel`. */
type MethodName<Kind extends string> = Kind extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<MethodName<Rest>>}`
  : Kind

/** The checks of a scope as methods, with their names in camelCase: `cluster.sameModel()`. */
export type CheckMethods<Scope extends 'worker' | 'cluster'> = {
  readonly [K in KindOf<Scope> as MethodName<K>]: CheckRun<K>
}

/**
 * A worker and the checks of a single worker.
 * @example
 * expect(await worker.ping({ count: 20 })).toHaveNoPacketLoss()
 */
export type WorkerHandle = Pick<Worker, 'id' | 'host' | 'port' | 'type' | 'tags'> & {
  /** The model of the cluster file; `model()` is the check. */
  readonly modelName: string | undefined
} & CheckMethods<'worker'>

/**
 * The cluster under test and the checks of the whole cluster.
 * @example
 * expect(await cluster.balance({ requests: 300 })).toShareLoadEvenly({ within: '5%' })
 */
export type ClusterHandle = {
  readonly workers: readonly WorkerHandle[]
  /** @throws RangeError for an unknown id */
  worker(id: string): WorkerHandle
} & CheckMethods<'cluster'>

/** The test that calls the checks, and its callbacks. */
export interface CallingTest {
  readonly signal: AbortSignal
  /** The time limit of the whole test, in milliseconds; 0: none. */
  readonly timeoutMs: number
  /** With its suites, as `currentTestName` of Vitest: its baseline has this name. */
  readonly name: string
  /** Absolute path of its file. */
  readonly file: string
  /** Path of the progress; undefined: none. */
  readonly progressFile?: string
  /** Called with each measurement. */
  readonly onMeasured?: (measurement: Measurement) => void
  /** Watches what becomes of the measurements. */
  readonly use?: MeasurementUse
}

/** The cluster for one test, which begins now: its checks end with the test's signal and its time limit. */
export function clusterHandle(cluster: Cluster, test: CallingTest): ClusterHandle {
  const run = checkRunner(cluster, test)
  const workers = cluster.workers.map((worker): WorkerHandle => {
    const { id, host, port, type, tags, model: modelName } = worker
    const described = { id, host, port, type, tags, modelName }
    return { ...described, ...methodsOf('worker', (kind) => run(kind, [worker])) }
  })
  return {
    workers,
    worker(id) {
      const found = workers.find((worker) => worker.id === id)
      if (found) return found
      throw new RangeError(
        `no worker \`${id}\`; there are ${workers.map((each) => each.id).join(', ')}`,
      )
    },
    ...methodsOf('cluster', (kind) => run(kind, cluster.workers)),
  }
}

/** A method for each kind of check of that scope, from the schemas. */
function methodsOf<Scope extends 'worker' | 'cluster'>(
  scope: Scope,
  methodOf: (kind: CheckKind) => CheckRun<CheckKind>,
): CheckMethods<Scope> {
  const kinds = checkKinds().filter((kind) => checkOf(kind).scope === scope) as CheckKind[]
  const methods = kinds.map((kind) => [methodName(kind), methodOf(kind)])
  return Object.fromEntries(methods) as CheckMethods<Scope>
}

/** The name of a kind of check in TypeScript. */
export function methodName(kind: string): string {
  return kind.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** For tests without a timeout: longer than any check. */
const withoutEndMs = 7 * 24 * 3_600_000

function checkRunner(cluster: Cluster, test: CallingTest) {
  const timeoutMs = test.timeoutMs > 0 ? test.timeoutMs : withoutEndMs
  const startedMs = performance.now()
  const timeLeftMs = () => timeoutMs - (performance.now() - startedMs)
  const secrets = collectSecrets(cluster, process.env)
  return (kind: CheckKind, workers: readonly Worker[]): CheckRun<CheckKind> => {
    const call: CheckRun<CheckKind> = async (options = {}, judged) => {
      const site = new Error()
      Error.captureStackTrace(site, call)
      const method = methodName(kind)
      using _ = test.use?.begin(method, judged !== undefined)
      const filled = atCall(call, () => optionsOfCall(kind, options))
      const declared = { ...declaredBy(test), check: kind, options: filled, timeoutMs }
      const measurable = { ...declared, workerIds: workers.map(({ id }) => id) }
      using progress = progressOf(test)
      const environment: CaseEnvironment = {
        cluster,
        secrets,
        timeLeftMs,
        signal: test.signal,
        ...(progress && { onProgress: progress.update, onNotice: progress.notice }),
      }
      const reported = judged
        ? await judgedMeasurement(measurable, judged, workers, environment, site)
        : { measurement: await measureCase(measurable, workers, environment), failure: undefined }
      test.onMeasured?.(reported.measurement)
      if (reported.failure) throw reported.failure
      const measurement = reported.measurement as MeasurementOf<CheckKind>
      return judged || !test.use ? measurement : test.use.watched(method, measurement)
    }
    return call
  }
}

/** What was written wrong in a call has the stack of that call, without frames of ours. */
function atCall<T>(call: (...args: never[]) => unknown, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof TypeError) Error.captureStackTrace(error, call)
    throw error
  }
}

/** How far a check is, for the run's display. */
function progressOf({ progressFile, name }: CallingTest): ProgressWriter | undefined {
  return progressFile === undefined ? undefined : new ProgressWriter(progressFile, name)
}

/** The test of a call, by which its baseline is found. */
function declaredBy({ name, file }: CallingTest) {
  return { name, place: { file, line: 1, column: 1 }, runs: 'together' as const }
}

async function judgedMeasurement(
  measurable: Omit<DeclaredCase, 'expectations'>,
  { expect, onInconclusive = 'fail' }: Judged<CheckKind>,
  workers: readonly Worker[],
  environment: CaseEnvironment,
  site: Error,
) {
  const { check, options } = measurable
  const expectations = readExpected(check as CheckKind, options, expect)
  const verdict = await runCase({ ...measurable, expectations }, workers, environment)
  if (!verdict.measurement) throw new Error(`${check} was judged without a measurement`)
  const failure = verdictError(verdict, onInconclusive, site)
  return { measurement: verdict.measurement, failure }
}

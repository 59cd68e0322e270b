import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkCatalog } from '../checks/catalog.ts'
import type { CheckProgress } from '../checks/check.ts'
import { endGroupsOnExit } from '../checks/command/process-groups.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { collectSecrets } from '../cluster/secret.ts'
import { readText } from '../source/files/read-text.ts'
import { casesOf } from '../spec/cases.ts'
import { readSpec } from '../spec/read-spec.ts'
import type { Spec, Stage } from '../spec/spec.ts'
import { skippedVerdict, testOf } from './attempt.ts'
import { type CaseResult, hasFailed } from './case-result.ts'
import { type ClusterInput, clusterOfRun } from './cluster-of-run.ts'
import { gateState } from './gate.ts'
import { readNetworkSpecs } from './network-specs.ts'
import { type RunModules, runPreflight } from './preflight.ts'
import { runCases } from './run-cases.ts'

/**
 * The spec to run: its file, or its text with a file name from which paths in it start.
 * @example
 * const spec: SpecInput = { text: 'suite: Ports\nstage: network\ntests: ...' }
 */
export type SpecInput = string | URL | { readonly text: string; readonly file?: string }

/**
 * Options of a run of a spec; all are optional.
 * @example
 * const options: RunSpecOptions = {
 *   cluster: 'config/my_workers.json',
 *   signal: controller.signal,
 *   onProgress: ({ test, done, total }) => console.error(test, done, total),
 * }
 */
export interface RunSpecOptions {
  /** A cluster file, or workers; default: `$CLUSTERGATE_CLUSTER`, else the embedded cluster. */
  readonly cluster?: ClusterInput
  /** Ends the run: measurements until then are reported, the rest is skipped. */
  readonly signal?: AbortSignal
  /** Called with the progress of a long check. */
  readonly onProgress?: (progress: CaseProgress) => void
  /** Called with the outcome of each case as soon as it has ended. */
  readonly onCase?: (result: CaseResult) => void
  /**
   * What a spec behind the network gate does: `check`, the default, runs the network specs of the project
   * first (without any, the shipped checklist) and sends nothing if they fail; `skip` runs it whatever the
   * network is.
   */
  readonly gate?: 'check' | 'skip'
  /** Base of relative paths; default: the working directory. */
  readonly root?: string
  /** The folder of the project's specs, for network specs; default `specs`. */
  readonly specs?: string
}

/**
 * The progress of a check of a spec.
 * @example
 * const onProgress = ({ test, step, done, total }: CaseProgress) =>
 *   console.error(`${test}: ${step} ${done}/${total ?? '?'}`)
 */
export interface CaseProgress extends CheckProgress {
  readonly test: string
  /** Absent if the test runs on all of its workers together. */
  readonly workerId?: string
}

/**
 * The state of the network gate: `not_needed` before a spec of the network stage itself, `skipped` by the
 * option.
 * @example
 * if (run.gate.state === 'closed') console.error(run.gate.reason)
 */
export interface GateReport {
  readonly state: 'open' | 'closed' | 'skipped' | 'not_needed'
  /** For a closed gate: which network tests failed, and why. */
  readonly reason?: string
}

/**
 * The result of a spec.
 * @example
 * const { status, cases } = await runSpec('specs/network/ping.spec.yaml')
 * for (const { test, workerId, verdict } of cases) console.log(test, workerId, verdict.status)
 */
export interface SpecRun {
  /** Absolute; for a text without a file, a name in the root. */
  readonly file: string
  readonly suite: string
  readonly stage: Stage
  /**
   * `pass`: something passed and nothing failed, nor was undecided without `on_inconclusive: warn`. `skipped`: no case
   * was run. `gate_closed`: nothing was sent. `interrupted`: the signal ended the run.
   */
  readonly status:
    | 'pass'
    | 'fail'
    | 'inconclusive'
    | 'error'
    | 'skipped'
    | 'gate_closed'
    | 'interrupted'
  readonly gate: GateReport
  /** In declared order; those of a test in the order of its workers. */
  readonly cases: readonly CaseResult[]
}

/**
 * Runs a spec file in YAML, each case to its verdict.
 * @param runModules runs network specs in TypeScript
 * @throws UserError with all problems of cluster and specs
 */
export async function runSpecFile(
  input: SpecInput,
  options: RunSpecOptions,
  runModules: RunModules,
): Promise<SpecRun> {
  const { signal = new AbortController().signal } = options
  const root = resolve(options.root ?? process.cwd())
  using _commands = endGroupsOnExit()
  await using running = await clusterOfRun(options.cluster, root)
  const { cluster } = running
  const source = await sourceOf(input, root)
  const spec = readSpec(source, { cluster, catalog: checkCatalog, env: process.env, root })
  const gate = await gateFor(spec, cluster, { ...options, root, signal }, runModules)
  const cases =
    gate.state === 'closed'
      ? casesBehind(spec, gate)
      : await casesIn(spec, cluster, options, signal)
  const { file, suite, stage } = spec
  return { file, suite, stage, status: statusOf(gate, cases, signal), gate, cases }
}

async function sourceOf(input: SpecInput, root: string) {
  if (typeof input === 'object' && !(input instanceof URL)) {
    return { text: input.text, file: resolve(root, input.file ?? 'text.spec.yaml') }
  }
  const file = input instanceof URL ? fileURLToPath(input) : resolve(root, input)
  return { text: await readText(file), file }
}

type GateOptions = RunSpecOptions & { readonly root: string; readonly signal: AbortSignal }

async function gateFor(
  { stage }: Spec,
  cluster: Cluster,
  { gate = 'check', root, specs = 'specs', signal }: GateOptions,
  runModules: RunModules,
): Promise<GateReport> {
  if (stage === 'network') return { state: 'not_needed' }
  if (gate === 'skip') return { state: 'skipped' }
  const network = readNetworkSpecs({ cluster, root, specs })
  const tests = await runPreflight({ cluster, root, specs: network, signal, runModules })
  const outcome = gateState(tests)
  return outcome.open ? { state: 'open' } : { state: 'closed', reason: outcome.reason }
}

function casesBehind(spec: Spec, { reason = '' }: GateReport): CaseResult[] {
  const [first] = reason.split('\n', 1)
  const verdict = skippedVerdict(`the network gate is closed: ${first}`)
  return casesOf(spec).map((id) => ({
    test: testOf(spec, id).name,
    ...(id.workerId !== undefined && { workerId: id.workerId }),
    verdict,
  }))
}

function casesIn(
  spec: Spec,
  cluster: Cluster,
  { onProgress, onCase }: RunSpecOptions,
  signal: AbortSignal,
): Promise<CaseResult[]> {
  return runCases(spec, {
    cluster,
    signal,
    secrets: collectSecrets(cluster, process.env),
    onResult: onCase,
    onProgress:
      onProgress &&
      ((id, progress) => {
        const { workerId } = id
        const { name: test } = testOf(spec, id)
        onProgress({ test, ...(workerId !== undefined && { workerId }), ...progress })
      }),
  })
}

/** The whole has the status of its worst case. */
function statusOf(
  gate: GateReport,
  cases: readonly CaseResult[],
  signal: AbortSignal,
): SpecRun['status'] {
  if (signal.aborted) return 'interrupted'
  if (gate.state === 'closed') return 'gate_closed'
  const statuses = new Set(cases.filter(hasFailed).map(({ verdict }) => verdict.status))
  const worst = (['error', 'fail', 'inconclusive'] as const).find((each) => statuses.has(each))
  if (worst) return worst
  const has = (status: string) => cases.some(({ verdict }) => verdict.status === status)
  if (has('pass')) return 'pass'
  return has('inconclusive') ? 'inconclusive' : 'skipped'
}

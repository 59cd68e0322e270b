import { resolve } from 'node:path'
import { Command } from 'commander'
import { checkCatalog } from '../checks/catalog.ts'
import { loadClusterWithFiles } from '../cluster/load-cluster.ts'
import { locateClusterOf } from '../cluster/locate-cluster.ts'
import { targetLine } from '../cluster/target.ts'
import { readTrace, type TraceOptions } from '../load/trace/read-trace.ts'
import { expectInside } from '../source/files/outside-file.ts'
import { formatProblem, type Problem, shownFile, UserError } from '../source/user-error.ts'
import { readSpec } from '../spec/read-spec.ts'
import type { Spec } from '../spec/spec.ts'
import { readSpecText } from '../spec/spec-text.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { print, printAside } from './kit/print.ts'
import { doubtfulConditions } from './lint/doubtful-conditions.ts'
import { type FilesToLint, findFiles, isInStage, runnableName } from './lint/find-files.ts'
import { workloadLines } from './lint/workload-lines.ts'

interface LintOptions {
  readonly config?: string
  readonly strict?: boolean
}

/** `clustergate lint`: validates spec files, and the files that they refer to, without running them. */
export function lintCommand(exit: (code: number) => void): Command {
  return new Command('lint')
    .description(
      'check spec files, their workloads and traces, and the cluster file; sends nothing',
    )
    .argument('[paths...]', 'spec files and folders (default: specs)')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
    .option('--strict', 'exit 2 on warnings too')
    .action(async (paths: string[], options: LintOptions) =>
      exit(await lint(paths.length > 0 ? paths : ['specs'], options)),
    )
}

async function lint(paths: readonly string[], { config, strict }: LintOptions): Promise<number> {
  const cluster = await loadClusterWithFiles(locateClusterOf(config, process.env), process.env)
  const files = findFiles(paths)
  const used = new Set<string>()
  const specs: Spec[] = []
  const problems: Problem[] = []
  for (const file of files.yamlSpecs) {
    try {
      const environment = { cluster, catalog: checkCatalog, env: process.env }
      const onFile = (path: string) => used.add(resolve(path))
      const spec = readSpec({ file, text: readSpecText(file) }, { ...environment, onFile })
      specs.push(spec)
      for (const trace of await readTraces(spec)) used.add(trace)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      problems.push(...error.problems)
    }
  }
  const warnings = [...specs.flatMap(doubtfulConditions), ...filesNotRun(files, used)]
  for (const warning of warnings) {
    printAside(`warning: ${formatProblem(warning)}\n`)
  }
  if (problems.length > 0) throw new UserError(problems)
  const count = files.yamlSpecs.length + files.moduleSpecs.length
  if (count === 0) throw noSpecs(paths)
  print(`${resultLine(files, warnings.length)}; ${targetLine(cluster)}`)
  for (const line of workloadLines(specs)) print(line)
  return strict && warnings.length > 0 ? exitCodes.usage : exitCodes.met
}

/**
 * Reads the traces that the tests of a spec replay; returns their paths.
 * @throws UserError with the position in the trace, or else of the test
 */
async function readTraces({ tests }: Spec): Promise<string[]> {
  const paths: string[] = []
  for (const { options, place } of tests) {
    if (!options.trace) continue
    const { file, ...traceOptions } = traceOf(options.trace)
    try {
      expectInside(resolve(file), [process.cwd()])
      await readTrace(file, traceOptions)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      throw new UserError(error.problems.map((problem) => ({ place, ...problem })))
    }
    paths.push(resolve(file))
  }
  return paths
}

function traceOf(option: unknown): TraceOptions & { readonly file: string } {
  return typeof option === 'string'
    ? { file: option }
    : (option as TraceOptions & { readonly file: string })
}

/** Files among the specs that neither Vitest runs nor a spec refers to. */
function filesNotRun({ others, moduleSpecs }: FilesToLint, used: ReadonlySet<string>): Problem[] {
  const unused = others
    .filter((file) => !used.has(file))
    .map((file) => ({
      code: 'not_run',
      message: `${shownFile(file)}: nothing runs this file, and no spec that was read refers to it`,
      expected: 'a name that ends in `.spec.yaml`, `.spec.ts` or `.spec.mjs`',
      suggestion: runnableName(file),
    }))
  const misplaced = moduleSpecs
    .filter((file) => !isInStage(file))
    .map((file) => ({
      code: 'not_run',
      message: `${shownFile(file)}: nothing runs this file: it is in no folder of a stage`,
      expected: 'a folder named `network`, `balancer` or `perf` above it',
    }))
  return [...unused, ...misplaced]
}

function noSpecs(paths: readonly string[]): UserError {
  const message = `there are no specs in ${paths.map((path) => shownFile(resolve(path))).join(', ')}`
  const expected = 'a file named `*.spec.yaml`, or a folder that contains such files'
  return new UserError([{ code: 'no_specs', message, expected }])
}

function resultLine({ yamlSpecs, moduleSpecs }: FilesToLint, warnings: number): string {
  const read = `${yamlSpecs.length} spec ${yamlSpecs.length === 1 ? 'file is' : 'files are'} valid`
  const modules =
    moduleSpecs.length > 0 ? [`${moduleSpecs.length} in TypeScript or JavaScript not read`] : []
  const doubts = warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []
  return [read, ...modules, ...doubts].join(', ')
}

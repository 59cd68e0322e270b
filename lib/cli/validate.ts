import { Command } from 'commander'
import colors from 'tinyrainbow'
import { conditionTitle } from '../record/verdict.ts'
import { type CaseResult, hasFailed } from '../runner/case-result.ts'
import { type GateTest, gateState, gateTest } from '../runner/gate.ts'
import { leftOutLine, readNetworkSpecs } from '../runner/network-specs.ts'
import { pingMethods } from '../runner/ping-methods.ts'
import { runCases } from '../runner/run-cases.ts'
import { visibleText } from '../source/visible-text.ts'
import { caseTitle } from '../spec/cases.ts'
import { explain } from '../verdict/explain.ts'
import { type ClusterUnderTest, openCluster } from './kit/cluster-under-test.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { Interruption } from './kit/interruption.ts'
import { print, printAside, printJson } from './kit/print.ts'

interface ValidateOptions {
  readonly config?: string
  readonly specs: string
  readonly json?: boolean
}

/** `clustergate validate`: the network gate from the command line, without a test runner. */
export function validateCommand(exit: (code: number) => void): Command {
  return new Command('validate')
    .description('validate the network before anything is measured')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
    .option('--specs <folder>', 'folder of the specs, with `network` in it', 'specs')
    .option('--json', 'print the verdicts as JSON')
    .action(async (options: ValidateOptions) => exit(await validate(options)))
}

async function validate(options: ValidateOptions): Promise<number> {
  using interruption = new Interruption(printAside)
  await using target = await openCluster(options.config, printAside)
  const { cluster, secrets } = target
  const specs = readNetworkSpecs({ cluster, root: process.cwd(), specs: options.specs })
  const results: CaseResult[] = []
  for (const spec of specs.yaml) {
    if (!options.json) print(colors.bold(visibleText(spec.suite)))
    const ended = await runCases(spec, { cluster, secrets, signal: interruption.signal })
    results.push(...ended)
    if (options.json) continue
    for (const result of ended) print(resultLines(result))
    for (const words of pingMethods(ended)) print(colors.dim(`  ping ${words}`))
  }
  const modules = await runModules(specs.modules, target, interruption.signal)
  if (!options.json) for (const test of modules) print(moduleLines(test))
  if (options.json) printJson({ schemaVersion: 1, results, modules })
  if (interruption.signal.aborted) return exitCodes.interrupted
  const leftOut = leftOutLine(specs)
  if (leftOut !== '') printAside(`note: ${leftOut}`)
  return summary(results, modules, options.json === true)
}

function resultLines({ test, workerId, verdict, warned }: CaseResult): string {
  const name = caseTitle({ name: test }, workerId)
  if (verdict.status === 'skipped')
    return `  ${colors.yellow('↓')} ${name} (${visibleText(verdict.reason ?? '')})`
  const values = verdict.conditions
    .map((condition) => `${conditionTitle(condition)} ${condition.formatted}`)
    .join('  ')
  if (verdict.status === 'pass')
    return `  ${colors.green('✓')} ${name}  ${colors.dim(visibleText(values))}`
  const mark = warned ? colors.yellow('?') : colors.red('✗')
  return `  ${mark} ${name}\n${explain(verdict).replaceAll(/^/gm, '      ')}`
}

/** Specs in TypeScript, which Vitest runs. */
async function runModules(
  files: readonly string[],
  { cluster }: ClusterUnderTest,
  signal: AbortSignal,
): Promise<GateTest[]> {
  if (files.length === 0 || signal.aborted) return []
  const { runModuleSpecs } = await import('../vitest/collect/module-specs.ts')
  return runModuleSpecs({ files, cluster, root: process.cwd(), signal })
}

function moduleLines({ name, outcome, words }: GateTest): string {
  if (outcome === 'failed')
    return `  ${colors.red('✗')} ${name}\n${words.replaceAll(/^/gm, '      ')}`
  const mark = outcome === 'passed' ? colors.green('✓') : colors.yellow('↓')
  return `  ${mark} ${name}`
}

function summary(
  results: readonly CaseResult[],
  modules: readonly GateTest[],
  isQuiet: boolean,
): number {
  const tests = [...results.map(gateTest), ...modules]
  const gate = gateState(tests)
  const failed = tests.filter(({ outcome }) => outcome === 'failed')
  const undecided = results.filter(
    (result) => hasFailed(result) && result.verdict.status === 'inconclusive',
  )
  const isUndecided = failed.length > 0 && failed.length === undecided.length
  const ended = isUndecided ? 'were inconclusive' : 'failed'
  const counts = `${failed.length} of ${tests.length} network tests ${ended}`
  const words = gate.open
    ? colors.green(`gate open: ${tests.length} network tests passed`)
    : colors.red(`gate closed: ${failed.length > 0 ? counts : gate.reason}`)
  if (!isQuiet) print(`\n${words}`)
  if (gate.open) return exitCodes.met
  return isUndecided ? exitCodes.inconclusive : exitCodes.gateClosed
}

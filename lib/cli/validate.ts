import { Command } from 'commander'
import colors from 'tinyrainbow'
import { readNetworkSpecs } from '../checks/network-specs.ts'
import { pingMethods } from '../checks/ping-methods.ts'
import { type CaseResult, hasFailed, runSpec } from '../checks/run-spec.ts'
import { conditionTitle } from '../record/verdict.ts'
import { explain } from '../verdict/explain.ts'
import { openCluster } from './cluster-under-test.ts'
import { exitCodes } from './exit-codes.ts'
import { Interruption } from './interruption.ts'

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
  using interruption = new Interruption((words) => process.stderr.write(`${words}\n`))
  await using target = await openCluster(options.config)
  const { cluster, secrets } = target
  const specs = readNetworkSpecs({ cluster, root: process.cwd(), specs: options.specs })
  const results: CaseResult[] = []
  for (const spec of specs) {
    if (!options.json) print(colors.bold(spec.suite))
    const ended = await runSpec(spec, { cluster, secrets, signal: interruption.signal })
    results.push(...ended)
    if (options.json) continue
    for (const result of ended) print(resultLines(result))
    for (const words of pingMethods(ended)) print(colors.dim(`  ping ${words}`))
  }
  if (options.json) print(JSON.stringify({ schemaVersion: 1, results }, null, 2))
  if (interruption.signal.aborted) return exitCodes.interrupted
  return summary(results, options.json === true)
}

function resultLines({ test, workerId, verdict, warned }: CaseResult): string {
  const name = workerId === undefined ? test : `${test} › ${workerId}`
  if (verdict.status === 'skipped') return `  ${colors.yellow('↓')} ${name} (${verdict.reason})`
  const values = verdict.conditions
    .map((condition) => `${conditionTitle(condition)} ${condition.formatted}`)
    .join('  ')
  if (verdict.status === 'pass') return `  ${colors.green('✓')} ${name}  ${colors.dim(values)}`
  const mark = warned ? colors.yellow('?') : colors.red('✗')
  return `  ${mark} ${name}\n${explain(verdict).replaceAll(/^/gm, '      ')}`
}

function summary(results: readonly CaseResult[], isQuiet: boolean): number {
  const failed = results.filter(hasFailed)
  const isOpen = failed.length === 0 && results.length > 0
  const isUndecided =
    failed.length > 0 && failed.every(({ verdict }) => verdict.status === 'inconclusive')
  const ended = isUndecided ? 'were inconclusive' : 'failed'
  const words = isOpen
    ? colors.green(`gate open: ${results.length} network tests passed`)
    : colors.red(`gate closed: ${failed.length} of ${results.length} network tests ${ended}`)
  if (!isQuiet) print(`\n${words}`)
  if (isOpen) return exitCodes.met
  return isUndecided ? exitCodes.inconclusive : exitCodes.gateClosed
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

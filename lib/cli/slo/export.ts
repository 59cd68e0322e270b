import { resolve } from 'node:path'
import { Command } from 'commander'
import type { Cluster } from '../../cluster/cluster.ts'
import { targetLine } from '../../cluster/target.ts'
import { type LeftOut, leftOutInWords } from '../../slo/left-out.ts'
import { openSloFile } from '../../slo/openslo/documents.ts'
import { ruleFile } from '../../slo/prometheus/rules.ts'
import { shownFile } from '../../source/user-error.ts'
import { visibleText } from '../../source/visible-text.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { printAside } from '../kit/print.ts'
import { checkWritable, writeAtomically } from '../kit/write-atomically.ts'
import { declaredSlos } from './declared-slos.ts'
import { serviceOption, shareOption, windowOption } from './export-options.ts'

interface ExportOptions {
  readonly config?: string
  readonly output?: string
}

interface OpenSloOptions extends ExportOptions {
  readonly service: string
  readonly window: string
  /** Above 0 and below 1. */
  readonly target: number
}

/** `clustergate export`: the SLOs of the specs, in the formats of other tools. */
export function exportCommand(exit: (code: number) => void): Command {
  const end = (code: Promise<number>) => code.then(exit)
  const command = new Command('export')
    .description('write what the specs declare for other tools')
    .addCommand(
      subcommand('openslo', 'as OpenSLO v1: a service, its indicators and objectives')
        .addOption(serviceOption())
        .addOption(windowOption())
        .addOption(shareOption())
        .addHelpText('after', help('openslo', 'slos.yaml'))
        .action((specs: string[], options: OpenSloOptions) => end(exportOpenSlo(specs, options))),
    )
    .addCommand(
      subcommand('prometheus-rules', 'as alert rules on the metrics of `clustergate serve`')
        .addHelpText('after', help('prometheus-rules', 'clustergate.rules.yaml'))
        .action((specs: string[], options: ExportOptions) => end(exportRules(specs, options))),
    )
  for (const each of command.commands) each.exitOverride().showHelpAfterError()
  return command
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[specs...]', 'spec files, or folders of them', ['specs'])
    .option('-o, --output <file>', 'output file (default: standard output)')
    .option(
      '-c, --config <file>',
      'cluster file that it is for (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
}

function help(name: string, file: string): string {
  return `
What cannot be exported is listed on standard error, with the reason.
Exit codes: 0 written; 2 wrong usage, or a mistake in a file.

Example:
  clustergate export ${name} specs --output ${file}`
}

async function exportOpenSlo(specs: readonly string[], options: OpenSloOptions): Promise<number> {
  const { suites, modules, cluster } = await declaredSlos(specs, options.config)
  const { service, window, target } = options
  const { text, slos, leftOut } = openSloFile(suites, { service, window, target, cluster })
  await write(visibleText(text), options.output)
  report(`${slos} SLOs`, leftOut, modules.length, cluster)
  return exitCodes.met
}

async function exportRules(specs: readonly string[], options: ExportOptions): Promise<number> {
  const { suites, modules, cluster } = await declaredSlos(specs, options.config)
  const { text, alerts, leftOut } = ruleFile(suites, cluster)
  await write(visibleText(text), options.output)
  report(`${alerts} alerts`, leftOut, modules.length, cluster)
  return exitCodes.met
}

async function write(text: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stdout.write(text)
    return
  }
  await checkWritable(output)
  await writeAtomically(resolve(output), text)
  printAside(`export: ${shownFile(resolve(output))}`)
}

function report(written: string, leftOut: readonly LeftOut[], modules: number, cluster: Cluster) {
  const unread =
    modules === 0 ? '' : `; ${modules} specs in TypeScript, which are known only when they run`
  const lines = [
    `${written}; left out: ${leftOut.length} objectives${unread}; ${targetLine(cluster)}`,
    ...leftOut.map((each) => `  ${leftOutInWords(each)}`),
  ]
  printAside(lines.join('\n'))
}

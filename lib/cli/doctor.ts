import { Command } from 'commander'
import colors from 'tinyrainbow'
import { UserError } from '../source/user-error.ts'
import type { CheckUp } from './doctor/finding.ts'
import { lookAtMachine } from './doctor/machine.ts'
import { lookAtProject } from './doctor/project.ts'
import { lookAtWorkers } from './doctor/workers.ts'
import { openCluster } from './kit/cluster-under-test.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { Interruption } from './kit/interruption.ts'
import { print, printJson } from './kit/print.ts'

interface Options {
  readonly config?: string
  readonly json?: boolean
}

/** `clustergate doctor`: missing tools, a wrong configuration, and the state of the workers. */
export function doctorCommand(exit: (code: number) => void): Command {
  return new Command('doctor')
    .description('check this machine, the project and the workers; every problem has a remedy')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else that of the plugin, else the embedded cluster)',
    )
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      '\nIt sends GET requests to the workers, and no load.\n\nExit codes: 0 no problem (warnings may be), 1 a problem, 2 wrong usage, 130 interrupted.',
    )
    .action(async (options: Options) => exit(await doctor(options)))
}

async function doctor({ config, json }: Options): Promise<number> {
  using interruption = new Interruption(() => undefined)
  const { signal } = interruption
  const folder = process.cwd()
  const machine = await lookAtMachine(folder, signal)
  const project = await lookAtProject(folder)
  const workers = await workerFindings(
    config ?? process.env.CLUSTERGATE_CLUSTER ?? project.cluster,
    signal,
  )
  if (signal.aborted) return exitCodes.interrupted
  const findings = [...machine, ...project.findings, ...workers]
  if (json) printJson({ schemaVersion: 1, findings })
  else printFindings(findings)
  return findings.some(({ status }) => status === 'problem') ? exitCodes.missed : exitCodes.met
}

async function workerFindings(config: string | undefined, signal: AbortSignal): Promise<CheckUp[]> {
  try {
    let words = ''
    await using target = await openCluster(config, (line) => {
      words = line
    })
    const found = await lookAtWorkers(target.cluster.workers, signal)
    return [{ area: 'workers', status: 'ok', words }, ...found]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const words = `the cluster file cannot be used: ${error.message}`
    return [
      {
        area: 'workers',
        status: 'problem',
        words,
        remedy: 'fix it: docs/cluster.md lists all fields',
      },
    ]
  }
}

const headings = {
  machine: 'This machine',
  project: 'This project',
  workers: 'The workers',
} as const
const marks = {
  ok: colors.green('✓'),
  warning: colors.yellow('!'),
  problem: colors.red('✗'),
} as const

function printFindings(findings: readonly CheckUp[]): void {
  for (const [area, heading] of Object.entries(headings)) {
    const own = findings.filter((finding) => finding.area === area)
    if (own.length === 0) continue
    print(colors.bold(heading))
    for (const { status, words, remedy } of own) {
      print(`  ${marks[status]} ${words.replaceAll('\n', '\n    ')}`)
      if (remedy !== undefined) print(`      remedy: ${remedy}`)
    }
  }
  const count = (status: CheckUp['status']) =>
    findings.filter((each) => each.status === status).length
  const [problems, warnings] = [count('problem'), count('warning')]
  print(
    `\n${problems} ${problems === 1 ? 'problem' : 'problems'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  )
}

import { Command, CommanderError } from 'commander'
import { disableDefaultColors } from 'tinyrainbow'
import { UserError } from '../source/user-error.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { printAside } from './kit/print.ts'

/** One file per subcommand, loaded on demand: loading all takes half a second. */
const commands: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  init: async () => (await import('./init.ts')).initCommand,
  validate: async () => (await import('./validate.ts')).validateCommand,
  lint: async () => (await import('./lint.ts')).lintCommand,
  quick: async () => (await import('./bench/quick.ts')).quickCommand,
  bench: async () => (await import('./bench/bench.ts')).benchCommand,
  compare: async () => (await import('./bench/compare.ts')).compareCommand,
  baseline: async () => (await import('./baseline/baseline.ts')).baselineCommand,
  history: async () => (await import('./history/history.ts')).historyCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  docs: async () => (await import('./slo/docs.ts')).docsCommand,
  export: async () => (await import('./slo/export.ts')).exportCommand,
  serve: async () => (await import('./serve/serve.ts')).serveCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  discover: async () => (await import('./discover.ts')).discoverCommand,
  simulate: async () => (await import('./simulate/simulate.ts')).simulateCommand,
  agent: async () => (await import('./agent/agent.ts')).agentCommand,
  agents: async () => (await import('./agent/agents.ts')).agentsCommand,
}

type DefineCommand = (exit: (code: number) => void) => Command

/** Runs the `clustergate` command; returns its exit code. */
export async function runProgram(argv: readonly string[], version: string): Promise<number> {
  // Tinyrainbow colours output to a file as well.
  const { FORCE_COLOR, CI } = process.env
  if (!process.stdout.isTTY && !FORCE_COLOR && !CI) disableDefaultColors()
  let exitCode: number = exitCodes.met
  const program = new Command('clustergate')
    .description('SLOs as code for clusters of LLM inference workers')
    .version(version)
    .addHelpText(
      'after',
      '\nExit codes: 0 met, 1 budget missed, 2 usage or spec error, 3 gate closed, 4 inconclusive, 130 interrupted.',
    )
  for (const define of await definitionsFor(argv[2])) {
    program.addCommand(define((code) => (exitCode = code)))
  }
  reportUsageErrors(program)
  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    return exitCodeOf(error)
  }
}

/** A usage error is a line, the nearest name, and where the help is: not the help itself. */
function reportUsageErrors(command: Command, path: readonly string[] = []): void {
  const names = [...path, command.name()]
  command.exitOverride().showHelpAfterError(`See \`${names.join(' ')} --help\`.`)
  for (const subcommand of command.commands) reportUsageErrors(subcommand, names)
}

/** The given subcommand; all of them if it does not exist: for the help and the nearest name. */
function definitionsFor(name = ''): Promise<DefineCommand[]> {
  const asked = Object.hasOwn(commands, name) ? commands[name] : undefined
  return Promise.all((asked ? [asked] : Object.values(commands)).map((load) => load()))
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.met : exitCodes.usage
  if (error instanceof UserError) {
    printAside(error.message)
    return exitCodes.usage
  }
  throw error
}

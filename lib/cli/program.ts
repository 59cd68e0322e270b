import { Command, CommanderError } from 'commander'
import { disableDefaultColors } from 'tinyrainbow'
import { UserError } from '../source/user-error.ts'
import { visibleText } from '../source/visible-text.ts'
import { commands, listedCommand } from './commands.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { printAside } from './kit/print.ts'

/** Runs the `clustergate` command; its exit code. */
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
  const asked = argv.slice(2).find((name) => Object.hasOwn(commands, name))
  for (const [name, command] of Object.entries(commands)) {
    const define = name === asked ? await command.load() : () => listedCommand(name, command)
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

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.met : exitCodes.usage
  if (error instanceof UserError) {
    printAside(error.message)
    return exitCodes.usage
  }
  if (!isOfFileSystem(error)) throw error
  printAside(visibleText(`a file or folder cannot be used: ${error.message}`))
  return exitCodes.usage
}

/** Such as a folder that this user may not list: what to do is in the message of the system. */
function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error
}

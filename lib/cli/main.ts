#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { packagedFile } from '../cluster/locate-cluster.ts'
import { UserError } from '../source/user-error.ts'
import { exitCodes } from './exit-codes.ts'
import { lintCommand } from './lint.ts'
import { serveCommand } from './serve.ts'
import { simulateCommand } from './simulate.ts'
import { validateCommand } from './validate.ts'

/** The `clustergate` command: one file per subcommand beside this one. */
async function main(argv: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(packagedFile('package.json'), 'utf8'))
  let exitCode: number = exitCodes.met
  const program = new Command('clustergate')
    .description('SLOs as code for clusters of LLM inference workers')
    .version(version)
    .exitOverride()
    .showHelpAfterError()
    .addCommand(validateCommand((code) => (exitCode = code)))
    .addCommand(lintCommand((code) => (exitCode = code)))
    .addCommand(serveCommand((code) => (exitCode = code)))
    .addCommand(simulateCommand((code) => (exitCode = code)))
    .addHelpText(
      'after',
      '\nExit codes: 0 met, 1 budget missed, 2 usage or spec error, 3 gate closed, 130 interrupted.',
    )
  for (const command of program.commands) command.exitOverride().showHelpAfterError()
  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    return exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.met : exitCodes.usage
  if (error instanceof UserError) {
    console.error(error.message)
    return exitCodes.usage
  }
  throw error
}

process.exitCode = await main(process.argv)

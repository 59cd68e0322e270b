import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { checkCatalog } from '../checks/catalog.ts'
import { loadCluster } from '../cluster/load-cluster.ts'
import { locateCluster } from '../cluster/locate-cluster.ts'
import { UserError } from '../source/user-error.ts'
import { readSpec } from '../spec/read-spec.ts'
import { exitCodes } from './exit-codes.ts'

/** `clustergate lint`: reads spec files without running them. */
export function lintCommand(exit: (code: number) => void): Command {
  return new Command('lint')
    .description('check spec files and the cluster file without sending anything')
    .argument('<files...>', 'spec files (YAML)')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
    .action(async (files: string[], { config }: { config?: string }) =>
      exit(await lint(files, config)),
    )
}

async function lint(files: readonly string[], config: string | undefined): Promise<number> {
  const env = { ...process.env, ...(config && { CLUSTERGATE_CLUSTER: config }) }
  const cluster = await loadCluster(locateCluster(undefined, process.cwd(), env), process.env)
  const problems = files.flatMap((file) => {
    try {
      const text = readFileSync(file, 'utf8')
      readSpec({ file: resolve(file), text }, { cluster, catalog: checkCatalog, env: process.env })
      return []
    } catch (error) {
      if (error instanceof UserError) return error.problems
      return [{ code: 'unreadable_file', message: `${file}: ${(error as Error).message}` }]
    }
  })
  if (problems.length > 0) throw new UserError(problems)
  process.stdout.write(
    `${files.length} spec ${files.length === 1 ? 'file is' : 'files are'} fine\n`,
  )
  return exitCodes.met
}

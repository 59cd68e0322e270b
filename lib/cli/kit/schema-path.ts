import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { slashedPath } from '../../source/slashed-path.ts'

/**
 * The path to a schema of the package from a file of the user, for its `$schema` line: through the folder
 * `node_modules` of the project, which stays the same when the package is updated.
 */
export function schemaPath(schema: string, file: string): string {
  const modules = modulesAbove(process.cwd()) ?? resolve('node_modules')
  return slashedPath(dirname(resolve(file)), join(modules, 'clustergate/schemas', schema))
}

/** The nearest `node_modules` with the package: in a monorepo it may be above the folder. */
function modulesAbove(folder: string): string | undefined {
  const modules = join(folder, 'node_modules')
  if (existsSync(join(modules, 'clustergate'))) return modules
  const parent = dirname(folder)
  return parent === folder ? undefined : modulesAbove(parent)
}

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The cluster file to use: the environment's `CLUSTERGATE_CLUSTER`, else the configured one, else the
 * embedded cluster. Relative paths start at `root`.
 */
export function locateCluster(
  configured: string | undefined,
  root: string,
  env: NodeJS.ProcessEnv,
): string {
  const named = env.CLUSTERGATE_CLUSTER || configured
  return named ? resolve(root, named) : packagedFile('config/embedded.yaml')
}

/** Absolute path of a file that comes with the package, from its sources or its build. */
export function packagedFile(path: string): string {
  return join(packageRoot(dirname(fileURLToPath(import.meta.url))), path)
}

function packageRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'clustergate') {
    return folder
  }
  const parent = dirname(folder)
  if (parent === folder) throw new Error('the package clustergate is not complete: no package.json')
  return packageRoot(parent)
}

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../source/user-error.ts'

/**
 * The cluster file to use: the environment's `CLUSTERGATE_CLUSTER`, else the configured one, else the
 * embedded cluster. Relative paths start at `root`.
 * @throws UserError for an empty name, which was meant to be a file
 */
export function locateCluster(
  configured: string | undefined,
  root: string,
  env: NodeJS.ProcessEnv,
): string {
  const { CLUSTERGATE_CLUSTER: variable } = env
  if (variable !== undefined)
    return resolve(root, named(variable, 'CLUSTERGATE_CLUSTER', 'unset it'))
  if (configured !== undefined) return resolve(root, named(configured, '`cluster`', 'leave it out'))
  return embeddedCluster()
}

/**
 * The cluster file of a command: that of its option, else as `locateCluster` finds it from the working directory.
 * @throws UserError for an empty name
 */
export function locateClusterOf(option: string | undefined, env: NodeJS.ProcessEnv): string {
  const root = process.cwd()
  if (option === undefined) return locateCluster(undefined, root, env)
  return resolve(root, named(option, '`--config`', 'leave it out'))
}

/** The file of the cluster that is used where none is named. */
export function embeddedCluster(): string {
  return packagedFile('config/embedded.yaml')
}

function named(file: string, by: string, instead: string): string {
  if (file.trim() !== '') return file
  const message = `${by} is set and empty, so it names no cluster`
  const expected = `a cluster file; for the embedded cluster, ${instead}`
  throw new UserError([{ code: 'empty_cluster_name', message, expected }])
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

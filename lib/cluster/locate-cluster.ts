import { resolve } from 'node:path'
import { UserError } from '../source/user-error.ts'
import { packagedFile } from './packaged-file.ts'

/**
 * The cluster file to use: the environment's `CLUSTERGATE_CLUSTER`, else the configured one, else the
 * embedded cluster. Relative paths start at `root`.
 * @throws UserError for an empty name, which is probably an unset variable
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

/** The cluster file that is used if none is named. */
export function embeddedCluster(): string {
  return packagedFile('config/embedded.yaml')
}

function named(file: string, by: string, instead: string): string {
  if (file.trim() !== '') return file
  const message = `${by} is set and empty, so it names no cluster`
  const expected = `a cluster file; for the embedded cluster, ${instead}`
  throw new UserError([{ code: 'empty_cluster_name', message, expected }])
}

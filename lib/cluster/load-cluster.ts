import { dirname, resolve } from 'node:path'
import type { ClusterFile } from '../generated/cluster.ts'
import { parseSource, type SourceDocument, type SourcePath } from '../source/document.ts'
import { expectNoLinkOut } from '../source/files/outside-file.ts'
import { readText } from '../source/files/read-text.ts'
import { fillDocument } from '../source/fill-document.ts'
import type { Variables } from '../source/interpolate.ts'
import { byPlace, schemaProblems } from '../source/schema-problems.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import type { Cluster } from './cluster.ts'
import { clusterValidator } from './cluster-validators.ts'
import { certificateProblems } from './problems/certificate-problems.ts'
import { clusterProblems } from './problems/cluster-problems.ts'
import { readBalancer } from './read/read-balancer.ts'
import { readDistribution, redisUrlAlone } from './read/read-distribution.ts'
import { readWorker } from './read/read-worker.ts'
import { readServe } from './serve-settings.ts'

/**
 * Reads a cluster file, JSON or YAML.
 * @param env environment in which `${NAME}` of the file is looked up; API keys and headers are not filled
 * in
 * @throws UserError with all problems of the file at once
 * @example
 * const { workers } = await loadCluster('config/my_workers.json')
 */
export async function loadCluster(
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Cluster> {
  const path = resolve(file)
  return parseCluster(clusterDocument(path, await readClusterText(path)), env)
}

/**
 * Like `loadCluster`, for commands that use the workers: problems of the files that the cluster file names are
 * among those of the file.
 */
export async function loadClusterWithFiles(file: string, env: Variables): Promise<Cluster> {
  const path = resolve(file)
  const document = clusterDocument(path, await readClusterText(path))
  return parseCluster(document, env, (value) => [
    ...clusterProblems(document, value),
    ...certificateProblems(document, value),
  ])
}

/**
 * The text of a cluster file.
 * @throws UserError for a file that cannot be read, and for a link out of the working directory
 */
export function readClusterText(file: string): Promise<string> {
  expectNoLinkOut(file)
  return readText(file)
}

/** @param path absolute */
export function clusterDocument(path: string, text: string): SourceDocument {
  return parseSource(text, path, ['workers'])
}

/**
 * Like `loadCluster`, for a document that has been read; its file must be an absolute path.
 * @param beyondSchema finds problems that the schema cannot express
 */
export function parseCluster(
  document: SourceDocument,
  env: Variables,
  beyondSchema = (value: unknown) => clusterProblems(document, value),
): Cluster {
  const { value, problems: found } = fillDocument(document, env, {
    validate: clusterValidator,
    keepRaw: isSecretPath,
  })
  const problems = found.filter((problem) => !isOfRedisUrl(problem, document, value))
  problems.push(...schemaProblems(document, value, clusterValidator, problems))
  const places = new Set(problems.map(({ place }) => `${place?.line}:${place?.column}`))
  const further = beyondSchema(value).filter(
    ({ place }) => !places.has(`${place?.line}:${place?.column}`),
  )
  problems.push(...further)
  if (problems.length > 0) throw new UserError(problems.sort(byPlace))
  return toCluster(document.file, value as ClusterFile, env)
}

/**
 * `redis: ${REDIS_URL}` as a whole value is permitted: its content is sent only to the host that it names
 * itself.
 */
function isOfRedisUrl({ code, place }: Problem, document: SourceDocument, value: unknown): boolean {
  if (code !== 'variable_withheld') return false
  const { distribution } = value as ClusterFile
  if (distribution?.redis !== redisUrlAlone) return false
  const own = document.problem(code, ['distribution', 'redis'], '').place
  return place?.line === own?.line && place?.column === own?.column
}

function isSecretPath(path: SourcePath): boolean {
  const name = path.at(-1)
  const within = path.at(-2)
  return (
    name === 'api_key' || within === 'headers' || (within === 'distribution' && name === 'redis')
  )
}

function toCluster(path: string, file: ClusterFile, env: Variables): Cluster {
  const subnet = file.network?.subnet
  const distribution = readDistribution(file.distribution, dirname(path), env)
  return {
    file: path,
    workers: file.workers.map((entry) => readWorker(entry, file, dirname(path))),
    ...(subnet !== undefined && { subnet }),
    allowCommands: file.allow_commands ?? false,
    balancer: readBalancer(file.balancer),
    serve: readServe(file.serve),
    ...(distribution && { distribution }),
  }
}

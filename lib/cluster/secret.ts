import { interpolate } from '../source/interpolate.ts'
import { UserError } from '../source/user-error.ts'
import type { Cluster, SecretText, Worker } from './cluster.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The secret itself, with its environment variables filled in: asked for only where it is sent.
 * @throws UserError that names the variable, never the value, if one is not set
 */
export function resolveSecret({ template }: SecretText, env: Environment): string {
  const resolved = interpolate(template, env)
  if (resolved.ok) return resolved.value
  throw new UserError([
    {
      code: resolved.reason === 'missing' ? 'secret_missing' : 'secret_malformed',
      message: `a secret is not known: ${resolved.message}`,
      expected: 'the variable in the environment of this run, e.g. `export NAME=...`',
    },
  ])
}

/**
 * What is sent to a worker as `authorization`; undefined where it has no key.
 * @throws UserError as `resolveSecret`
 */
export function authorizationOf(
  { apiKey }: Pick<Worker, 'apiKey'>,
  env: Environment,
): string | undefined {
  return apiKey && `Bearer ${resolveSecret(apiKey, env)}`
}

/** All secrets of a cluster that are known here, for taking them out of reports. */
export function collectSecrets(cluster: Pick<Cluster, 'workers'>, env: Environment): string[] {
  const secrets = cluster.workers.flatMap(({ apiKey }) => {
    // One that is not set cannot leak; whoever sends it reports that.
    const resolved = apiKey && interpolate(apiKey.template, env)
    return resolved?.ok && resolved.value !== '' ? [resolved.value] : []
  })
  return [...new Set(secrets)]
}

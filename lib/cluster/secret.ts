import { interpolate } from '../source/interpolate.ts'
import { isSecretName } from '../source/secrets/secret-name.ts'
import { UserError } from '../source/user-error.ts'
import type { Cluster, SecretText, Worker } from './cluster.ts'
import { redisPasswords } from './read/read-distribution.ts'

type Variables = Readonly<Record<string, string | undefined>>

const codesByReason = {
  missing: 'secret_missing',
  malformed: 'secret_malformed',
  withheld: 'secret_withheld',
} as const

/**
 * The secret itself, with its environment variables filled in: called only where it is sent.
 * @throws UserError that names the variable, never the value, if one is not set
 */
export function resolveSecret({ template }: SecretText, env: Variables): string {
  const resolved = interpolate(template, env)
  if (resolved.ok) return resolved.value
  throw new UserError([
    {
      code: codesByReason[resolved.reason],
      message: `a secret is not known: ${resolved.message}`,
      expected: 'the variable in the environment of this run, e.g. `export NAME=...`',
    },
  ])
}

/**
 * The headers of the cluster file that are sent to a worker with every request, its key as `authorization`
 * among them; names in lower case.
 * @throws UserError like `resolveSecret`
 */
export function workerHeaders(
  { apiKey, headers = {} }: Pick<Worker, 'apiKey' | 'headers'>,
  env: Variables,
): Readonly<Record<string, string>> {
  const own = Object.entries(headers).map(([name, text]) => [name, resolveSecret(text, env)])
  return {
    ...Object.fromEntries(own),
    ...(apiKey && { authorization: `Bearer ${resolveSecret(apiKey, env)}` }),
  }
}

/** Whether there is a key among headers, judged by their names. */
export function hasCredential(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some(isKeyHeader)
}

/** All known secrets of a cluster, to mask them in reports. */
export function collectSecrets(
  cluster: Pick<Cluster, 'workers' | 'distribution'>,
  env: Variables,
): string[] {
  const headersOfAll = cluster.workers.flatMap(({ apiKey, headers = {} }) => [
    ...(apiKey ? [['authorization', apiKey] as const] : []),
    ...Object.entries(headers),
  ])
  const secrets = valuesOfSecrets(headersOfAll, env)
  const passwords = cluster.distribution ? redisPasswords(cluster.distribution, env) : []
  return [...new Set([...secrets, ...passwords])]
}

/** The values of the secrets in headers, or in variables of a program. */
export function valuesOfSecrets(
  templates: readonly (readonly [name: string, text: SecretText])[],
  env: Variables,
): string[] {
  return templates
    .flatMap(([name, text]) => secretParts(name, text))
    .flatMap((template) => {
      // A secret that is not set cannot leak; the code that sends it reports that.
      const resolved = interpolate(template, env)
      return resolved.ok && resolved.value !== '' ? [resolved.value] : []
    })
}

/**
 * The secrets in the value of a header: each variable, and the whole value if the header has the name of a
 * key. Of `Token ${KEY}` the key alone is a secret too, and `openai` of `x-provider` is not.
 */
function secretParts(name: string, { template }: SecretText): string[] {
  const variables = template.match(/(?<!\$)\$\{[^}]*\}/g) ?? []
  return isKeyHeader(name) ? [template, ...variables] : variables
}

/** Includes `Ocp-Apim-Subscription-Key`: a header that ends in `key` contains one. */
function isKeyHeader(name: string): boolean {
  return isSecretName(name) || /(?:^|[-_])key$/i.test(name)
}

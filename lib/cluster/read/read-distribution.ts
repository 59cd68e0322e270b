import { resolve } from 'node:path'
import type { ClusterFile } from '../../generated/cluster.ts'
import { interpolate, type Variables } from '../../source/interpolate.ts'
import { UserError } from '../../source/user-error.ts'
import type { Distribution } from '../cluster.ts'

/**
 * Where agents are found, by the cluster file, else by `$CLUSTERGATE_REDIS`; undefined: nowhere.
 * @param folder of the cluster file, where relative paths start
 */
export function readDistribution(
  entry: ClusterFile['distribution'],
  folder: string,
  env: Variables,
): Distribution | undefined {
  if (!entry) return env.CLUSTERGATE_REDIS ? { redis: { template: fromEnvironment } } : undefined
  const { redis, ca_file: caFile } = entry
  return {
    redis: { template: redis },
    ...(caFile !== undefined && { caFile: resolve(folder, caFile) }),
  }
}

/** The one variable that may be read without permission, and only as a whole value. */
export const redisUrlAlone = '${REDIS_URL}'

const fromEnvironment = '${CLUSTERGATE_REDIS}'

/**
 * The URL of Redis, with its variables filled in. `${REDIS_URL}` as a whole value needs no permission: its
 * content is sent only to the host that it names itself.
 * @throws UserError that names the variable, never the value, if one is not set
 */
export function redisUrl({ redis }: Distribution, env: Variables): string {
  const resolved = resolveUrl(redis.template, env)
  if (resolved.ok) return resolved.value
  throw new UserError([
    {
      code: 'distribution',
      message: `the address of Redis is not known: ${resolved.message}`,
      expected: 'the variable in the environment of this run, e.g. `export REDIS_URL=redis://...`',
    },
  ])
}

/** The secrets in the URL: the password as written, and decoded. */
export function redisPasswords({ redis }: Distribution, env: Variables): string[] {
  const resolved = resolveUrl(redis.template, env)
  if (!resolved.ok || !URL.canParse(resolved.value)) return []
  const { password } = new URL(resolved.value)
  return password === '' ? [] : [...new Set([password, decodeURIComponent(password)])]
}

function resolveUrl(template: string, env: Variables) {
  const isWhole = template === redisUrlAlone
  return interpolate(template, isWhole ? { ...env, CLUSTERGATE_ENV: 'REDIS_URL' } : env)
}

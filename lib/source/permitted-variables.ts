/** Variables that files may read without permission: ours, and API keys with common names. */
const permittedAlways = /^CLUSTERGATE_|(?:^|_)(?:API_?TOKEN|KEY|APIKEY)S?$/

/** Other secrets: of agents, of a cloud account, of a host, of signatures. */
const otherKeys =
  /^CLUSTERGATE_AGENT_KEY$|(?:^|_)(?:SECRET|ACCESS|PRIVATE|SSH|GPG|SIGN(?:ING)?|(?:EN)?CRYPT(?:ION)?|DEPLOY|MASTER|ACCOUNT|STORAGE)(?:_|$)/

/**
 * Whether specs, cluster files and workloads may read an environment variable. They are part of a
 * repository, so a change to it could otherwise have any secret of the machine that tests it sent to a host
 * that it names. `CLUSTERGATE_ENV` permits more: names, separated by commas or spaces, in which `*` matches
 * anything.
 */
export function isPermitted(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (permittedAlways.test(name) && !otherKeys.test(name)) return true
  const more = (env.CLUSTERGATE_ENV ?? '').split(/[\s,]+/).filter(Boolean)
  return more.some((pattern) => matches(name, pattern))
}

function matches(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[^\w]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(name)
}

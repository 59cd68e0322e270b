import type { Worker } from './cluster.ts'

/**
 * The URL of a path on a worker: scheme, brackets around IPv6 addresses, and base path of the cluster file.
 * `path` may have a query.
 */
export function workerUrl(
  { host, port, tls, basePath }: Pick<Worker, 'host' | 'port' | 'tls' | 'basePath'>,
  path: string,
): URL {
  const scheme = tls ? 'https' : 'http'
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const slash = path.startsWith('/') ? '' : '/'
  // Concatenated as text: `new URL(path, base)` would read `//name/...` as another host.
  return new URL(`${scheme}://${authority}${basePath}${slash}${path}`)
}

import type { BalancerStats } from '../../balancer/metrics/stats.ts'
import { formatQuantity } from '../../units/quantity.ts'

export const serveHelp = `
Built-in paths: /health, /status (a page in a browser), /metrics (Prometheus), and
POST /admin/drain?worker=ID, /admin/undrain?worker=ID. Only the inference API is forwarded (/v1/* and
the paths of the worker types), and the paths in serve.paths of the cluster file.

Ctrl-C or SIGTERM: accepts no further requests, finishes those in flight, exit code 0. A second one exits
at once with 130. A mistake in a file or an option, or a port that is in use: 2.

Examples:
  clustergate serve --config config/my_workers.json
  clustergate serve --host 0.0.0.0 --api-key-env CLUSTERGATE_KEY
  curl http://127.0.0.1:4000/v1/chat/completions -d '{"messages":[{"role":"user","content":"hello"}]}'`

/** Where and by which workers requests are served, in one line. */
export function startLine(url: string, { strategy, workers }: BalancerStats): string {
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0)
  const names = workers.length > 5 ? '' : ` (${workers.map(({ id }) => id).join(', ')})`
  const count = `${workers.length} ${workers.length === 1 ? 'worker' : 'workers'}${names}`
  return `${url}/v1 serves ${count} with ${slots} slots by ${strategy}; see ${url}/status`
}

export function cutLine(count: number, timeoutMs: number): string {
  const requests = count === 1 ? '1 request' : `${count} requests`
  const was = count === 1 ? 'was' : 'were'
  return `${requests} had not ended after ${formatQuantity(timeoutMs, 'duration')}, and ${was} cut off`
}

/** The meaning of a failure to listen on an address, by the system's code. */
export function listenFault(code: string): string | undefined {
  return listenFaults[code]
}

const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another program listens there; choose one with --port, or any free one with --port 0',
  EACCES: 'this user may not; ports below 1024 need privileges',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no such name is known',
}

// What a request costs by the number of workers and of requests in flight: where does it stop being linear?
import { markdown } from '../balancer/report.mjs'
import { startCandidate } from './candidates.mjs'
import { pin, serverCore } from './cores.mjs'
import { startNginx } from './nginx.mjs'

const sizes = [
  ...[1, 10, 100, 1_000].map((workers) => ({ workers, connections: 50 })),
  ...[1, 10, 100, 1_000, 10_000].map((connections) => ({ workers: 10, connections })),
]
/** As many before, which are not counted: code is compiled meanwhile. */
const requests = Number(process.argv[2] ?? 10_000)
const names = ['balancer', ...(process.env.BENCH_BEFORE ? ['balancer before'] : [])]

const server = await startNginx(false)
pin(server.pid, serverCore)
const rows = []
for (const size of sizes) {
  const costs = []
  for (const name of names) {
    const client = startCandidate(name)
    const load = { host: '127.0.0.1', port: server.port, ...size }
    await client.run({ ...load, requests })
    const { failed, cpuSeconds, p50Ms } = await client.run({ ...load, requests })
    if (failed > 0) throw new Error(`${failed} of ${requests} failed`)
    costs.push(((cpuSeconds * 1e6) / requests).toFixed(1), p50Ms.toFixed(2))
    await client.stop()
  }
  rows.push([size.workers, size.connections, ...costs])
}
await server.stop()
const columns = names.flatMap((name) => [`${name}: CPU µs per request`, 'p50 ms'])
process.stdout.write(`${markdown(['workers', 'in flight', ...columns], rows)}\n`)

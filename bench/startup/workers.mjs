// Serves many simulated workers on loopback until its standard input closes; prints their cluster file.
import { startSimulatedCluster } from '../../dist/lib/simulator.js'

const count = Number(process.argv[2] ?? 500)
const simulate = { timeToFirstTokenMs: 1, tokenTimeMs: 1, jitter: 0, seed: 1, imitates: 'openai' }
const workers = Array.from({ length: count }, (_, index) => ({
  id: `w${index}`,
  host: `127.20.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  port: 0,
  type: 'simulated',
  model: 'tiny',
  maxConcurrentRequests: 5,
  tags: [],
  basePath: '',
  simulate,
}))
const cluster = await startSimulatedCluster(workers)
const served = cluster.workers.map(({ id, host, port }) => ({
  id,
  host,
  port,
  type: 'openai',
  model: 'tiny',
}))
process.stdout.write(`${JSON.stringify({ workers: served })}\n`)
process.stdin.resume()
process.stdin.once('end', () => cluster.close())

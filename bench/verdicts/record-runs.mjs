// Records how much equal runs against the embedded cluster differ: 400 runs of 100 requests each,
// which the simulation draws from. Writes real-runs.json beside this file.
// npm run build && node bench/verdicts/record-runs.mjs
import { writeFile } from 'node:fs/promises'
import { request } from 'undici'
import { Balancer, loadCluster } from '../../dist/lib/balancer.js'
import { startSimulatedCluster } from '../../dist/lib/simulator.js'

const runs = 400
const requests = 100
const concurrency = 15

const described = await loadCluster(new URL('../../config/embedded.yaml', import.meta.url).pathname)
const cluster = await startSimulatedCluster(described.workers)
const balancer = new Balancer({ workers: cluster.workers })
try {
  await load()
  const recorded = []
  for (let run = 0; run < runs; run++) recorded.push(await load())
  const file = new URL('real-runs.json', import.meta.url)
  const what = `${requests} requests, ${concurrency} at once, of the embedded cluster`
  await writeFile(
    file,
    `${JSON.stringify({ what, throughput: column('perSecond'), p95Ms: column('p95Ms') })}\n`,
  )

  function column(name) {
    return recorded.map((run) => Number(run[name].toPrecision(6)))
  }
} finally {
  await balancer.close()
  await cluster.close()
}

/** One run: throughput per second and the 95th percentile of latency. */
async function load() {
  const latencies = []
  let left = requests
  const began = performance.now()
  const lane = async () => {
    while (left-- > 0) {
      const sent = performance.now()
      const { statusCode, body } = await request('http://cluster/v1/chat/completions', {
        dispatcher: balancer,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'simulated-7b',
          max_tokens: 16,
          messages: [{ role: 'user', content: 'Why is the sky blue?' }],
        }),
      })
      await body.dump()
      if (statusCode !== 200) throw new Error(`responded with ${statusCode}`)
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  const perSecond = (1_000 * requests) / (performance.now() - began)
  latencies.sort((a, b) => a - b)
  return { perSecond, p95Ms: latencies[Math.ceil(0.95 * requests) - 1] }
}

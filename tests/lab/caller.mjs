// Sends 300 requests, 6 at a time, and prints a line for each that ended and a summary at the end.
// node caller.mjs serve URL | node caller.mjs library MODULE CLUSTER
import { Agent, request } from 'undici'

const [kind, first, second] = process.argv.slice(2)
const total = 300
const { dispatcher, origin, stats } =
  kind === 'serve' ? overHttp(first) : await library(first, second)

const outcomes = {}
let maxMs = 0
let next = 0

async function lane() {
  while (next < total) {
    const index = next++
    const startMs = performance.now()
    const outcome = await send(index)
    maxMs = Math.max(maxMs, performance.now() - startMs)
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    process.stdout.write(`ended ${outcome}\n`)
  }
}

async function send(index) {
  const content = `request ${index}`
  try {
    const response = await request(`${origin}/v1/chat/completions`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content }], max_tokens: 8 }),
    })
    const body = await response.body.json()
    if (response.statusCode !== 200) return String(body?.error?.code ?? response.statusCode)
    return Array.isArray(body.choices) ? 'complete' : 'incomplete'
  } catch (error) {
    return error.code ?? error.name
  }
}

function overHttp(url) {
  return {
    dispatcher: new Agent({ connections: 6 }),
    origin: url,
    stats: async () => (await request(`${url}/status`)).body.json(),
  }
}

async function library(module, file) {
  const { Balancer, loadCluster } = await import(module)
  const { workers, balancer: settings } = await loadCluster(file)
  const balancer = new Balancer({ ...settings, workers })
  return { dispatcher: balancer, origin: 'http://cluster', stats: async () => balancer.stats() }
}

await Promise.all(Array.from({ length: 6 }, lane))
process.stdout.write(`${JSON.stringify({ outcomes, maxMs, stats: await stats() })}\n`)
await dispatcher.close()

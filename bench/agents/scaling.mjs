// One load by 1, 2, 4 and 8 agents of this machine, against two simulated workers that respond after 1 ms:
//   npm run build && node bench/agents/scaling.mjs
// Needs redis-server; takes about a minute. Agents, workers, Redis and the run share the machine's cores,
// so the sum of rates grows only up to the number of cores.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { runSpec } from '../../dist/lib/runner.js'
import { median } from '../measure.mjs'
import { print } from '../verdicts/tables.mjs'

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '1,2,4,8' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    starts: { type: 'string', default: '10' },
  },
})
const counts = values.agents.split(',').map(Number)
const most = Math.max(...counts)
process.env.CLUSTERGATE_AGENT_KEY = '0123456789abcdef0123456789abcdef'

const folder = mkdtempSync(join(tmpdir(), 'clustergate-bench-'))
const children = []
try {
  await measureAll()
} finally {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

async function measureAll() {
  const port = await startRedis()
  const url = `redis://127.0.0.1:${port}`
  const workers = await startWorkers()
  const cluster = { workers, distribution: { redis: { template: url } } }
  process.stdout.write(`load of the machine before: ${loadavg()[0].toFixed(2)}\n\n`)
  const rates = []
  let started = 0
  for (const count of counts.toSorted((a, b) => a - b)) {
    while (started < count) await startAgent(url, `a${started++}`)
    rates.push(await rateRow(cluster, port, count))
  }
  print(
    `Closed loop of 4 requests an agent, ${values.seconds} s, medians of ${values.rounds}`,
    ['agents', 'requests/s', 'of one', 'beside the load s', 'KB through Redis an agent'],
    rates.map(([count, rate, ...rest]) => [
      count,
      rate.toFixed(0),
      (rate / rates[0][1]).toFixed(2),
      ...rest,
    ]),
  )
  await printSpread(cluster)
}

async function rateRow(cluster, port, count) {
  const runs = []
  for (let round = -1; round < Number(values.rounds); round++) {
    const before = redisBytes(port)
    const begin = performance.now()
    const load = { concurrency: 4 * count, duration: `${values.seconds}s` }
    const record = await send(cluster, 'soak', { ...load, agents: count })
    const wallMs = performance.now() - begin
    const kb = (redisBytes(port) - before) / 1e3 / count
    const rate = (1e3 * record.total.ok) / record.durationMs
    if (round >= 0) runs.push({ rate, besideMs: wallMs - record.durationMs, kb })
  }
  const of = (name) => median(runs.map((run) => run[name]))
  return [count, of('rate'), (of('besideMs') / 1e3).toFixed(2), of('kb').toFixed(1)]
}

/** Largest difference between the starts of the agents, by the clock of Redis. */
async function printSpread(cluster) {
  const spreads = []
  for (let start = 0; start < Number(values.starts); start++) {
    const load = { rate: `${100 * most}/s`, duration: '200ms', arrivals: 'constant' }
    const { agents } = await send(cluster, 'load', { ...load, agents: most })
    const late = agents.map(({ startedLateMs }) => startedLateMs)
    spreads.push(Math.max(...late) - Math.min(...late))
  }
  spreads.sort((a, b) => a - b)
  const at = (share) => spreads[Math.ceil(share * spreads.length) - 1].toFixed(2)
  print(
    `From the first start to the last of ${most} agents, ${values.starts} loads`,
    ['median ms', 'p90 ms', 'most ms'],
    [[at(0.5), at(0.9), at(1)]],
  )
}

async function send(cluster, kind, options) {
  const check = { warmup: 0, max_tokens: 1, stream: false, ...options }
  const expect = { success_rate: '>= 99%' }
  const tests = [{ name: 'x', [kind]: check, timeout: '60s', expect }]
  const text = JSON.stringify({ suite: 'scaling', stage: 'perf', tests })
  const { cases } = await runSpec({ text }, { gate: 'skip', cluster })
  const { measurement } = cases[0]?.verdict ?? {}
  const [record] = measurement?.loads ?? []
  if (!record?.agents || measurement.error) throw new Error(JSON.stringify(cases).slice(0, 2_000))
  return record
}

/** Both ways, since it was started. */
function redisBytes(port) {
  const { stdout } = spawnSync('redis-cli', ['-p', String(port), 'info', 'stats'])
  const field = (name) => Number(new RegExp(`${name}:(\\d+)`).exec(stdout)?.[1])
  return field('total_net_input_bytes') + field('total_net_output_bytes')
}

async function startRedis() {
  const port = await freePort()
  const own = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--dir', folder]
  const child = start('redis-server', own)
  await heard(child, /Ready to accept connections/)
  return port
}

async function startWorkers() {
  const child = start(process.execPath, [join(import.meta.dirname, '../startup/workers.mjs'), '2'])
  const { workers } = JSON.parse(await heard(child, /^\{.*\}$/m))
  return workers.map((worker) => ({
    ...worker,
    maxConcurrentRequests: 16 * most,
    tags: [],
    basePath: '',
  }))
}

async function startAgent(url, name) {
  const main = join(import.meta.dirname, '../../dist/lib/cli/main.js')
  const child = start(process.execPath, [main, 'agent', '--redis', url, '--name', name])
  await heard(child, /is ready/)
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

/** What a process wrote once it matches. */
async function heard(child, pattern) {
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) return found
    await pause(50)
  }
  throw new Error(`not ready within 20 s: ${child.spawnargs.join(' ')}\n${text}`)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

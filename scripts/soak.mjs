import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { claimsOf, grouped } from './soak/claims.mjs'
import { controlOf, flap, pause, seeded } from './soak/flapping.mjs'
import { soakPlot } from './soak/plot.mjs'
import { startCommand, usageOf } from './soak/processes.mjs'
import { Traffic } from './soak/traffic.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const options = new Command('npm run soak --')
  .description(
    'Sends requests through `clustergate serve` to simulated workers whose faults come and go, and compares the outcomes at the callers, in the front and in the record of each worker.',
  )
  .option('--requests <number>', 'how many', wholeNumber, 1_000_000)
  .option('--rate <number>', 'requests per second, at most', wholeNumber, 800)
  .option('--in-flight <number>', 'requests in flight, at most', wholeNumber, 64)
  .option('--seed <number>', 'of the faults', wholeNumber, 1)
  .option('--cli <file>', 'the command to test', join(root, 'dist/lib/cli/main.js'))
  .option('--json <file>', 'write every figure and sample to this file')
  .option('--write', 'write figures and plot to docs/reliability.md and docs/plots/soak.svg')
  .parse()
  .opts()

const slots = 8
const workerIds = ['w1', 'w2', 'w3', 'w4']

/** No probes with a key, no queue limit that the load could reach: every failure is due to a fault. */
const clusterText = JSON.stringify({
  workers: workerIds.map((id, index) => ({
    id,
    host: '127.0.0.1',
    port: 0,
    type: 'simulated',
    model: 'simulated-7b',
    max_concurrent_requests: slots,
    simulate: { time_to_first_token: '4ms', token_time: '1ms', seed: index + 1 },
  })),
})

/** As the front needs them: with their actual ports. */
function frontCluster(printed) {
  const { workers } = JSON.parse(printed)
  return JSON.stringify({
    workers,
    balancer: { timeout: '5s', queue_timeout: '2s', retries: 1, health: { interval: '1s' } },
  })
}

async function soak(folder, signal) {
  const clusterFile = join(folder, 'workers.json')
  writeFileSync(clusterFile, clusterText)
  const simulator = await startCommand(
    options.cli,
    ['simulate', '--config', clusterFile, '--control-port', '0', '--print-config'],
    ({ text, errors }) => {
      const url = /control\s+(http:\S+)/.exec(errors)?.[1]
      return url && text.trimEnd().endsWith('}') ? { url, printed: text } : undefined
    },
  )
  try {
    const frontFile = join(folder, 'front.json')
    writeFileSync(frontFile, frontCluster(simulator.found.printed))
    const front = await startCommand(
      options.cli,
      ['serve', '--config', frontFile, '--port', '0', '--quiet'],
      ({ text }) => /http:\/\/[\d.]+:\d+/.exec(text)?.[0],
    )
    try {
      return await drive({ simulator, front, signal })
    } finally {
      front.kill()
    }
  } finally {
    simulator.kill()
  }
}

async function drive({ simulator, front, signal }) {
  const control = controlOf(simulator.found.url)
  const traffic = new Traffic(front.found, options.requests, options.inFlight)
  const over = new AbortController()
  const random = seeded(options.seed)
  const startMs = performance.now()
  const flapping = flap(control, workerIds, { random, signal: over.signal })
  const sampling = sample(traffic, { simulator, front }, over.signal)
  void Promise.race([front.ended, simulator.ended]).then(() => over.abort())
  await traffic.run(options.rate, AbortSignal.any([signal, over.signal]))
  const seconds = (performance.now() - startMs) / 1_000
  over.abort()
  const [faults, samples] = [await flapping, await sampling]
  // Wait until the last cancelled requests have reached the workers, and idle connections are closed.
  await pause(6_000, signal)
  const status = await (await fetch(`${front.found}/status`)).json()
  const afterRest = usageOf(front.pid)
  const workers = await control.states()
  const exitCode = await front.stop()
  return {
    seconds,
    faults,
    samples,
    afterRest,
    workers,
    exitCode,
    front: status,
    sent: traffic.sent,
    markedTwice: traffic.markedTwice,
    unmarked: traffic.unmarked,
    counts: traffic.counts,
    statuses: traffic.statuses,
    errors: traffic.errors,
    byWorker: traffic.byWorker,
  }
}

/** Every second: rates, memory and sockets. */
async function sample(traffic, { simulator, front }, signal) {
  const samples = []
  const startMs = performance.now()
  let [lastMs, lastEnded, lastFailed] = [startMs, 0, 0]
  while (!signal.aborted) {
    await pause(1_000, signal)
    if (signal.aborted && samples.length > 0) break
    const nowMs = performance.now()
    const ended = traffic.sent - traffic.inFlight
    const failed = traffic.counts.http_error + traffic.counts.broken
    const seconds = (nowMs - lastMs) / 1_000
    samples.push({
      seconds: (nowMs - startMs) / 1_000,
      perSecond: (ended - lastEnded) / seconds,
      failedPerSecond: (failed - lastFailed) / seconds,
      front: usageOf(front.pid),
      simulator: usageOf(simulator.pid),
    })
    ;[lastMs, lastEnded, lastFailed] = [nowMs, ended, failed]
    if (samples.length % 30 === 0) reportProgress(traffic, samples.at(-1))
  }
  return samples
}

function reportProgress(traffic, { seconds, front }) {
  const memory = `${front.rssMb.toFixed(0)} MB, ${front.sockets} sockets`
  const line = `${(seconds / 60).toFixed(1)} min: ${grouped(traffic.sent)} of ${grouped(options.requests)} sent, front ${memory}`
  process.stderr.write(`${line}\n`)
}

function figures(run, claims) {
  const { seconds, sent, counts, statuses, errors, faults, front } = run
  const list = (entries) =>
    [...entries].map(([key, count]) => `${grouped(count)} ${key}`).join(', ') || 'none'
  const rows = [
    [
      'Requests',
      `${grouped(sent)} in ${(seconds / 60).toFixed(1)} minutes, ${Math.round(sent / seconds)}/s`,
    ],
    [
      'Faults switched on',
      `${grouped(Object.values(faults).reduce((a, b) => a + b))}: ${list(Object.entries(faults))}`,
    ],
    ['Outcomes at the callers', list(Object.entries(counts))],
    ['HTTP errors', list(statuses)],
    ['Broken responses', list(errors)],
    [
      'Outcomes in the front',
      list(Object.entries(front.outcomes).filter(([, count]) => count > 0)),
    ],
    ['Retries', grouped(front.retries)],
  ]
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
  const day = new Date().toISOString().slice(0, 10)
  return [
    `Clustergate ${version}, ${day}, Node.js ${process.versions.node}, Linux ${release().split('-')[0]}, seed ${options.seed}.`,
    '',
    '| What | Figures |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    '| Must hold | Holds | Figures |',
    '| --- | --- | --- |',
    ...claims.map(
      ({ name, holds, figures: each }) => `| ${name} | ${holds ? 'yes' : '**no**'} | ${each} |`,
    ),
  ].join('\n')
}

function writeDocs(run, text) {
  const page = join(root, 'docs/reliability.md')
  const between = /(<!-- soak -->\n)[\s\S]*?(\n<!-- \/soak -->)/
  const before = readFileSync(page, 'utf8')
  if (!between.test(before)) throw new Error(`${page} has no \`<!-- soak -->\` markers`)
  writeFileSync(
    page,
    before.replace(between, (_, start, end) => `${start}\n${text}\n${end}`),
  )
  const description = `A soak of ${grouped(run.sent)} requests in ${(run.seconds / 60).toFixed(0)} minutes: rate, errors, memory and sockets of the front`
  writeFileSync(join(root, 'docs/plots/soak.svg'), soakPlot(run.samples, description))
}

/** Maps become objects. */
function plain(run) {
  const entries = Object.entries(run).map(([name, value]) => [
    name,
    value instanceof Map ? Object.fromEntries(value) : value,
  ])
  return Object.fromEntries(entries)
}

function wholeNumber(text) {
  if (!/^[1-9]\d*$/.test(text))
    throw new InvalidArgumentError('A whole number above 0 is expected.')
  return Number(text)
}

async function main() {
  if (process.platform !== 'linux') {
    process.stderr.write('the soak reads memory and sockets from /proc: it needs Linux\n')
    return 2
  }
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort())
  options.cli = resolve(options.cli)
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-soak-'))
  try {
    const run = await soak(folder, interrupted.signal)
    const claims = claimsOf(run)
    const text = figures(run, claims)
    process.stdout.write(`${text}\n`)
    if (interrupted.signal.aborted) return 130
    if (run.sent < options.requests) {
      process.stderr.write('a process ended before all requests were sent\n')
      return 1
    }
    if (options.json) writeFileSync(options.json, JSON.stringify(plain(run), null, 2))
    if (options.write) writeDocs(run, text)
    return claims.every(({ holds }) => holds) ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main()

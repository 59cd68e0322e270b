import { median } from '../balancer/analysis.mjs'
import { startScript } from '../balancer/processes.mjs'
import { markdown } from '../balancer/report.mjs'
import { tokensPerStream } from './answers.mjs'
import { startCandidate } from './candidates.mjs'
import { cpuSeconds, pin, serverCore } from './cores.mjs'
import { startNginx } from './nginx.mjs'
import { undisturbed } from './undisturbed.mjs'

const host = '127.0.0.1'
const warmUpSeconds = 2
/** Between two tokens of a stream. */
const everyMs = 5

const scenes = {
  plain: { title: 'Plain: 300 bytes of JSON from nginx', start: () => startNginx(false) },
  whole: {
    title: `Streams that come whole: ${tokensPerStream} tokens from nginx`,
    start: () => startNginx(true),
    isStream: true,
  },
  chunks: {
    title: `Streams in chunks: ${tokensPerStream} tokens, one each ${everyMs} ms`,
    start: startStreamServer,
    isStream: true,
    // A stream lasts a third of a second: with fewer streams the client's time could not be measured.
    connectionsFactor: 4,
  },
}

async function startStreamServer() {
  const script = startScript('../load/server.mjs')
  pin(script.pid, serverCore)
  const port = await script.ask('stream', { everyMs })
  return { port, pid: script.pid, stop: script.stop }
}

/**
 * All candidates in turn, `rounds` times.
 * @returns a Markdown table of medians
 */
export async function measureRates(name, options) {
  const { names, seconds, requests, rounds, waitSeconds, progress } = options
  const scene = scenes[name]
  if (!scene) throw new Error(`no scene ${name}`)
  const connections = options.connections * (scene.connectionsFactor ?? 1)
  const server = await scene.start()
  const candidates = names.map((each) => ({ name: each, client: startCandidate(each), runs: [] }))
  const load = { host, port: server.port, connections, requests }
  for (const { client } of candidates) await client.run({ ...load, seconds: warmUpSeconds })
  for (let round = 1; round <= rounds; round++) {
    for (const { name: candidate, client, runs } of candidates) {
      const quiet = { serverPid: server.pid, waitSeconds }
      const run = await undisturbed(quiet, () => runOnce(client, server, { ...load, seconds }))
      if (run.failed > 0) throw new Error(`${candidate}: ${JSON.stringify(run)}`)
      runs.push(run)
      progress(`${name}, round ${round}, ${candidate}: ${words(run)}`)
    }
  }
  await Promise.all([server, ...candidates.map(({ client }) => client)].map((each) => each.stop()))
  const title = `### ${scene.title}; ${connections} connections, ${rounds} rounds of ${seconds} s`
  return `${title}\n\n${table(candidates, scene)}`
}

async function runOnce(client, server, load) {
  const before = cpuSeconds(server.pid).own
  const result = await client.run(load)
  const serverCpuSeconds = cpuSeconds(server.pid).own - before
  return { ...result, serverCpuSeconds, takenSeconds: result.cpuSeconds }
}

function words(run) {
  const disturbed = run.isDisturbed ? ', disturbed' : ''
  return `${whole(perSecond(run))}/s, ${whole(perCpuSecond(run))} per CPU second${disturbed}`
}

function table(candidates, { isStream }) {
  const rate = ['of autocannon', 'of wrk']
  const columns = ['client', 'req/s', ...rate, 'req per CPU second', ...rate]
  if (isStream) columns.push('tokens read/s', 'CPU µs per token')
  columns.push('CPU of client, server', 'p50, p99 ms', 'disturbed')
  const rows = candidates.map(({ name, runs }) => {
    const middle = (of) => median(runs.map(of))
    const cells = [name]
    for (const of of [perSecond, perCpuSecond]) {
      cells.push(whole(middle(of)))
      for (const peer of ['autocannon', 'wrk']) cells.push(ratio(runs, candidates, peer, of))
    }
    if (isStream) cells.push(tokensRead(runs), middle(microsecondsPerToken).toFixed(2))
    const shares = [(run) => run.cpuSeconds, (run) => run.serverCpuSeconds]
    cells.push(shares.map((of) => middle((run) => of(run) / run.seconds).toFixed(2)).join(', '))
    cells.push(
      [(run) => run.p50Ms, (run) => run.p99Ms].map((of) => middle(of).toFixed(2)).join(', '),
    )
    cells.push(`${runs.filter(({ isDisturbed }) => isDisturbed).length} of ${runs.length}`)
    return cells
  })
  return markdown(columns, rows)
}

/** Round by round, since the machine drifts. */
function ratio(runs, candidates, peer, of) {
  const peers = candidates.find(({ name }) => name === peer)?.runs
  return peers ? median(runs.map((run, round) => of(run) / of(peers[round]))).toFixed(2) : ''
}

/** Only by those who read them. */
function tokensRead(runs) {
  if (runs[0].tokens === undefined) return 'none'
  return whole(median(runs.map(({ tokens, seconds }) => tokens / seconds)))
}

function microsecondsPerToken({ cpuSeconds: cpu, requests }) {
  return (cpu * 1e6) / (requests * tokensPerStream)
}

function perSecond({ requests, seconds }) {
  return requests / seconds
}

function perCpuSecond({ requests, cpuSeconds: cpu }) {
  return requests / cpu
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}

import { median } from '../balancer/analysis.mjs'
import { startScript } from '../balancer/processes.mjs'
import { markdown } from '../balancer/report.mjs'
import { startCandidate } from './candidates.mjs'
import { cpuSeconds, pin, serverCore } from './cores.mjs'
import { undisturbed } from './undisturbed.mjs'

/** Long enough that all of them are in flight at once. */
const heldMs = 2_000
/** So that the times of opening connections weigh little. */
const minSeconds = 12

/**
 * So many requests in flight at once, each with a response after two seconds: memory and CPU time of each
 * client, in a new process for every measurement.
 * @returns a Markdown table of medians
 */
export async function measureInFlight(options) {
  const { names, inFlight, seconds, rounds, waitSeconds, progress } = options
  const server = startScript('../load/server.mjs')
  pin(server.pid, serverCore)
  const port = await server.ask('hold', { forMs: heldMs })
  const lastSeconds = Math.max(seconds, minSeconds)
  const quiet = { serverPid: server.pid, waitSeconds }
  const rows = []
  for (const connections of inFlight) {
    const runs = Object.fromEntries(names.map((name) => [name, []]))
    // It takes long, and memory varies little.
    for (let round = 1; round <= Math.ceil(rounds / 3); round++) {
      for (const [index, name] of names.entries()) {
        // Ports of connections that have just been closed are not free yet: an address for each.
        const load = { host: `127.0.0.${index + 2}`, port, connections, seconds: lastSeconds }
        const run = await undisturbed(quiet, () => runOnce(name, load))
        runs[name].push(run)
        progress(`${connections} held, round ${round}, ${name}: ${cells(run).join(', ')}`)
      }
    }
    for (const name of names)
      rows.push([connections.toLocaleString('en'), name, ...summary(runs[name])])
  }
  await server.stop()
  const columns = ['in flight', 'client', 'answered', 'failed', 'CPU µs per request']
  columns.push('MB before', 'MB at most', 'KB per request in flight')
  return `### Requests in flight, each held for ${heldMs / 1_000} s, for ${lastSeconds} s\n\n${markdown(columns, rows)}`
}

async function runOnce(name, load) {
  const client = startCandidate(name)
  const first = await client.run({ ...load, connections: 10, seconds: 1 })
  const result = await client.run(load)
  const takenSeconds = client.pid
    ? cpuSeconds(client.pid).own
    : first.cpuSeconds + result.cpuSeconds
  await client.stop()
  return { ...result, takenSeconds, connections: load.connections }
}

function summary(runs) {
  const all = runs.map(cells)
  return all[0].map((_, column) => {
    const middle = median(all.map((row) => Number(row[column])))
    return Number(middle.toFixed(middle < 1_000 ? 1 : 0)).toLocaleString('en')
  })
}

function cells({ requests, failed, cpuSeconds, beforeKb, peakKb, connections }) {
  return [
    requests,
    failed,
    ((cpuSeconds * 1e6) / (requests + failed)).toFixed(1),
    (beforeKb / 1024).toFixed(1),
    (peakKb / 1024).toFixed(1),
    ((peakKb - beforeKb) / connections).toFixed(1),
  ]
}

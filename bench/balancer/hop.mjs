import { quantile } from './analysis.mjs'
import { startCandidates } from './candidates.mjs'
import { startScript } from './processes.mjs'
import { markdown } from './report.mjs'
import { slots } from './scenes.mjs'

const instant = { timeToFirstTokenMs: 0, tokenTimeMs: 0 }
const block = 100

/**
 * The latency that each candidate adds to one request at a time, over workers that respond at once: a
 * hundred requests to each in turn.
 * @returns a Markdown table
 */
export async function measureHop({ rounds, names }) {
  const workers = startScript('workers.mjs')
  const served = await workers.ask('start', { workers: [instant, instant, instant], slots })
  // All are driven from the process of that one.
  const driving = 'in process'
  const all = [driving, ...names.filter((name) => name !== driving)]
  const candidates = await startCandidates(served, all)
  const [{ host, port }] = served
  const targets = { direct: `http://${host}:${port}` }
  for (const [name, { origin }] of Object.entries(candidates)) targets[name] = origin
  const { load } = candidates[driving]
  await load.ask('oneAtATime', { targets, rounds: 50, block })
  const latencies = await load.ask('oneAtATime', { targets, rounds, block })
  await Promise.all([workers, ...Object.values(candidates)].map((each) => each.stop()))
  return hopTable(latencies)
}

function hopTable(latencies) {
  const sorted = Object.entries(latencies).map(([name, values]) => [
    name,
    Float64Array.from(values).sort(),
  ])
  const inUs = (values, share) => 1_000 * quantile(values, share)
  const [, direct] = sorted[0]
  const rows = sorted.map(([name, values]) => [
    name,
    inUs(values, 0.5).toFixed(0),
    name === 'direct' ? '' : (inUs(values, 0.5) - inUs(direct, 0.5)).toFixed(0),
    inUs(values, 0.99).toFixed(0),
  ])
  return markdown(['candidate', 'p50 µs', 'added at p50 µs', 'p99 µs'], rows)
}

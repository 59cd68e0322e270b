import { cpuSeconds, pin, serverCore } from '../load/cores.mjs'
import { startNginx } from '../load/nginx.mjs'
import { runWrk } from '../load/wrk.mjs'
import { median } from './analysis.mjs'
import { startCandidates } from './candidates.mjs'
import { markdown } from './report.mjs'

const connections = 50

/**
 * How many plain requests a second of CPU time of each server passes on to one worker, which is nginx; wrk sends
 * them, over 50 connections. The server that is measured shares the first core with the worker.
 * @returns a Markdown table of medians
 */
export async function measureThroughput({ rounds, seconds, names }) {
  const worker = await startNginx(false)
  const workers = [{ id: 'w0', host: '127.0.0.1', port: worker.port, slots: connections }]
  const candidates = await startCandidates(workers, names)
  const rates = Object.fromEntries(names.map((name) => [name, []]))
  for (const { pid } of Object.values(candidates)) pin(pid, serverCore)
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { pid, origin }] of Object.entries(candidates)) {
      const before = cpuSeconds(pid).own
      const load = { host: '127.0.0.1', port: new URL(origin).port, connections, seconds }
      const { requests, failed } = await runWrk(load)
      if (failed > 0) throw new Error(`${name}: ${failed} of ${requests} failed`)
      // The first round warms up.
      if (round > 0) rates[name].push(requests / (cpuSeconds(pid).own - before))
    }
  }
  await Promise.all([worker, ...Object.values(candidates)].map((each) => each.stop()))
  const base = median(rates.haproxy ?? rates[names[0]])
  const rows = names.map((name) => {
    const rate = median(rates[name])
    return [name, Math.round(rate).toLocaleString('en'), (rate / base).toFixed(2)]
  })
  return markdown(
    ['server', 'req per CPU second', `of ${rates.haproxy ? 'haproxy' : names[0]}`],
    rows,
  )
}

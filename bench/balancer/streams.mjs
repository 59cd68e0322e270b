import { readFileSync } from 'node:fs'
import { startCandidates } from './candidates.mjs'
import { startScript } from './processes.mjs'
import { markdown } from './report.mjs'

const workerCount = 3
const tokens = 8
/** Slow enough that the first stream still runs when the last one has begun. */
const simulate = { timeToFirstTokenMs: 4_000, tokenTimeMs: 2_500 }

/**
 * So many streams open at once through each candidate. A proxy has two connections for each of them,
 * and gets no more than its file descriptors allow.
 * @returns a Markdown table
 */
export async function measureStreams({ streams, names, progress }) {
  const rows = []
  for (const name of names) {
    const count = name === 'in process' ? streams : Math.min(streams, proxiedAtMost())
    const row = await openStreams(name, count)
    progress(`${count} streams through ${name}: ${Object.values(row).join(', ')}`)
    rows.push([name, ...Object.values(row)])
  }
  const columns = ['candidate', 'whole', 'failed', 'most open at once', 'MB before', 'peak MB']
  return markdown([...columns, 'KB per stream', 'last token after s'], rows)
}

function proxiedAtMost() {
  const [, most] = /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
  return Math.floor((Number(most) - 200) / 2)
}

async function openStreams(name, streams) {
  const workers = startScript('workers.mjs')
  const slots = Math.ceil(streams / workerCount)
  const served = await workers.ask('start', {
    workers: Array(workerCount).fill(simulate),
    slots,
    isRecorded: false,
  })
  const { [name]: candidate } = await startCandidates(served, [name])
  const pid = candidate.pid ?? candidate.load.pid
  await candidate.load.ask('streams', { count: 30, tokens: 1 })
  const beforeKb = residentKb(pid)
  let peakKb = beforeKb
  const sampler = setInterval(() => (peakKb = Math.max(peakKb, residentKb(pid))), 100)
  const { whole, failed, maxOpen, seconds } = await candidate.load.ask('streams', {
    count: streams,
    tokens,
  })
  clearInterval(sampler)
  const row = {
    whole,
    failed,
    maxOpen,
    beforeMb: (beforeKb / 1024).toFixed(0),
    peakMb: (peakKb / 1024).toFixed(0),
    kbPerStream: ((peakKb - beforeKb) / streams).toFixed(1),
    seconds: seconds.toFixed(1),
  }
  await candidate.stop()
  await workers.stop()
  return row
}

function residentKb(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

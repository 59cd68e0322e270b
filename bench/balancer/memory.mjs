import { startInProcess } from './candidates/in-process.mjs'
import { startScript } from './processes.mjs'
import { markdown } from './report.mjs'
import { slots } from './scenes.mjs'

const instant = { timeToFirstTokenMs: 0, tokenTimeMs: 0 }
const checkpoints = 20
/** Until then code is compiled and pools are filled. */
const warmUpShare = 0.2
const concurrency = 30

/**
 * The memory of a process that sends so many requests through a balancer of its own, read at twenty
 * checkpoints, after a garbage collection each.
 * @returns a Markdown table and the slope
 */
export async function measureMemory({ requests, progress }) {
  const workers = startScript('workers.mjs')
  const served = await workers.ask('start', {
    workers: [instant, instant, instant],
    slots,
    isRecorded: false,
  })
  const candidate = await startInProcess(served, { nodeOptions: ['--expose-gc'] })
  const points = []
  const perLane = Math.ceil(requests / checkpoints / concurrency)
  const load = { concurrency, perLane }
  for (let done = 1; done <= checkpoints; done++) {
    const { perSecond, failures, ...memory } = await candidate.load.ask('work', load)
    if (Object.keys(failures).length > 0) throw new Error(JSON.stringify(failures))
    points.push({ requests: done * perLane * concurrency, ...memory })
    const mb = (memory.rss / 1024 / 1024).toFixed(1)
    progress(`${done * perLane * concurrency} requests, ${perSecond.toFixed(0)}/s, ${mb} MB`)
  }
  await Promise.all([candidate.stop(), workers.stop()])
  return memoryTable(points)
}

function memoryTable(points) {
  const settled = points.slice(Math.floor(points.length * warmUpShare))
  const inMb = (bytes) => (bytes / 1024 / 1024).toFixed(1)
  const shown = points.filter((_, index) => index % 4 === 3)
  const rows = shown.map(({ requests, rss, heapUsed, external }) => [
    requests.toLocaleString('en'),
    ...[rss, heapUsed, external].map(inMb),
  ])
  const slopes = ['rss', 'heapUsed'].map((key) => slope(settled, key).toFixed(2))
  const words = `Slope after the first ${warmUpShare * 100} %, bytes per request: ${slopes[0]} of resident memory, ${slopes[1]} of heap.`
  return `${markdown(['requests', 'resident MB', 'heap MB', 'external MB'], rows)}\n\n${words}`
}

/** Least squares: bytes per request. */
function slope(points, key) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const meanX = mean(points.map(({ requests }) => requests))
  const meanY = mean(points.map((point) => point[key]))
  let [above, below] = [0, 0]
  for (const point of points) {
    above += (point.requests - meanX) * (point[key] - meanY)
    below += (point.requests - meanX) ** 2
  }
  return above / below
}

// Verdicts on the embedded cluster in real time, whose truth is known: whole benchmarks through the product,
// of a candidate that is its own baseline, and of one with a worker that is 10 % slower. On a quiet machine.
// Some ten minutes for `worker`, twice that for `cluster`.
// npm run build && node bench/verdicts/real-time.mjs [--runs 40] [--only worker,cluster]
import { parseArgs } from 'node:util'
import { importSources } from '../../scripts/build/source-modules.mjs'
import { percentWithin, print } from './tables.mjs'
import { measureSpeedup, spreadOf } from './whole-benchmark.mjs'

const [{ parseCluster }, { startClusterThread }, { parseSource }] = await importSources(
  'lib/cluster/load-cluster',
  'lib/simulator/cluster-thread',
  'lib/source/document',
)

const slots = 4
/** How many times as long the slow worker takes. */
const slower = 1.1

/** The measurements; `truth` is what a slow worker does to the throughput of its side. */
const questions = {
  // Detecting a slow worker: each one compared with an equal one, as `compare` does with a list of ids.
  worker: {
    baseline: ['w1'],
    slow: ['slow'],
    requests: 48,
    within: 0.95,
    truth: 1 / slower,
  },
  // Detecting a slow cluster. The balancer gives a slow worker less, so that a third of the slots loses a
  // tenth, and the whole 3 %: the line is drawn at half of that.
  cluster: {
    baseline: ['w1', 'w2', 'w3'],
    slow: ['w1', 'w2', 'slow'],
    requests: 144,
    within: 0.985,
    truth: (2 + 1 / slower) / 3,
  },
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '40' },
    only: { type: 'string', default: 'worker' },
  },
})
const runs = Number(values.runs)

const file = new URL('real-time.yaml', import.meta.url).pathname
const described = parseCluster(parseSource(clusterText(), file), {})
const thread = await startClusterThread(described.workers)
const cluster = { ...described, workers: thread.workers }
try {
  const rows = []
  for (const name of values.only.split(',')) rows.push(...(await ask(name, questions[name])))
  print(
    `Benchmarks in real time, at most 30 repetitions, at 99 %: ${runs} a row, in % with the 95 % interval:`,
    [
      ...['asked of', 'candidate', 'true speedup', 'measured', 'condition', 'failed', 'passed'],
      ...['inconclusive', 'of these unfit', 'repetitions', 'seconds'],
    ],
    rows,
  )
} finally {
  await thread.close()
}

/** Equal and slower candidates by turns, so that disturbances of the machine affect both equally. */
async function ask(name, question) {
  const { baseline, slow, within, truth } = question
  const kinds = [
    { candidate: baseline, title: 'its own baseline', truth: 1, found: [] },
    { candidate: slow, title: 'one worker 10 % slower', truth, found: [] },
  ]
  for (let run = 0; run < runs; run++) {
    for (const { candidate, title, found } of kinds) {
      found.push(await measureSpeedup(specText(question, candidate), { cluster, file }))
      const { status, seconds, unfit } = found.at(-1)
      const reported = [status, `${seconds.toFixed(1)} s`, ...unfit].join(', ')
      process.stderr.write(`${name}, ${title}, ${run + 1} of ${runs}: ${reported}\n`)
    }
  }
  return kinds.map(({ title, truth: speedup, found }) => {
    const share = (isOne) => percentWithin(found.filter(isOne).length, runs)
    const mean = (value) => found.reduce((sum, each) => sum + value(each), 0) / runs
    return [
      ...[name, title, `${speedup.toFixed(3)}x`, spreadOf(found.map((each) => each.speedup))],
      ...[`\`>= ${within}x\``, share(is('fail')), share(is('pass')), share(is('inconclusive'))],
      found.filter(({ unfit }) => unfit.length > 0).length,
      mean(({ repetitions }) => repetitions).toFixed(1),
      mean(({ seconds }) => seconds).toFixed(1),
    ]
  })
}

function is(status) {
  return (found) => found.status === status
}

function specText({ baseline, requests, within }, candidate) {
  const concurrency = slots * baseline.length
  const compare = `{ baseline: [${baseline}], candidate: [${candidate}] }`
  return `suite: Real time
stage: perf
tests:
  - name: as fast as its like
    timeout: 60s
    benchmark: { requests: ${requests}, concurrency: ${concurrency}, max_tokens: 4, compare: ${compare} }
    expect: { speedup: ">= ${within}x" }
`
}

/** Times that timers of whole milliseconds can distinguish by a tenth, with room for the client. */
function clusterText() {
  const pace = 'time_to_first_token: 20ms, token_time: 2ms, jitter: 5%'
  const workers = ['w1', 'w2', 'w3', 'slow'].map((id, index) => {
    const speed = id === 'slow' ? `, speed: ${(1 / slower).toFixed(4)}` : ''
    return `  - { id: ${id}, host: 127.0.0.1, port: 0, type: simulated, model: tiny, max_concurrent_requests: ${slots}, simulate: { ${pace}, seed: ${index + 1}${speed} } }`
  })
  return `workers:\n${workers.join('\n')}\n`
}

// Verdicts on workers with prefix caches, whose truth is known: whole benchmarks through the product that compare one
// worker with 1, 2 and 3 of the same speed, by turns, where caches keep none to all of the prompts. With prompts of their
// own for every load (`prefix: cold`), and with the same prompts again and again (`prefix: warm`), by workers that
// report what they took from their caches and by workers that do not. About 6 minutes, on a quiet machine.
// npm run build && node bench/verdicts/prefix-caches.mjs [--runs 40]
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { importSources } from '../../scripts/build/source-modules.mjs'
import { print } from './tables.mjs'
import { speedupOf, verdictOf } from './whole-benchmark.mjs'

const [{ parseCluster }, { parseSource }] = await importSources(
  'lib/cluster/load-cluster',
  'lib/source/document',
)

const slots = 2
const workers = 3
/** A prompt that is in the cache is read in no time. */
const [readingMs, writingMs] = [40, 10]
const prompts = 16
const truths = [1, 2, 3]
/** In percent of the prompts. */
const cacheSizes = [0, 25, 50, 75, 100]
/** What is between the truth and the measured speedup in 16 requests: their end, timers of whole milliseconds. */
const tolerance = 0.3

const modes = [
  { prefix: 'cold', reports: false },
  { prefix: 'warm', reports: true },
  { prefix: 'warm', reports: false },
]

if (isMainThread) await main()
else await serve()

async function main() {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '40' } } })
  const runs = Number(values.runs)
  const thread = new Worker(new URL(import.meta.url))
  const ports = await new Promise((resolve) => thread.once('message', resolve))
  const file = new URL('prefix-caches.yaml', import.meta.url).pathname
  const cluster = parseCluster(parseSource(clusterText(ports), file), {})
  const rows = []
  for (const mode of modes) {
    const found = []
    for (let run = 0; run < runs; run++) {
      const truth = truths[run % truths.length]
      const size = cacheSizes[Math.floor(run / truths.length) % cacheSizes.length]
      thread.postMessage({ size, reports: mode.reports })
      await new Promise((resolve) => thread.once('message', resolve))
      found.push({ truth, ...(await compare(truth, mode, { cluster, file })) })
      const { kind, speedup } = found.at(-1)
      const reported = `${truth}x, ${mode.prefix}, cache of ${size} %: ${kind}, ${speedup?.toFixed(2)}x`
      process.stderr.write(`${reported}\n`)
    }
    for (const truth of truths) {
      const own = found.filter((each) => each.truth === truth)
      if (own.length > 0) rows.push(rowOf(truth, mode, own))
    }
  }
  print(
    `Comparisons of one worker with 1, 2 and 3 that have prefix caches of 0, 25, 50, 75 and 100 % of the prompts by turns, ${runs} with each kind of prompts:`,
    [
      ...['true speedup', 'prompts', 'workers report `cached_tokens`', 'comparisons', 'measured'],
      ...['right', 'wrong', 'undecided', 'unfit: caches', 'unfit: this machine'],
    ],
    rows,
  )
  await thread.terminate()
}

function rowOf(truth, { prefix, reports }, found) {
  const speedups = found.flatMap(({ speedup }) => speedup ?? [])
  const range = `${Math.min(...speedups).toFixed(2)}x to ${Math.max(...speedups).toFixed(2)}x`
  const count = (kind) => found.filter((each) => each.kind === kind).length
  return [
    ...[`${truth}x`, `\`prefix: ${prefix}\``, reports ? 'yes' : 'no', found.length, range],
    ...['right', 'wrong', 'undecided', 'caches', 'machine'].map(count),
  ]
}

async function compare(truth, { prefix }, place) {
  const { status, measurement } = await verdictOf(specText(truth, prefix), place)
  return { kind: kindOf(status, measurement.unfit ?? []), speedup: speedupOf(measurement) }
}

function kindOf(status, unfit) {
  if (unfit.length === 0) return { pass: 'right', fail: 'wrong' }[status] ?? 'undecided'
  return unfit.every((reason) => reason.startsWith('the load generator')) ? 'machine' : 'caches'
}

function specText(truth, prefix) {
  const candidate = Array.from({ length: truth }, (_, index) => `w${index + 1}`)
  const texts = Array.from({ length: prompts }, (_, index) => JSON.stringify(longPrompt(index)))
  return `suite: Prefix caches
stage: perf
tests:
  - name: as fast as it is
    timeout: 60s
    benchmark:
      workload: { prompts: [${texts}], prefix: ${prefix}, max_tokens: 4 }
      requests: ${prompts}
      concurrency: ${slots * truth}
      max_repetitions: 8
      compare: { baseline: [w1], candidate: [${candidate}] }
    expect: { speedup: [">= ${truth * (1 - tolerance)}x", "<= ${truth * (1 + tolerance)}x"] }
`
}

function longPrompt(index) {
  return `Question ${index}: ${'which of these numbers is the largest? '.repeat(20)}`
}

function clusterText(ports) {
  const lines = ports.map(
    (port, index) =>
      `  - { id: w${index + 1}, host: 127.0.0.1, port: ${port}, type: openai, model: m, max_concurrent_requests: ${slots} }`,
  )
  return `workers:\n${lines.join('\n')}\n`
}

/** Workers in a thread of their own, so that they take no time of the client's event loop. */
async function serve() {
  const setting = { size: 0, reports: true }
  const caches = Array.from({ length: workers }, () => new Set())
  const ports = await Promise.all(caches.map((cache) => startWorker(cache, setting)))
  parentPort.on('message', (changes) => {
    Object.assign(setting, changes)
    for (const cache of caches) cache.clear()
    parentPort.postMessage('ready')
  })
  parentPort.postMessage(ports)
}

function startWorker(cache, setting) {
  const waiting = []
  let busy = 0
  const next = () => {
    if (busy >= slots || waiting.length === 0) return
    busy += 1
    const { text, response } = waiting.shift()
    const hit = cache.has(text)
    if (isKept(text, setting.size)) cache.add(text)
    setTimeout(
      () => {
        busy -= 1
        response.end(completion(text, hit, setting.reports))
        next()
      },
      writingMs + (hit ? 0 : readingMs),
    )
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    response.setHeader('content-type', 'application/json')
    if (request.method === 'GET') {
      response.end('{"object":"list","data":[{"id":"m","object":"model"}]}')
      return
    }
    waiting.push({ text: JSON.stringify(JSON.parse(body).messages), response })
    next()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
}

/** A part of all prompts, always the same ones: a cache that replaces the oldest would find none of a list in turn. */
function isKept(text, size) {
  let hash = 2_166_136_261
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619)
  return ((hash ^ (hash >>> 15)) >>> 0) % 100 < size
}

function completion(text, hit, reports) {
  const tokens = Math.ceil(text.length / 4)
  const usage = { prompt_tokens: tokens, completion_tokens: 4 }
  const cached = { prompt_tokens_details: { cached_tokens: hit ? tokens : 0 } }
  const message = { role: 'assistant', content: 'Four tokens of text.' }
  return JSON.stringify({
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { ...usage, ...(reports && cached) },
  })
}

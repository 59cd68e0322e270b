// What 10, 100 and 1,000 agents cost the run that plans and merges, and how wrong the average of their p99 is:
//   node bench/agents/simulated.mjs
// Shares, signatures and merges are those of the package; the agents and their latencies are made up.
import { importSources } from '../../scripts/build/source-modules.mjs'
import { median } from '../measure.mjs'
import { normal, randomOf } from '../verdicts/random.mjs'
import { print } from '../verdicts/tables.mjs'

const [{ planShares }, { mergeParts }, { sign, verify }, { TimeHistogram }] = await importSources(
  'lib/agents/coordinator/shares',
  'lib/agents/coordinator/merge',
  'lib/agents/signature',
  'lib/load/time-histogram',
)

const key = '0123456789abcdef0123456789abcdef'
const random = randomOf(15, 1)
const startMs = 1_700_000_000_000

print(
  'The run that plans and merges: 8 workers, 200 requests an agent, medians of 5',
  ['agents', 'plan and sign ms', 'plan KB an agent', 'result KB an agent', 'verify and merge ms'],
  [10, 100, 1_000].map(costRow),
)

print(
  'The p99 of 4 agents, each of 10,000 requests but where fewer are named: error against all latencies together',
  ['agents', 'exact ms', 'merged', 'averaged'],
  [
    errorRow('alike', [1, 1, 1, 1]),
    errorRow('one 2 times slower', [1, 1, 1, 2]),
    errorRow('one 10 times slower', [1, 1, 1, 10]),
    errorRow('one 10 times slower, which sent 1,000', [1, 1, 1, 10], [1, 1, 1, 0.1]),
    errorRow('one 10 times slower, which sent 100', [1, 1, 1, 10], [1, 1, 1, 0.01]),
    errorRow('three 10 times slower', [1, 10, 10, 10]),
  ],
)

function costRow(count) {
  const agents = Array.from({ length: count }, (_, index) => ({ name: `agent-${index}` }))
  const plan = planOf(count)
  const signed = agents.map(({ name }) => sign('result', resultOf(name, latencies(200)), key))
  const planned = []
  const merged = []
  let planBytes = 0
  for (let round = -1; round < 5; round++) {
    const begin = performance.now()
    const shares = planShares(plan, agents)
    if ('code' in shares) throw new Error(shares.message)
    planBytes = bytes(shares.map((share) => sign('plan', share, key)))
    const middle = performance.now()
    const results = signed.map((each) => verify('result', each, key))
    const { record } = mergeParts({ results, lost: [], startMs })
    const end = performance.now()
    if (record.total.times.latency.count !== 200 * count) throw new Error('requests were lost')
    if (round < 0) continue
    planned.push(middle - begin)
    merged.push(end - middle)
  }
  return [
    count.toLocaleString('en'),
    median(planned).toFixed(1),
    (planBytes / count / 1e3).toFixed(1),
    (bytes(signed) / count / 1e3).toFixed(1),
    median(merged).toFixed(1),
  ]
}

/** @param slowness of each agent, as a factor @param share of 10,000 requests that each sent */
function errorRow(name, slowness, share = slowness.map(() => 1)) {
  const parts = slowness.map((factor, index) => latencies(10_000 * share[index], factor))
  const results = parts.map((each, index) => resultOf(`agent-${index}`, each))
  const pooled = p99(parts.flat())
  const { p99Ms } = mergeParts({ results, lost: [], startMs }).record.total.times.latency
  const averaged = parts.reduce((sum, each) => sum + p99(each), 0) / parts.length
  const error = (ms) => `${(100 * (ms / pooled - 1)).toFixed(1)} %`
  return [name, pooled.toFixed(0), error(p99Ms), error(averaged)]
}

function p99(list) {
  return list.toSorted((a, b) => a - b)[Math.ceil(0.99 * list.length) - 1]
}

/** Log-normal around 100 ms. */
function latencies(count, factor = 1) {
  return Array.from({ length: count }, () => factor * 100 * Math.exp(0.4 * normal(random)))
}

function bytes(list) {
  return list.reduce((sum, each) => sum + Buffer.byteLength(JSON.stringify(each)), 0)
}

function planOf(agents) {
  return {
    driver: { kind: 'closed', concurrency: 4 * agents, requests: 200 * agents },
    workload: { reference: 'short-chat', hash: 'x' },
    workers: Array.from({ length: 8 }, (_, index) => ({
      id: `w${index}`,
      host: '10.0.0.1',
      port: 8_000 + index,
      type: 'openai',
      tags: [],
      maxConcurrentRequests: agents,
      basePath: '',
    })),
    warmup: { requests: agents, concurrency: agents },
    hasCeiling: false,
  }
}

function resultOf(agent, list) {
  const histogram = new TimeHistogram()
  for (const each of list) histogram.record(each)
  const count = list.length
  const total = {
    ended: count,
    ok: count,
    faults: {},
    inputTokens: 0,
    outputTokens: 0,
    inFlightMax: 4,
    times: { latency: histogram.toRecord() },
  }
  const record = {
    labels: {},
    driver: 'closed',
    workload: { name: 'any', hash: 'any' },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1_000,
    started: count,
    dropped: 0,
    retries: 0,
    slotsExceeded: 0,
    isCutShort: false,
    total,
    timeline: [],
    workers: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`w${index}`, total])),
    busySlots: { mean: 4, untilLastStart: 4, most: 4 },
    client: {
      eventLoopDelayP99Ms: 0,
      eventLoopDelayMaxMs: 0,
      eventLoopUtilization: 0,
      cpuCores: 0,
      lateStartP99Ms: 0,
      lateStartMaxMs: 0,
      inFlightMean: 4,
      limitedBy: [],
    },
  }
  const answered = { count, firstMs: 10, lastMs: 950 }
  return {
    load: 'x',
    agent,
    host: 'h',
    cores: 2,
    clockErrorMs: 0.1,
    redis: 'r',
    startedAtMs: startMs,
    pace: { answered },
    record,
  }
}

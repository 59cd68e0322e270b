// Compares the strategies with the optimum on a virtual clock, and says what a pick costs.
// npm run build && node bench/balancer/strategies.mjs
import { runnerImport } from 'vite'
import { importSources } from '../../scripts/build/source-modules.mjs'

const [{ strategies }] = await importSources('lib/balancer/strategies/registry')

const { closedLoop, lognormal, poisson } = await fromTests('demand')
const { equal, oneSlow, tenUnequal } = await fromTests('fleets')
const { minMakespanMs, optimalMeanLatencyMs } = await fromTests('optimum')
const { simulate } = await fromTests('simulation')

const seeds = [1, 2, 3, 4, 5]
const options = { requests: 5000, sizes: lognormal, meanMs: 100, keys: 300 }
const fleets = { equal, 'one 3x slower': oneSlow, 'ten unequal': tenUnequal }

const meanLatency = (run, fleet, demand) =>
  run.meanLatencyMs / optimalMeanLatencyMs(fleet.steady, demand)
const makespan = (run, fleet, demand) => run.makespanMs / minMakespanMs(fleet.steady, demand)

const scenes = {
  'Mean latency ÷ optimum, Poisson arrivals at 30 % of the capacity': {
    demandOf: (fleet, seed) =>
      poisson((0.3 * fleet.capacity * 1000) / options.meanMs, { ...options, seed }),
    ratio: meanLatency,
  },
  'Mean latency ÷ optimum, clients for 60 % of the slots': {
    demandOf: (fleet, seed) => closedLoop(Math.round(0.6 * fleet.slots), { ...options, seed }),
    ratio: meanLatency,
  },
  'Makespan ÷ least, clients for 150 % of the slots': {
    demandOf: (fleet, seed) => closedLoop(Math.round(1.5 * fleet.slots), { ...options, seed }),
    ratio: makespan,
  },
}

for (const [title, scene] of Object.entries(scenes)) {
  const rows = Object.entries(strategies).map(([name, strategy]) => {
    const cells = Object.values(fleets).map((fleet) => meanRatio(strategy, fleet, scene).toFixed(2))
    return [`\`${name}\``, ...cells]
  })
  print(title, ['strategy', ...Object.keys(fleets)], rows)
}
const costs = Object.entries(strategies).map(([name, strategy]) => [
  `\`${name}\``,
  nanosecondsPerPick(strategy).toFixed(0),
])
print('A pick among five workers and what is learned from its response', ['strategy', 'ns'], costs)

function meanRatio(strategy, fleet, { demandOf, ratio }) {
  const ratios = seeds.map((seed) => {
    const demand = demandOf(fleet, seed)
    return ratio(simulate({ workers: fleet.workers, demand, strategy, seed }), fleet, demand)
  })
  return ratios.reduce((sum, each) => sum + each, 0) / ratios.length
}

function nanosecondsPerPick(factory) {
  let nowMs = 0
  const strategy = factory({ nowMs: () => nowMs, random: Math.random })
  const workers = Array.from({ length: 5 }, (_, index) => ({
    id: `mac-studio-${index}`,
    slots: 5,
    weight: 5,
    inFlight: index % 4,
  }))
  const requests = Array.from({ length: 100 }, (_, index) => ({
    path: '/',
    affinityKey: `${index}`,
  }))
  const picks = (count) => {
    for (let index = 0; index < count; index++) {
      nowMs += 0.1
      const { id, inFlight } = strategy.pick(workers, requests[index % 100], workers)
      const response = { workerId: id, nowMs, durationMs: 50 + (index % 7), isOk: true, inFlight }
      strategy.observe?.(response)
    }
  }
  picks(200_000)
  const started = process.hrtime.bigint()
  picks(500_000)
  return Number(process.hrtime.bigint() - started) / 500_000
}

function print(title, head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const lines = [`${title}:`, '', line(head), line(head.map(() => '---')), ...rows.map(line), '']
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** The simulation is shared with the tests, and plain Node 20 reads no TypeScript. */
async function fromTests(name) {
  const file = new URL(`../../tests/balancer/strategies/${name}.ts`, import.meta.url).pathname
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
  return module
}

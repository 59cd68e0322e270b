import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Cluster, Worker } from '../../lib/cluster/cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { schemas } from '../../lib/generated/schemas.ts'
import { meet } from '../../lib/matchers/meet.ts'
import type { Measurement } from '../../lib/record/measurement.ts'

/** Lists a model, and fails completions: one of `good` of them succeeds, if any. */
async function startFailing(body: string, status: number, good = 0): Promise<Server> {
  let asked = 0
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      if (request.method === 'GET') return response.end('{"data":[{"id":"m"}]}')
      asked += 1
      const isGood = good > 0 && asked % good === 0
      response.statusCode = isGood ? 200 : status
      return response.end(isGood ? goodBody : body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const goodBody =
  '{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}'

function clusterOf(server: Server): Cluster {
  const { port } = server.address() as AddressInfo
  const workers = ['w1', 'w2'].map(
    (id): Worker => ({
      id,
      host: '127.0.0.1',
      port,
      type: 'openai',
      model: 'm',
      maxConcurrentRequests: 2,
      tags: [],
      basePath: '',
    }),
  )
  // Workers that fail are tried again soon: the duration of an ejection is not tested here.
  const defaults = readBalancer()
  const circuit = { ...defaults.circuit, openForMs: 50, maxOpenForMs: 100 }
  const balancer = { ...defaults, circuit }
  return { file: '/cluster.json', workers, balancer } as unknown as Cluster
}

/** What makes each check short. */
const options: Partial<Record<CheckKind, object>> = {
  adapt: { requests: 20, warmup: 2 },
  affinity: { sessions: 4, requests_per_session: 3 },
  balance: { requests: 20, warmup: 2 },
  batch: { tasks: 20, warmup: 2 },
  benchmark: {
    requests: 8,
    concurrency: [2, 4],
    repetitions: 3,
    max_repetitions: 3,
    warmup: 1,
    compare: { baseline: 'first', candidate: 'all' },
    find: 'capacity',
    open_loop: ['50%'],
    slo: { latency: '10s' },
  },
  failover: { requests: 40, warmup: 2, back_after: '200ms', return_within: '500ms' },
  idle: { samples: 10, interval: '10ms' },
  latency: { requests: 10, warmup: 1 },
  load: { rate: '100/s', requests: 20, warmup: 1, slo: { latency: '10s' } },
  overload: { requests: 20, max_queue: 4, warmup: 1 },
  slots: {},
  soak: { duration: '1s', warmup: 1 },
}

/**
 * True for failed requests as well: their number, their outcomes, the balancer's actions and the check's
 * options.
 */
const facts = [
  ...['requests', 'failed', 'retries', 'in_flight.max', 'strategy', 'connections'],
  ...['worker', 'by', 'claimed', 'chance', 'tasks', 'dropped', 'offered_rate', 'slow.worker'],
  ...['client_lag.p99', 'client_lag.max', 'admitted', 'unclean'],
  ...['errors.last_third', 'lost', 'sent_meanwhile', 'loss.failures'],
  ...['other_models', 'other_models.count', 'samples', 'ejected_because'],
]

/** Facts as soon as a worker has served something. */
const factsOfServing = ['slots_exceeded', 'rejected', 'reject_time.max']

/** The metrics of a check whose example in the schema is met by this measurement. */
function metBy(measurement: Measurement): string[] {
  const { properties, patternProperties = {} } =
    schemas.checks[measurement.check as CheckKind].$defs.metrics
  const families = Object.entries(patternProperties).map(
    ([pattern, metric]) =>
      [pattern.replace('^', '').replaceAll('\\.', '.').replace('.+', 'each'), metric] as const,
  )
  return [...Object.entries(properties), ...families].flatMap(([name, { examples = [] }]) =>
    examples.some((example) => meet(measurement, { [name]: example as string }).status === 'pass')
      ? name
      : [],
  )
}

const all = Object.keys(checkCatalog) as CheckKind[]
const kinds = Object.keys(options) as CheckKind[]

test('each check that sends requests is among those below', () => {
  const sending = all.filter((kind) => 'max_tokens' in schemas.checks[kind].properties)
  expect(sending.toSorted()).toEqual(kinds.toSorted())
})

test('each metric of a check with a success rate declares whether it needs that', () => {
  const silent = kinds.flatMap((kind) => {
    const { properties, patternProperties } = schemas.checks[kind].$defs.metrics
    return Object.entries({ ...properties, ...patternProperties })
      .filter(([, metric]) => metric['x-needs'] === undefined)
      .map(() => kind)
  })
  // They conclude nothing themselves if requests failed.
  expect(new Set(silent)).toEqual(new Set(['idle', 'slots']))
})

describe.each([
  ['every completion is refused with an error', '{"error":{"message":"oom"}}', 500, 0],
  ['every completion is empty', '{"choices":[{"message":{"content":""}}]}', 200, 0],
  ['4 of 5 completions fail', '{"error":{"message":"oom"}}', 400, 5],
] as const)('if %s', (_, body, status, good) => {
  let server: Server
  beforeAll(async () => {
    server = await startFailing(body, status, good)
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test.each(kinds)('no budget of `%s` is met except those on facts', async (kind) => {
    const cluster = clusterOf(server)
    const { scope, run } = checkOf(kind)
    const measurement = await run(
      { ...checkDefaults[kind], ...options[kind] },
      {
        cluster,
        workers: scope === 'worker' ? cluster.workers.slice(0, 1) : cluster.workers,
        signal: AbortSignal.timeout(50_000),
        timeoutMs: 50_000,
      },
    )
    expect(measurement.error).toBeUndefined()
    const allowed = status === 500 ? facts : [...facts, ...factsOfServing]
    expect(metBy(measurement).filter((name) => !allowed.includes(name))).toEqual([])
  })
})

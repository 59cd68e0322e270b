// A client in a process of its own, of the build in the folder BENCH_MODULES.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import autocannon from 'autocannon'
import { Client } from 'undici'
import { takeCommands } from '../balancer/commands.mjs'
import { body, contentType, path } from './answers.mjs'
import { exchangeBytes } from './bare-sockets.mjs'
import { memoryKb } from './cores.mjs'
import { readStreams } from './stream-readers.mjs'

const load = (path) => import(pathToFileURL(join(process.env.BENCH_MODULES, `${path}.js`)).href)
const { runLoad } = await load('lib/load/run-load')
const { closed } = await load('lib/load/drivers/closed')
const { Balancer } = await load('lib/balancer')
const { DirectClient } = await load('lib/load/direct-client')

const request = { path, body, headers: { 'content-type': contentType } }
/** The others send the same bytes over and over; making new ones is the workload's cost. */
const workload = { name: 'bench', hash: 'bench', request: () => request }
const dispatchers = new Map()

takeCommands({
  /** `runLoad` with the closed driver, which records full histograms. */
  own: async (load) => {
    const dispatcher = dispatcherFor(load)
    const { connections: concurrency, requests, seconds } = load
    const driver = closed({
      concurrency,
      ...(requests ? { requests } : { durationMs: seconds * 1_000 }),
    })
    const { signal } = new AbortController()
    return measured(async () => {
      const { total, durationMs } = await runLoad({ dispatcher, driver, workload, signal })
      const { p50Ms, p99Ms } = total.times.latency
      return {
        requests: total.ok,
        failed: total.ended - total.ok,
        faults: total.faults,
        seconds: durationMs / 1_000,
        tokens: total.outputTokens,
        p50Ms,
        p99Ms,
      }
    })
  },
  sockets: (load) => measured(() => exchangeBytes(load)),
  openai: (load) => measured(() => readStreams({ ...load, name: 'openai' })),
  'eventsource-parser': (load) =>
    measured(() => readStreams({ ...load, name: 'eventsource-parser' })),
  /** It reads no bodies, and its latencies are whole milliseconds. */
  autocannon: ({ host, port, connections, seconds, requests: amount }) =>
    measured(async () => {
      const result = await autocannon({
        url: `http://${host}:${port}${path}`,
        connections,
        duration: seconds,
        amount,
        method: 'POST',
        headers: request.headers,
        body,
        timeout: 30,
      })
      return {
        requests: result['2xx'],
        failed: result.non2xx + result.errors,
        seconds: result.duration,
        p50Ms: result.latency.p50,
        p99Ms: result.latency.p99,
      }
    }),
})

async function measured(run) {
  const { now: beforeKb } = memoryKb('self')
  const began = process.cpuUsage()
  const result = await run()
  const { user, system } = process.cpuUsage(began)
  return {
    ...result,
    cpuSeconds: (user + system) / 1e6,
    beforeKb,
    peakKb: memoryKb('self').peak,
  }
}

/** The same one for every round against a server. */
function dispatcherFor({ name, host, port, connections, workers = 1 }) {
  const key = `${name} ${host}:${port} ${connections} ${workers}`
  if (!dispatchers.has(key)) dispatchers.set(key, open[name]({ host, port, connections, workers }))
  return dispatchers.get(key)
}

const open = {
  direct: (load) => new DirectClient(worker(load)),
  undici: ({ host, port }) => new UndiciClients(`http://${host}:${port}`),
  balancer: (load) => {
    const workers = Array.from({ length: load.workers }, (_, index) => worker(load, index))
    return new Balancer({ workers, health: { intervalMs: 0 } })
  },
}

/** All of them are one server: only the balancer knows of several. */
function worker({ host, port, connections, workers = 1 }, index = 0) {
  return {
    id: `w${index}`,
    host,
    port,
    maxConcurrentRequests: Math.ceil(connections / workers),
    type: 'openai',
    model: 'tiny',
    tags: [],
    basePath: '',
  }
}

/** A `Client` of undici for each request in flight, which is its fastest use: a `Pool` is slower. */
class UndiciClients {
  #idle = []

  constructor(origin) {
    this.origin = origin
  }

  dispatch(options, handler) {
    const connection = this.#idle.pop() ?? new UndiciConnection(this.origin, this.#idle)
    return connection.dispatch(options, handler)
  }
}

/**
 * Releases the connection before its handler is called at the end, which sends the next request at once.
 */
class UndiciConnection {
  #client
  #idle
  #handler

  constructor(origin, idle) {
    this.#client = new Client(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
    this.#idle = idle
  }

  dispatch(options, handler) {
    this.#handler = handler
    return this.#client.dispatch(options, this)
  }

  onRequestStart(controller, context) {
    this.#handler.onRequestStart(controller, context)
  }

  onResponseStart(controller, status, headers, message) {
    this.#handler.onResponseStart(controller, status, headers, message)
  }

  onResponseData(controller, chunk) {
    this.#handler.onResponseData(controller, chunk)
  }

  onResponseEnd(controller, trailers) {
    this.#idle.push(this)
    this.#handler.onResponseEnd(controller, trailers)
  }

  onResponseError(controller, error) {
    this.#idle.push(this)
    this.#handler.onResponseError(controller, error)
  }
}

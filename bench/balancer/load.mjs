// The load generator, in a process of its own; the balancer that is measured in process lives here too.
import { Client } from 'undici'
import { fromBuild } from './build.mjs'
import { epochMs, takeCommands } from './commands.mjs'
import { runLanes } from './lanes.mjs'
import { openStreams } from './open-streams.mjs'

let balancer
let origins = []
const clients = []

takeCommands({
  /** Sends everything through a balancer in this process. */
  useBalancer: async ({ workers, settings }) => {
    const { Balancer } = await fromBuild('lib/balancer.js')
    balancer = new Balancer({ workers, ...settings })
  },
  /** Sends everything to these, one after the other, over a connection for each lane. */
  useOrigins: (wanted) => {
    origins = wanted
  },
  /** @returns the log of `runLanes` */
  run: ({ concurrency, untilMs }) => runLanes(dispatchersFor(concurrency), { untilMs }),
  /**
   * One request at a time, a block to each target in turn: `rounds` blocks of `block` requests.
   * @param targets by name an origin, undefined for the balancer in this process
   * @returns by name the latencies in milliseconds
   */
  oneAtATime: async ({ targets, rounds, block }) => {
    const dispatchers = Object.entries(targets).map(([name, origin]) => [
      name,
      origin ? connection(origin) : balancer,
    ])
    const latencies = Object.fromEntries(dispatchers.map(([name]) => [name, []]))
    for (let round = 0; round < rounds; round++) {
      for (const [name, dispatcher] of dispatchers) {
        const { beginMs, endMs, failures } = await runLanes([dispatcher], { requests: block })
        if (Object.keys(failures).length > 0) throw new Error(`${name}: ${Object.keys(failures)}`)
        // The first request of a block finds cold caches.
        for (let index = 1; index < block; index++) {
          latencies[name].push(endMs[index] - beginMs[index])
        }
      }
    }
    return latencies
  },
  /** Many requests as fast as they go. @returns the memory after a garbage collection */
  work: async ({ concurrency, perLane }) => {
    const beganMs = epochMs()
    const { failures } = await runLanes(dispatchersFor(concurrency), { requests: perLane })
    const perSecond = (1_000 * concurrency * perLane) / (epochMs() - beganMs)
    // Twice: objects that the first collection finalises are freed by the second.
    for (const _ of [1, 2]) {
      globalThis.gc?.()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const { rss, heapUsed, external } = process.memoryUsage()
    return { perSecond, failures, rss, heapUsed, external }
  },
  /** So many streams at once, each read to its end. */
  streams: ({ count, tokens }) => openStreams(dispatchersFor(count), tokens),
  /** What the balancer in process has counted so far. */
  counts: () => {
    const { workers, retries } = balancer.stats()
    return { atMs: epochMs(), sent: workers.map(({ sent }) => sent), retries }
  },
})

function dispatchersFor(count) {
  if (balancer) return Array(count).fill(balancer)
  while (clients.length < count) clients.push(connection(origins[clients.length % origins.length]))
  return clients.slice(0, count)
}

/** With a `pipelining` of 1 undici writes the next request one turn of the event loop later; a lane has one at a time anyway. */
function connection(origin) {
  return new Client(origin, { pipelining: 2, headersTimeout: 0, bodyTimeout: 0 })
}

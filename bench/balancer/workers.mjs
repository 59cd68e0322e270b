// The simulated workers, in a process of their own.

import { fromBuild } from './build.mjs'
import { epochMs, takeCommands } from './commands.mjs'

const { startSimulatedWorker } = await fromBuild('lib/simulator.js')
const workers = []

takeCommands({
  /** @returns where they listen */
  start: async ({ workers: wanted, slots, isRecorded = true }) => {
    for (const simulate of wanted) {
      workers.push(await startWorker({ index: workers.length, simulate, slots, isRecorded }))
    }
    return workers.map(({ id, port }) => ({ id, host: '127.0.0.1', port, slots }))
  },
  /** Other workers take their ports. */
  replace: async ({ workers: wanted, slots }) => {
    for (const [index, simulate] of wanted.entries()) {
      const { port } = workers[index]
      await workers[index].close()
      workers[index] = await startWorker({ index, port, simulate, slots, isRecorded: true })
    }
  },
  forget: () => {
    for (const worker of workers) worker.reset()
  },
  /** @returns for each worker [begin, end] of every service since the last reset */
  services: () => workers.map(servicesOf),
  /** Kills one of them; @returns when that was, and when it listened again, which it does by itself */
  dieAndReturn: async ({ index, atMs, forMs }) => {
    await sleepUntil(atMs)
    const diedMs = epochMs()
    await workers[index].die()
    await sleepUntil(atMs + forMs)
    await workers[index].revive()
    return { diedMs, returnedMs: epochMs() }
  },
})

function startWorker({ index, port = 0, simulate, slots, isRecorded }) {
  return startSimulatedWorker({
    id: `w${index}`,
    host: '127.0.0.1',
    port,
    model: 'tiny',
    maxConcurrentRequests: slots,
    recordRequests: isRecorded,
    simulate: { jitter: 0, seed: index + 1, imitates: 'openai', ...simulate },
  })
}

function servicesOf(worker) {
  const { startedAtMs: zeroMs } = worker.state()
  return worker
    .requests()
    .filter((record) => record.startedMs !== null)
    .map((record) => [record.startedMs + zeroMs, record.endedMs + zeroMs])
}

function sleepUntil(atMs) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - epochMs())))
}

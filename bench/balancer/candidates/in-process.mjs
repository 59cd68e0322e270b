import { startScript } from '../processes.mjs'
import { watchCounts } from '../watch.mjs'

/** The built-in balancer as a program uses it: a dispatcher in the process that makes the requests. */
export async function startInProcess(workers, { settings = {}, nodeOptions } = {}) {
  const load = startScript('load.mjs', { nodeOptions })
  await load.ask('useBalancer', { workers: workers.map(asWorker), settings })
  return {
    load,
    watch: () => watchCounts(() => load.ask('counts')),
    stop: () => load.stop(),
  }
}

/** A worker as a cluster file would give it; the balancer does not know that it is simulated. */
function asWorker({ id, host, port, slots }) {
  return {
    id,
    host,
    port,
    maxConcurrentRequests: slots,
    type: 'openai',
    model: 'tiny',
    tags: [],
    basePath: '',
  }
}

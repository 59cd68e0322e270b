import { startScript } from '../balancer/processes.mjs'
import { clientCore, pin } from './cores.mjs'
import { runWrk } from './wrk.mjs'

/**
 * Starts a client on its core.
 * @returns `run({ host, port, connections, seconds })`, which resolves to what it measured, and `stop()`
 */
export function startCandidate(name) {
  if (name === 'wrk') return { run: runWrk, stop: async () => undefined }
  const script = startScript('../load/client.mjs')
  pin(script.pid, clientCore)
  return {
    pid: script.pid,
    run: (load) => script.ask(name === 'autocannon' ? 'autocannon' : 'own', { ...load, name }),
    stop: script.stop,
  }
}

import { startScript } from '../balancer/processes.mjs'
import { clientCore, pin } from './cores.mjs'
import { runWrk } from './wrk.mjs'

/**
 * Starts a client on its core; one of another build by `NAME before`, the build being that of `BENCH_BEFORE`.
 * @returns `run({ host, port, connections, seconds })`, which resolves to what it measured, and `stop()`
 */
export function startCandidate(name) {
  if (name === 'wrk') return { run: runWrk, stop: async () => undefined }
  const [client, build] = name.split(' ')
  const env = {
    ...process.env,
    ...(build === 'before' && { BENCH_DIST: process.env.BENCH_BEFORE }),
  }
  const script = startScript('../load/client.mjs', { env })
  pin(script.pid, clientCore)
  return {
    pid: script.pid,
    run: (load) => script.ask(commands[client] ?? 'own', { ...load, name: client }),
    stop: script.stop,
  }
}

const commands = {
  autocannon: 'autocannon',
  openai: 'openai',
  'eventsource-parser': 'eventsource-parser',
}

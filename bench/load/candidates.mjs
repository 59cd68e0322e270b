import { folderWith } from '../balancer/build.mjs'
import { startScript } from '../balancer/processes.mjs'
import { clientCore, pin } from './cores.mjs'
import { runWrk } from './wrk.mjs'

const modules = [
  ...['lib/balancer', 'lib/load/run-load', 'lib/load/direct-client'],
  'lib/load/drivers/closed',
]
const before = process.env.BENCH_BEFORE
/** Bundled here, because that needs more memory than a client does. */
const folders = {
  now: await folderWith(modules),
  ...(before && { before: await folderWith(modules, before) }),
}

/**
 * Starts a client on its core; one of another build by `NAME before`, the build being that of `BENCH_BEFORE`.
 * @returns `run({ host, port, connections, seconds })`, which resolves to what it measured, and `stop()`
 */
export function startCandidate(name) {
  if (name === 'wrk') return { run: runWrk, stop: async () => undefined }
  const [client, build = 'now'] = name.split(' ')
  if (!folders[build]) throw new Error(`${name}: BENCH_BEFORE names no build`)
  const env = { ...process.env, BENCH_MODULES: folders[build] }
  const script = startScript('../load/client.mjs', { env, nodeOptions })
  pin(script.pid, clientCore)
  return {
    pid: script.pid,
    run: (load) => script.ask(commands[client] ?? 'own', { ...load, name: client }),
    stop: script.stop,
  }
}

/** Such as `--cpu-prof`, for all clients. */
const nodeOptions = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []

const commands = {
  autocannon: 'autocannon',
  sockets: 'sockets',
  openai: 'openai',
  'eventsource-parser': 'eventsource-parser',
}

import { folderWith } from '../build.mjs'
import { startScript } from '../processes.mjs'
import { freePort } from './free-port.mjs'

/** node:http in front of the client that `serve` uses, and nothing in between. */
export async function startBareProxy(workers) {
  const port = await freePort()
  const folder = await folderWith(['lib/wire/wire-client'])
  const script = startScript('bare-proxy.mjs', { env: { ...process.env, BENCH_MODULES: folder } })
  const origins = workers.map(({ host, port: own }) => `http://${host}:${own}`)
  await script.ask('listen', { port, origins })
  return { origin: `http://127.0.0.1:${port}`, pid: script.pid, stop: script.stop }
}

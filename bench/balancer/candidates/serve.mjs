import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'undici'
import { builtFile, fileBefore } from '../build.mjs'
import { epochMs } from '../commands.mjs'
import { folder, startProgram, startScript } from '../processes.mjs'
import { watchCounts } from '../watch.mjs'
import { freePort, listening } from './free-port.mjs'

const main = builtFile('lib/cli/main.js')
export const hasServe = main !== undefined

export const mainBefore = fileBefore('lib/cli/main.js')

/** The built-in balancer as a process of its own: `clustergate serve`, of this build or of another. */
export async function startServe(workers, command = main) {
  const port = await freePort()
  const file = join(folder, `cluster-${port}.json`)
  writeFileSync(file, JSON.stringify({ workers: workers.map(asWorker) }))
  const args = [command, 'serve', '--config', file, '--port', String(port)]
  const program = startProgram(process.execPath, args, 'clustergate serve')
  await listening(port)
  const origin = `http://127.0.0.1:${port}`
  const load = startScript('load.mjs')
  await load.ask('useOrigins', [origin])
  const status = new Client(origin)
  return {
    load,
    origin,
    pid: program.pid,
    watch: () => watchCounts(() => countsOf(status)),
    stop: () => Promise.all([load.stop(), program.stop(), status.destroy()]),
  }
}

function asWorker({ id, host, port, slots }) {
  return { id, host, port, type: 'openai', model: 'tiny', max_concurrent_requests: slots }
}

async function countsOf(client) {
  const { body } = await client.request({ path: '/status', method: 'GET' })
  const { workers, retries } = await body.json()
  return { atMs: epochMs(), sent: workers.map(({ sent }) => sent), retries }
}

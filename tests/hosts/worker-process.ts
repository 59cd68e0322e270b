import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestNetwork } from './network.ts'

const aimock = join(dirname(createRequire(import.meta.url).resolve('@copilotkit/aimock')), 'cli.js')

/** A third-party server with the OpenAI API. */
export interface WorkerProcess extends AsyncDisposable {
  readonly pid: number
}

/**
 * Starts a worker on a host of the network: a third party's OpenAI-compatible server, as a process
 * of its own that lists and serves one model.
 */
export async function startWorkerProcess(
  network: TestNetwork,
  host: string,
  {
    port,
    model,
    address,
  }: { readonly port: number; readonly model: string; readonly address: string },
): Promise<WorkerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'worker-'))
  const fixtures = join(folder, 'fixtures.json')
  const fixture = { match: { model }, response: { content: 'ok' } }
  await writeFile(fixtures, JSON.stringify({ fixtures: [fixture] }))
  const bind = address.includes(':') ? '::' : '0.0.0.0'
  const args = [aimock, '--port', String(port), '--host', bind, '--fixtures', fixtures]
  const child = network.start(host, process.execPath, [...args, '--log-level', 'warn'], {
    reject: false,
    all: true,
    timeout: 0,
  })
  const stop = async () => {
    child.kill('SIGKILL')
    await child
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilListening(network, host, port)
  } catch (error) {
    await stop()
    throw new Error(`the worker on ${host} did not start: ${String((await child).all)}`, {
      cause: error,
    })
  }
  // `ip netns exec` becomes the command: its process id is the server's.
  return { pid: child.pid ?? 0, [Symbol.asyncDispose]: stop }
}

/** @throws if nothing listens there within 15 seconds */
export async function untilListening(
  network: TestNetwork,
  host: string,
  port: number,
): Promise<void> {
  const deadline = Date.now() + 15_000
  while (Date.now() < deadline) {
    const sockets = await network.run(host, 'ss', '-ltnH', `sport = :${port}`)
    if (sockets.trim()) return
    await sleep(50)
  }
  throw new Error(`nothing listens on port ${port} after 15 s`)
}

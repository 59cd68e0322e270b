import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

const here = import.meta.dirname

/** A worker of a cluster file, with a real engine behind it. */
export interface EngineWorker {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly type: 'openai'
  readonly base_path?: string
  readonly max_concurrent_requests: number
}

/** Real servers in `CLUSTERGATE_ENGINE_URLS`, separated by spaces or commas, instead of our own. */
export const givenUrls = (process.env.CLUSTERGATE_ENGINE_URLS ?? '').split(/[\s,]+/).filter(Boolean)

/** What this machine lacks for a real engine, with what to do. */
export function missingForEngine(): string[] {
  if (givenUrls.length > 0 || existsSync(join(here, 'node_modules/node-llama-cpp'))) return []
  return [
    'llama.cpp: `npm install --prefix tests/engine --no-save --omit=optional --ignore-scripts`',
  ]
}

export interface Engines extends AsyncDisposable {
  readonly workers: readonly EngineWorker[]
}

/** One llama.cpp process per worker; with `threads` and `slots`. */
export interface EnginePlan {
  readonly slots: number
  readonly threads?: number
}

/** Starts engines of our own, or uses the given ones. */
export async function startEngines(plans: readonly EnginePlan[], folder: string): Promise<Engines> {
  if (givenUrls.length > 0) {
    return { workers: givenUrls.map(workerOf), [Symbol.asyncDispose]: async () => undefined }
  }
  const model = join(folder, 'tiny-random.gguf')
  await execa(process.execPath, [join(here, 'write-model.mjs'), model])
  const processes = plans.map((plan) => startServer(model, plan))
  try {
    const urls = await Promise.all(processes.map(urlOf))
    const workers = urls.map((url, index) => ({
      ...workerOf(url, index),
      max_concurrent_requests: plans[index]?.slots ?? 1,
    }))
    return { workers, [Symbol.asyncDispose]: () => end(processes) }
  } catch (error) {
    await end(processes)
    throw error
  }
}

function startServer(model: string, { slots, threads = 1 }: EnginePlan) {
  const options = [`--slots=${slots}`, `--threads=${threads}`]
  return execa(process.execPath, [join(here, 'server.mjs'), model, ...options], {
    reject: false,
    buffer: false,
    stdin: 'ignore',
  })
}

type ServerProcess = ReturnType<typeof startServer>

function workerOf(url: string, index: number): EngineWorker {
  const { hostname, port, protocol, pathname } = new URL(url)
  if (protocol !== 'http:') throw new Error(`${url}: only http is tried here`)
  const basePath = pathname.replace(/\/(?:v1\/?)?$/, '')
  return {
    id: `engine-${index + 1}`,
    host: hostname,
    port: Number(port || 80),
    type: 'openai',
    ...(basePath && { base_path: basePath }),
    max_concurrent_requests: 2,
  }
}

/** The URL that a server prints when its model is loaded. */
async function urlOf(server: ServerProcess): Promise<string> {
  let output = ''
  const signal = AbortSignal.timeout(60_000)
  server.stdout.setEncoding('utf8')
  while (true) {
    const ended = server.then(({ exitCode }) => {
      throw new Error(`the engine ended with exit code ${exitCode}: ${output}`)
    })
    const [text] = await Promise.race([once(server.stdout, 'data', { signal }), ended])
    output += text
    const [, url] = /listening on (\S+)\n/.exec(output) ?? []
    if (url) return url
  }
}

async function end(processes: readonly ServerProcess[]): Promise<void> {
  for (const each of processes) each.kill('SIGTERM')
  await Promise.all(processes)
}

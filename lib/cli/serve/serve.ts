import { Command, InvalidArgumentError, Option } from 'commander'
import { Balancer } from '../../balancer/balancer.ts'
import { EventLog } from '../../balancer/front/event-log.ts'
import { type Front, type FrontOptions, startFront } from '../../balancer/front/start-front.ts'
import { strategyNames } from '../../balancer/strategies/registry.ts'
import type { Cluster, Worker } from '../../cluster/cluster.ts'
import { loadClusterWithFiles } from '../../cluster/load-cluster.ts'
import { locateClusterOf } from '../../cluster/locate-cluster.ts'
import { resolveSecret } from '../../cluster/secret.ts'
import { targetLine } from '../../cluster/target.ts'
import { startClusterThread } from '../../simulator/cluster-thread.ts'
import { parseQuantity } from '../../units/quantity.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { print, printAside } from '../kit/print.ts'
import { cutLine, listenFault, serveHelp, startLine } from './serve-text.ts'

interface ServeOptions {
  readonly config?: string
  readonly host: string
  readonly port: number
  readonly strategy?: string
  readonly apiKeyEnv?: string
  readonly drainTimeout: number
  readonly quiet?: boolean
}

/** `clustergate serve`: the built-in balancer behind an HTTP front with the OpenAI API. */
export function serveCommand(exit: (code: number) => void): Command {
  return new Command('serve')
    .description('balance requests with the OpenAI API over the workers of a cluster')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
    .option('--host <address>', 'address to listen on; 0.0.0.0 is all of IPv4', '127.0.0.1')
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 is any free port')
        .default(4_000)
        .argParser(portOf),
    )
    .addOption(
      new Option(
        '--strategy <name>',
        "how workers are chosen (default: the cluster file's)",
      ).choices(strategyNames),
    )
    .option('--api-key-env <name>', 'environment variable with the key that callers must send')
    .addOption(
      new Option(
        '--drain-timeout <time>',
        'how long requests in flight may take after a stop signal',
      )
        .default(30_000, '30s')
        .argParser(millisecondsOf),
    )
    .option('--quiet', 'print the address and errors only')
    .addHelpText('after', serveHelp)
    .action(async (options: ServeOptions) => exit(await serve(options)))
}

async function serve(options: ServeOptions): Promise<number> {
  const stopped = untilStopped()
  const apiKey = keyFrom(options.apiKeyEnv)
  if (apiKey === '') {
    printAside(`--api-key-env: the variable ${options.apiKeyEnv} is not set, or empty`)
    return exitCodes.usage
  }
  const loaded = await loadClusterWithFiles(
    locateClusterOf(options.config, process.env),
    process.env,
  )
  const simulated = await startClusterThread(loaded.workers, keyOfWorker)
  const balancer = balancerFor(loaded, simulated.workers, options.strategy)
  try {
    const front = await startOrReport(balancer, { ...options, apiKey, limits: loaded.serve })
    if (!front) return exitCodes.usage
    print(startLine(front.url, balancer.stats()))
    if (options.quiet !== true) printAside(targetLine(loaded))
    const log = new EventLog()
    if (options.quiet !== true) balancer.onEvent((event) => printEvent(log.lineOf(event)))
    // Not awaited: an earlier request opens its own connection.
    void balancer.warmUp()
    await finish(front, await stopped, options)
    return exitCodes.met
  } finally {
    await balancer.destroy()
    await simulated.close()
  }
}

/** The key itself; empty if the named variable is empty or not set. */
function keyFrom(variable: string | undefined): string | undefined {
  return variable === undefined ? undefined : (process.env[variable] ?? '')
}

function keyOfWorker({ apiKey }: Worker): string | undefined {
  return apiKey && resolveSecret(apiKey, process.env)
}

function balancerFor(
  { balancer: settings }: Cluster,
  workers: readonly Worker[],
  strategy: string | undefined,
): Balancer {
  return new Balancer({ ...settings, workers, ...(strategy !== undefined && { strategy }) })
}

/** The front; undefined if it cannot listen on the address, which has been reported. */
async function startOrReport(
  balancer: Balancer,
  options: Pick<ServeOptions, 'host' | 'port'> & Pick<FrontOptions, 'limits' | 'apiKey'>,
): Promise<Front | undefined> {
  const { host, port } = options
  try {
    return await startFront({ ...options, balancer })
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    printAside(`cannot listen on port ${port} of ${host}: ${listenFault(code) ?? message}`)
    return undefined
  }
}

/** Waits for requests in flight; a second signal ends them. */
async function finish(front: Front, signal: NodeJS.Signals, options: ServeOptions): Promise<void> {
  const again = () => process.exit(exitCodes.interrupted)
  for (const each of stopSignals) process.on(each, again)
  if (!options.quiet) printEvent(`${signal}: finishing requests in flight; once more exits at once`)
  const cut = await front.close({ drainTimeoutMs: options.drainTimeout })
  for (const each of stopSignals) process.off(each, again)
  if (cut > 0) printAside(cutLine(cut, options.drainTimeout))
}

const stopSignals = ['SIGINT', 'SIGTERM'] as const

function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of stopSignals) process.once(signal, resolve)
  })
}

function printEvent(words: string | undefined): void {
  if (words !== undefined) print(`${new Date().toTimeString().slice(0, 8)} ${words}`)
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.')
}

function millisecondsOf(text: string): number {
  const parsed = parseQuantity(text, 'duration')
  if (parsed.ok && parsed.value >= 0) return parsed.value
  throw new InvalidArgumentError('It must be a duration such as 30s.')
}

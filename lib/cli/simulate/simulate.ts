import { Command, InvalidArgumentError, Option } from 'commander'
import type { Fault, SimulateOptions, Worker } from '../../cluster/cluster.ts'
import { loadCluster } from '../../cluster/load-cluster.ts'
import { locateCluster } from '../../cluster/locate-cluster.ts'
import { resolveSecret } from '../../cluster/secret.ts'
import { modelResponses } from '../../simulator/front/models.ts'
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/simulated-cluster.ts'
import { parseQuantity } from '../../units/quantity.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { print, printAside } from '../kit/print.ts'
import { clusterFileText, faultLine, usageText } from './simulate-text.ts'

interface Options {
  readonly config?: string
  readonly workers: number
  readonly slots: number
  readonly port: number
  readonly controlPort: number
  readonly seed: number
  readonly model: string
  readonly imitates: SimulateOptions['imitates']
  readonly timeToFirstToken: number
  readonly tokenTime: number
  readonly printConfig?: boolean
}

/** `clustergate simulate`: runs a simulated cluster until it is stopped. */
export function simulateCommand(exit: (code: number) => void): Command {
  const own = (option: Option) => option.conflicts('config')
  return new Command('simulate')
    .description('start simulated workers, whose faults can be switched while they run')
    .option('-c, --config <file>', 'start the simulated workers of this cluster file')
    .addOption(own(number('--workers <n>', 'how many to start', 3, 1, 1_000)))
    .addOption(own(number('--slots <n>', 'concurrent requests per worker', 5, 1, 100_000)))
    .addOption(
      own(number('--port <n>', 'port of the first worker; the others follow', 4_001, 0, 65_535)),
    )
    .addOption(
      own(number('--seed <n>', 'seed of the service times of the first worker', 1, 0, 2 ** 31)),
    )
    .addOption(own(new Option('--model <name>', 'model that they serve').default('simulated-7b')))
    .addOption(own(new Option('--imitates <type>', 'server type to imitate').choices(imitable)))
    .addOption(own(duration('--time-to-first-token <time>', 'of each response', '20ms', 20)))
    .addOption(own(duration('--token-time <time>', 'time per further token', '2ms', 2)))
    .addOption(
      number('--control-port <n>', 'port of the control server for faults', 4_100, 0, 65_535),
    )
    .option('--print-config', 'print a cluster file with them; all else goes to standard error')
    .addHelpText('after', examples)
    .action(async (options: Options) => exit(await simulate({ ...options })))
}

const imitable = Object.keys(modelResponses)

const examples = `
It runs until Ctrl-C (exit code 130) or SIGTERM (0). A port that is in use ends it with 2.

Examples:
  clustergate simulate --workers 5 --slots 2
  clustergate simulate --print-config > cluster.json
  clustergate simulate --config config/embedded.yaml --control-port 0
  curl -X PUT http://127.0.0.1:4100/workers/sim-1/fault -d '{"kind":"death","for":"5s"}'`

async function simulate(options: Options): Promise<number> {
  const stopped = untilStopped()
  const say = options.printConfig ? printAside : print
  const workers = options.config ? await workersOf(options.config) : defaultWorkers(options)
  if (workers.length === 0) {
    printAside(`${options.config}: no worker in it is simulated`)
    return exitCodes.usage
  }
  const cluster = await startOrReport(workers, options.controlPort, (id, active) =>
    say(faultLine(new Date(), id, active)),
  )
  if (!cluster) return exitCodes.usage
  if (options.printConfig) print(clusterFileText(cluster.workers))
  say(usageText(cluster.workers, cluster.controlUrl ?? ''))
  const signal = await stopped
  await cluster.close()
  return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.met
}

/** The cluster; undefined if it cannot listen, which has been reported. */
async function startOrReport(
  workers: readonly Worker[],
  controlPort: number,
  onFaultChange: (workerId: string, active: readonly Fault[]) => void,
): Promise<SimulatedCluster | undefined> {
  const keyOf = ({ apiKey }: Worker) => apiKey && resolveSecret(apiKey, process.env)
  try {
    return await startSimulatedCluster(workers, {
      keyOf,
      control: true,
      controlPort,
      onFaultChange,
    })
  } catch (error) {
    printAside(`${(error as Error).message}`)
    return undefined
  }
}

async function workersOf(config: string): Promise<readonly Worker[]> {
  const file = locateCluster(config, process.cwd(), {})
  const { workers } = await loadCluster(file, process.env)
  return workers.filter(({ type }) => type === 'simulated')
}

function defaultWorkers(options: Options): Worker[] {
  return Array.from({ length: options.workers }, (_, index) => ({
    id: `sim-${index + 1}`,
    host: '127.0.0.1',
    port: options.port === 0 ? 0 : options.port + index,
    type: 'simulated',
    model: options.model,
    maxConcurrentRequests: options.slots,
    tags: [],
    basePath: '',
    simulate: {
      timeToFirstTokenMs: options.timeToFirstToken,
      tokenTimeMs: options.tokenTime,
      jitter: 0.1,
      seed: options.seed + index,
      imitates: options.imitates ?? 'openai',
    },
  }))
}

function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
}

function number(flags: string, words: string, value: number, least: number, most: number): Option {
  return new Option(flags, words).default(value).argParser((text) => {
    const parsed = Number(text)
    if (Number.isInteger(parsed) && parsed >= least && parsed <= most) return parsed
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  })
}

function duration(flags: string, words: string, shown: string, valueMs: number): Option {
  return new Option(flags, words).default(valueMs, shown).argParser((text) => {
    const parsed = parseQuantity(text, 'duration')
    if (parsed.ok && parsed.value >= 0) return parsed.value
    throw new InvalidArgumentError('It must be a duration such as 50ms.')
  })
}

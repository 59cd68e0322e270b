import { Command, Option } from 'commander'
import { UserError } from '../../source/user-error.ts'
import {
  numberOption,
  numberOrNoneOption,
  numbersOption,
  percentOption,
} from '../kit/option-parsers.ts'
import { type BenchMode, benchModes, defaultLevels, defaultWorkerCounts } from './bench-plan.ts'
import type { BenchOptions } from './run-bench.ts'

interface Options extends BenchOptions {
  readonly requests: number
  readonly mode: BenchMode
  readonly concurrencyLevels?: readonly number[]
  readonly workerCounts?: readonly number[]
  readonly workload: string
  readonly maxTokens?: number | 'none'
  readonly stream?: boolean
  readonly repetitions: number
  readonly warmup?: number
  readonly compareFirst?: boolean
  readonly minSuccessRate: number
}

/** `clustergate bench`: the guide's benchmarks on the command line, without a test runner. */
export function benchCommand(exit: (code: number) => void): Command {
  const levels = `requests in flight at once, as \`5 15\` or \`5,15\` (default: ${defaultLevels.join(' ')})`
  const counts = `numbers of workers, each at all slots (default: ${defaultWorkerCounts.join(' ')})`
  return new Command('bench')
    .description('measure throughput and latency, once the network is validated')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
    .addOption(
      numberOption('--requests <n>', 'requests per level and repetition', 1, 1_000_000).default(
        100,
      ),
    )
    .addOption(
      new Option('--mode <mode>', 'levels of concurrency, numbers of workers, or both')
        .choices(benchModes)
        .default('concurrency'),
    )
    .addOption(numbersOption('--concurrency-levels <n...>', levels, 1, 100_000))
    .addOption(numbersOption('--worker-counts <n...>', counts, 1, 1_000))
    .option('-o, --output <file>', 'write the results there, as JSON')
    .option('--workload <name>', 'name or file of the workload', 'short-chat')
    .addOption(
      numberOrNoneOption(
        '--max-tokens <n>',
        'of each response; `none` sends no limit (default: as the workload says)',
        1,
        100_000,
      ),
    )
    .option('--stream', 'stream responses, to measure the time to first token')
    .addOption(numberOption('--repetitions <n>', 'repetitions of each level', 1, 100).default(1))
    .addOption(
      numberOption(
        '--warmup <n>',
        'warm-up requests before each level, not counted (default: its concurrency)',
        0,
        100_000,
      ),
    )
    .option('--compare-first', 'also measure the first worker alone, interleaved: the speedup')
    .addOption(percentOption('--min-success-rate <percent>', 'exit with 1 below it').default(95))
    .option('--specs <folder>', 'folder of the specs, with `network` in it', 'specs')
    .option('--force', 'measure even if the network gate is closed; the results say so')
    .option('--json', 'print the results as JSON')
    .option('--quiet', 'print no progress')
    .addHelpText('after', help)
    .action(async (options: Options) => exit(await bench(options)))
}

const help = `
Exit codes: 0 met, 1 too few requests succeeded, 2 usage or spec error, 3 network gate closed,
4 inconclusive (the load generator was the limit), 130 interrupted (what was measured is reported).

Examples:
  clustergate bench --config config/my_workers.json --requests 10 --concurrency-levels 5 15
  clustergate bench --config config/my_workers.json --requests 100 --mode both --output full_benchmark.json
  clustergate bench --config config/my_workers.json --mode scaling --worker-counts 1 3 5 --requests 50`

async function bench(options: Options): Promise<number> {
  const { mode, concurrencyLevels, workerCounts, compareFirst = false, stream, ...rest } = options
  refuseUnused(options)
  const plan = {
    ...rest,
    mode,
    concurrencyLevels: concurrencyLevels ?? defaultLevels,
    workerCounts: workerCounts ?? defaultWorkerCounts,
    isComparedToFirst: compareFirst,
    ...(stream && { isStreamed: true }),
  }
  // Loaded on demand: the help and a misspelt option need no checks.
  const { runBench } = await import('./run-bench.ts')
  return runBench(plan, options)
}

/** An ignored option would look as if it had an effect. */
function refuseUnused({ mode, concurrencyLevels, workerCounts }: Options): void {
  if (mode === 'scaling' && concurrencyLevels) {
    throw unusedOption('--concurrency-levels', mode, 'concurrency')
  }
  if (mode === 'concurrency' && workerCounts) {
    throw unusedOption('--worker-counts', mode, 'scaling')
  }
}

function unusedOption(option: string, mode: BenchMode, other: BenchMode): UserError {
  const message = `${option} has no meaning with --mode ${mode}: add --mode ${other} or --mode both`
  return new UserError([{ code: 'unused_option', message }])
}

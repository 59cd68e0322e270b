import { Command } from 'commander'
import { numberOption } from '../kit/option-parsers.ts'
import type { BenchPlan } from './bench-plan.ts'
import type { BenchOptions } from './run-bench.ts'

interface QuickOptions extends BenchOptions {
  readonly requests: number
}

/** `clustergate quick`: the guide's quick benchmark, the first worker alone against all. */
export function quickCommand(exit: (code: number) => void): Command {
  return new Command('quick')
    .description('validate the network, then compare all workers with the first one alone')
    .option(
      '-c, --config <file>',
      'cluster file (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)',
    )
    .addOption(numberOption('--requests <n>', 'requests per level', 1, 1_000_000).default(10))
    .option('-o, --output <file>', 'write the results there, as JSON')
    .option('--specs <folder>', 'folder of the specs, with `network` in it', 'specs')
    .option('--force', 'measure even if the network gate is closed; the results say so')
    .option('--json', 'print the results as JSON')
    .option('--quiet', 'print no progress')
    .addHelpText('after', help)
    .action(async (options: QuickOptions) => exit(await quick(options)))
}

const help = `
It measures concurrency 5 and 15, with the first worker alone and with all workers.
Exit codes: those of \`clustergate bench\`.`

async function quick({ requests, ...options }: QuickOptions): Promise<number> {
  const plan: BenchPlan = {
    mode: 'concurrency',
    requests,
    repetitions: 1,
    workload: 'short-chat',
    concurrencyLevels: [5, 15],
    workerCounts: [],
    isComparedToFirst: true,
    minSuccessRate: 95,
  }
  const caveat = `${requests} requests are an impression, not a verdict: \`clustergate bench\` measures`
  // Loaded on demand: the help and a misspelt option need no checks.
  const { runBench } = await import('./run-bench.ts')
  return runBench(plan, { ...options, caveat })
}

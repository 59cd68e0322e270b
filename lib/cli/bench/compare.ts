import { Command } from 'commander'
import { UserError } from '../../source/user-error.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { print, printJson } from '../kit/print.ts'
import type { BenchmarkFile } from './benchmark-file.ts'
import { compareBenchmarks } from './compare-benchmarks.ts'
import { compareText } from './compare-text.ts'
import { readBenchmarkFile } from './read-benchmark-file.ts'

interface CompareOptions {
  readonly force?: boolean
  readonly json?: boolean
}

/** `clustergate compare`: compares two results of `clustergate bench`. */
export function compareCommand(exit: (code: number) => void): Command {
  return new Command('compare')
    .description('compare the results of two benchmarks')
    .argument('<a>', 'results of `clustergate bench --output`, the baseline')
    .argument('<b>', 'results to compare with them')
    .option('--force', 'compare even if workload, requests or models differ')
    .option('--json', 'print the comparison as JSON')
    .addHelpText('after', help)
    .action(async (a: string, b: string, options: CompareOptions) =>
      exit(await compare(a, b, options)),
    )
}

const help = `
Exit codes: 0 compared, 2 the files cannot be read or compared, 4 one of them is void.

Example:
  clustergate compare results_single.json results_multiple.json`

async function compare(fileA: string, fileB: string, options: CompareOptions): Promise<number> {
  const [a, b] = await Promise.all([readBenchmarkFile(fileA), readBenchmarkFile(fileB)])
  const comparison = compareBenchmarks({ file: fileA, results: a }, { file: fileB, results: b })
  const { differences, levels } = comparison
  if (differences.length > 0 && !options.force) {
    const hint = 'two runs of the same; --force compares them in any case'
    throw new UserError(
      differences.map((message) => ({ code: 'benchmarks_differ', message, expected: hint })),
    )
  }
  if (levels.length === 0) {
    const message = `no level of concurrency in common: ${levelsOf(a)} in A, ${levelsOf(b)} in B`
    throw new UserError([{ code: 'no_common_level', message }])
  }
  if (options.json) printJson(comparison)
  else print(compareText(comparison))
  const isVoid = a.unfit.length > 0 || b.unfit.length > 0
  return isVoid ? exitCodes.inconclusive : exitCodes.met
}

function levelsOf({ concurrency_benchmark: levels }: BenchmarkFile): string {
  return levels.map(({ concurrency }) => concurrency).join(', ') || 'none'
}

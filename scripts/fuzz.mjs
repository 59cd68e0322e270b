import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { execa } from 'execa'

const root = fileURLToPath(new URL('..', import.meta.url))

const { count, seed } = new Command('npm run fuzz --')
  .description(
    'Damages specs, clusters, workloads, traces, baselines, records, conditions and responses, and reads them: each is accepted, or refused in words; a response is read the same wherever it is cut, as undici and Node.js read it, and by each way through the balancer. A failure names its seed.',
  )
  .option('--count <number>', 'mutants of each kind', wholeNumber, 3_000)
  .option('--seed <number>', 'the seed of the first; others make other mutants', wholeNumber, 1)
  .parse()
  .opts()

const { exitCode } = await execa(
  'vitest',
  ['run', '--config', 'tests/vitest.config.ts', 'tests/fuzz'],
  {
    cwd: root,
    preferLocal: true,
    stdio: 'inherit',
    reject: false,
    env: { CLUSTERGATE_FUZZ_COUNT: String(count), CLUSTERGATE_FUZZ_SEED: String(seed) },
  },
)
process.exitCode = exitCode ?? 1

function wholeNumber(text) {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is expected.')
  return Number(text)
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa, type Options } from 'execa'
import type { BenchmarkFile } from '../../../lib/cli/bench/benchmark-file.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
export const command = join(import.meta.dirname, '../../../dist/lib/cli/main.js')

/** A worker of a cluster file, served by the command itself on loopback; `changes` are in `simulate`. */
export function simulated(id: string, changes: object = {}): object {
  return {
    id,
    host: '127.0.0.1',
    port: 0,
    type: 'simulated',
    model: 'tiny',
    max_concurrent_requests: 4,
    simulate: { time_to_first_token: '40ms', token_time: '0.5ms', jitter: '0%', ...changes },
  }
}

/** A minimal network stage: the whole checklist takes long. */
const gate = `suite: Gate
tests:
  - name: port open
    for: each worker
    tcp: {}
    expect: { open: true }
`

/** A folder of a user, in which the command is run. */
export interface BenchFolder extends AsyncDisposable {
  readonly path: string
  write(file: string, content: string | object): Promise<void>
  /** The cluster file of these workers. */
  cluster(file: string, ...workers: readonly object[]): Promise<void>
  results(file?: string): Promise<BenchmarkFile>
  run(args: readonly string[], options?: Options): ReturnType<typeof runCommand>
}

export async function createBenchFolder(): Promise<BenchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'clustergate-bench-'))
  const write = async (file: string, content: string | object) => {
    await mkdir(dirname(join(path, file)), { recursive: true })
    await writeFile(
      join(path, file),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  }
  await write('specs/network/gate.spec.yaml', gate)
  return {
    path,
    write,
    cluster: (file, ...workers) => write(file, { workers }),
    results: async (file = 'results.json') => JSON.parse(await readFile(join(path, file), 'utf8')),
    run: (args, options) => runCommand(args, path, options),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

function runCommand(args: readonly string[], cwd: string, options: Options = {}) {
  const env = {
    NO_COLOR: '1',
    CI: '',
    CLUSTERGATE_CLUSTER: undefined,
    BENCH_KEY: 'sk-live-bench-1',
  }
  return execa(process.execPath, [command, ...args], {
    cwd,
    reject: false,
    timeout: 50_000,
    ...options,
    env: { ...env, ...options.env },
  })
}

/** Whether the run passed, or was void because this machine was too busy: the results show which. */
export function isEndOf({ unfit }: BenchmarkFile): number {
  return unfit.length > 0 ? 4 : 0
}

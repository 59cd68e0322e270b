import type { BenchmarkFile } from './benchmark-file.ts'
import type { LevelFigures } from './level-figures.ts'

/** A comparison of two benchmarks, as `clustergate compare --json` prints it. */
export interface BenchmarkComparison {
  readonly schema_version: 1
  readonly a: ComparedFile
  readonly b: ComparedFile
  /** Differences that make them incomparable; empty if there are none. */
  readonly differences: readonly string[]
  /** Levels that both have, in the order of `a`. */
  readonly levels: readonly ComparedLevel[]
  /** Levels that were truncated, and do not count. */
  readonly left_out: readonly string[]
}

export interface ComparedFile {
  readonly file: string
  readonly date: string
  readonly workers: readonly string[]
  /** Reasons for caution: void, forced, interrupted. */
  readonly caveats: readonly string[]
}

export interface ComparedLevel {
  readonly concurrency: number
  readonly a: FiguresInComparison
  readonly b: FiguresInComparison
  /** Throughput of `b` over that of `a`; absent if `a` has none. */
  readonly speedup?: number
}

type FiguresInComparison = Pick<
  LevelFigures,
  'requests_per_second' | 'p95_response_time_ms' | 'success_rate'
>

/** Results and the file that they were read from. */
export interface BenchmarkSource {
  readonly file: string
  readonly results: BenchmarkFile
}

export function compareBenchmarks(a: BenchmarkSource, b: BenchmarkSource): BenchmarkComparison {
  const ofB = new Map(
    b.results.concurrency_benchmark.map((figures) => [figures.concurrency, figures]),
  )
  const pairs = a.results.concurrency_benchmark.flatMap((figures) => {
    const other = ofB.get(figures.concurrency)
    return other ? [[figures, other] as const] : []
  })
  const isWhole = (pair: readonly LevelFigures[]) => !pair.some(({ cut_short: isCut }) => isCut)
  return {
    schema_version: 1,
    a: comparedFile(a),
    b: comparedFile(b),
    differences: differencesOf(a.results, b.results),
    levels: pairs.filter(isWhole).map(([ours, theirs]) => comparedLevel(ours, theirs)),
    left_out: pairs
      .filter((pair) => !isWhole(pair))
      .map(([{ concurrency }]) => `concurrency ${concurrency} was cut short`),
  }
}

function comparedFile({ file, results }: BenchmarkSource): ComparedFile {
  const { environment, cluster, unfit, gate, interrupted } = results
  return {
    file,
    date: environment.date,
    workers: cluster.workers.map(({ id }) => id),
    caveats: [
      ...unfit.map((reason) => `void: ${reason}`),
      ...(gate === 'forced' ? ['forced: measured behind a closed network gate'] : []),
      ...(interrupted ? ['interrupted: it has the results until then'] : []),
    ],
  }
}

/** Settings that must be the same for a comparison of the clusters. */
function differencesOf(a: BenchmarkFile, b: BenchmarkFile): string[] {
  const rows = [
    ['workload', a.workload.name, b.workload.name, a.workload.hash !== b.workload.hash],
    ['requests', a.options.requests, b.options.requests],
    ['models', modelsOf(a), modelsOf(b)],
  ] as const
  return rows
    .filter(([, ours, theirs, differs = ours !== theirs]) => differs)
    .map(([name, ours, theirs]) =>
      ours === theirs
        ? `${name} differ: both are \`${ours}\`, and send other requests (hash)`
        : `${name} differ: ${ours} in A, ${theirs} in B`,
    )
}

function modelsOf({ cluster }: BenchmarkFile): string {
  const models = cluster.workers.map(({ model = 'unnamed' }) => model)
  return [...new Set(models)].sort().join(', ')
}

function comparedLevel(ours: LevelFigures, theirs: LevelFigures): ComparedLevel {
  const ratio = theirs.requests_per_second / ours.requests_per_second
  return {
    concurrency: ours.concurrency,
    a: figuresOf(ours),
    b: figuresOf(theirs),
    ...(Number.isFinite(ratio) && { speedup: ratio }),
  }
}

function figuresOf(figures: LevelFigures): FiguresInComparison {
  const { requests_per_second, p95_response_time_ms, success_rate } = figures
  return {
    requests_per_second,
    ...(p95_response_time_ms !== undefined && { p95_response_time_ms }),
    ...(success_rate !== undefined && { success_rate }),
  }
}

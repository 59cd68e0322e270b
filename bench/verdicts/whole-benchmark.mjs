// One benchmark through the product, from the text of its spec to its verdict, for the benches whose truth is known.
import { importSources } from '../../scripts/build/source-modules.mjs'

const [{ checkCatalog }, { runCases }, { readSpec }] = await importSources(
  'lib/checks/catalog',
  'lib/runner/run-cases',
  'lib/spec/read-spec',
)

const timeoutMs = 180_000

/** The verdict on a spec of one test; `file` says where its relative paths start. */
export async function verdictOf(text, { cluster, file }) {
  const spec = readSpec({ file, text }, { cluster, catalog: checkCatalog, env: {} })
  const signal = AbortSignal.timeout(timeoutMs)
  const [{ verdict }] = await runCases(spec, { cluster, signal, secrets: [] })
  if (!verdict.measurement) throw new Error(`${verdict.status}: ${verdict.reason}`)
  return verdict
}

/** The speedup at the one level of a measurement. */
export function speedupOf({ metrics }) {
  return Object.entries(metrics).find(([key]) => key.startsWith('speedup'))?.[1]
}

/** What a comparison came to: `{ status, speedup, unfit, repetitions, seconds }`. */
export async function measureSpeedup(text, place) {
  const startMs = performance.now()
  const { status, reason, measurement } = await verdictOf(text, place)
  if (!['pass', 'fail', 'inconclusive'].includes(status)) throw new Error(`${status}: ${reason}`)
  return {
    status,
    speedup: speedupOf(measurement),
    unfit: measurement.unfit ?? [],
    repetitions: measurement.loads.length / 2,
    seconds: (performance.now() - startMs) / 1_000,
  }
}

/** The mean of runs, and what one differs from the next by. */
export function spreadOf(speedups) {
  const mean = speedups.reduce((sum, each) => sum + each, 0) / speedups.length
  const squares = speedups.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  const spread = Math.sqrt(squares / Math.max(1, speedups.length - 1))
  return `${mean.toFixed(3)}x ± ${spread.toFixed(3)}`
}

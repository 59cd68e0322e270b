import { checkOf } from '../../checks/registry.ts'
import type { Measurement } from '../../record/measurement.ts'
import { withDefaults } from '../../runner/option-defaults.ts'
import { redact } from '../../source/secrets/redact.ts'
import type { ClusterUnderTest } from '../kit/cluster-under-test.ts'
import type { Progress } from '../kit/progress.ts'
import type { BenchPart, BenchPlan } from './bench-plan.ts'

/** The measurements, by the part of the benchmark; a part that was not started is absent. */
export type PartMeasurements = Readonly<Partial<Record<BenchPart, Measurement>>>

export interface MeasureOptions {
  /** Ends the measurement; the results so far are returned. */
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** A benchmark lasts as long as its requests take; no run should reach this limit. */
const timeoutMs = 7 * 24 * 3_600_000

/** Runs the parts one after the other. */
export async function measureParts(
  plan: BenchPlan,
  { cluster, secrets }: ClusterUnderTest,
  { signal, progress }: MeasureOptions,
): Promise<PartMeasurements> {
  const measured: Partial<Record<BenchPart, Measurement>> = {}
  for (const [part, options] of partsOf(plan)) {
    if (signal.aborted) break
    const measurement = await checkOf('benchmark').run(options, {
      cluster,
      workers: cluster.workers,
      signal,
      timeoutMs,
      onProgress: progress.update,
      onNotice: progress.notice,
    })
    progress.end()
    measured[part] = redact(measurement, secrets)
  }
  return measured
}

/** Options of the check `benchmark`, with its defaults. */
type PartOptions = ReturnType<typeof withDefaults<'benchmark'>>

/** The parts of the mode, in order. */
function partsOf(plan: BenchPlan): readonly (readonly [BenchPart, PartOptions])[] {
  const { requests, repetitions, warmup, workload, maxTokens, isStreamed } = plan
  const both = {
    // No repetition is made only to decide: nothing is judged except the success of requests.
    requests,
    repetitions,
    max_repetitions: repetitions,
    workload,
    ...(warmup !== undefined && { warmup }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(isStreamed !== undefined && { stream: isStreamed }),
  }
  const compare = { baseline: 'first' } as const
  const options = {
    concurrency: {
      ...both,
      concurrency: [...plan.concurrencyLevels],
      ...(plan.isComparedToFirst && { compare }),
    },
    // Without `concurrency` each number of workers runs at all of its slots, by the guide's formula.
    scaling: { ...both, workers: [...plan.workerCounts], compare },
  }
  return (['concurrency', 'scaling'] as const)
    .filter((part) => plan.mode === 'both' || plan.mode === part)
    .map((part) => [part, withDefaults('benchmark', options[part])])
}

import type { RunSource } from '../../lib/record/run/run-record.ts'
import { summarize } from '../kit/run-summary.ts'
import { CaseSamples } from './case-samples.ts'
import { MetricFamily } from './metric-family.ts'

/**
 * A run as OpenMetrics text (version 1.0 of the format), a chunk for each sample. Samples of a family are
 * adjacent, so they are collected while the cases are read once: a few words for each, not the cases.
 */
export function* openMetricsChunks(run: RunSource): Generator<string> {
  const samples = new CaseSamples(run)
  const { counts, stages, outside } = summarize(run, (test, stage) => samples.add(test, stage))
  yield* runFamily(run).lines()
  yield* gauge('clustergate_run_start_time', 'When the run began.', 'seconds', [
    [{}, Date.parse(run.startedAt) / 1_000],
  ]).lines()
  yield* gauge('clustergate_run_duration', 'How long the run took.', 'seconds', [
    [{}, run.durationMs / 1_000],
  ]).lines()
  yield* gauge(
    'clustergate_run_complete',
    '1 where the run came to its end, 0 where it was interrupted or killed.',
    '',
    [[{}, run.ended === 'interrupted' || run.ended === 'cut_off' ? 0 : 1]],
  ).lines()
  yield* gauge('clustergate_run_tests', 'How many tests the run has.', '', [
    [{}, counts.total],
  ]).lines()
  const ofStages = [...stages].flatMap(([stage, { total: _, ...each }]) =>
    Object.entries(each).map(([status, count]) => [{ stage, status }, count] as const),
  )
  yield* gauge('clustergate_tests', 'Tests by stage and how they ended.', '', ofStages).lines()
  yield* gauge(
    'clustergate_errors_outside_tests',
    'What went wrong outside all tests: a closed gate, a spec that cannot be read, a run that was cut off.',
    '',
    [[{}, outside]],
  ).lines()
  for (const family of samples.families()) yield* family.lines()
  yield '# EOF\n'
}

function runFamily({ environment, cluster }: RunSource): MetricFamily {
  const { ci, hasChanges, ...words } = environment ?? {}
  const labels = {
    ...words,
    ...(hasChanges !== undefined && { has_changes: String(hasChanges) }),
    ...(ci && { ci: ci.name }),
    ...(cluster && { cluster: cluster.file }),
  }
  // No `info`: Pushgateway, node_exporter and `promtool check metrics` refuse that type.
  return gauge('clustergate_run_info', 'Where the run took place.', '', [[labels, 1]])
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

function gauge(name: string, help: string, unit: string, samples: Iterable<Sample>): MetricFamily {
  const family = new MetricFamily({ name, help, unit })
  for (const [labels, value] of samples) family.add(labels, value)
  return family
}

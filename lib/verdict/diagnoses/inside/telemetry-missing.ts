import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { namedServers } from '../../../servers/servers.ts'

/** A condition on telemetry is undecided, because a worker did not report all of it. */
export function telemetryMissing(
  _measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const open = missed.find(
    ({ metric, status, unfit }) =>
      metric.startsWith('telemetry.') && status !== 'fail' && unfit !== true,
  )
  if (open?.reason === undefined) return undefined
  const reason = open.reason.replace(/^(?:no data|not judged): /, '')
  return {
    code: 'telemetry_missing',
    symptom: `\`${open.metric}\` was not reported by every worker`,
    cause: reason,
    remedy: remedyOf(reason),
  }
}

function remedyOf(reason: string): string[] {
  if (reason.includes('no `telemetry` in the cluster file')) {
    return [
      'say in the cluster file where its metrics are: `telemetry: true` for `/metrics` of the worker itself, or `telemetry: { url: "http://HOST:9400/metrics", format: dcgm }`',
    ]
  }
  if (/scrapes? of .* failed/.test(reason)) {
    const switches = namedServers.flatMap(({ telemetry }) => telemetry?.switchedOnBy ?? [])
    return [
      'look at the page by hand: `curl -i URL`',
      `see that it is switched on: ${switches.join(', ')}`,
    ]
  }
  if (reason.includes('fell into the load')) {
    return ['make the load longer, or `interval` of the source shorter (`interval: 200ms`)']
  }
  return [
    'add a source that has it: `format: dcgm` for GPUs, `format: node_exporter` for a machine; LM Studio and Ollama export no metrics',
    'or say what your exporter calls it: `metrics: { temperature: my_gpu_temp }`',
  ]
}

import type { TelemetryFormat } from '../cluster/telemetry-source.ts'
import type { MetricNames } from '../servers/metric-names.ts'
import { servers } from '../servers/servers.ts'

/**
 * NVIDIA's exporter. Source: `etc/default-counters.csv` of dcgm-exporter (MHz, degrees Celsius, watts).
 */
const dcgm: MetricNames = {
  temperature: [{ name: 'DCGM_FI_DEV_GPU_TEMP' }],
  clock: [{ name: 'DCGM_FI_DEV_SM_CLOCK' }],
  power: [{ name: 'DCGM_FI_DEV_POWER_USAGE' }],
}

/**
 * Source: the collectors `hwmon`, `thermal_zone` and `cpufreq` of node_exporter. Idle cores are slow: a CPU
 * that is throttled shows in its fastest core.
 */
const nodeExporter: MetricNames = {
  temperature: [{ name: 'node_hwmon_temp_celsius' }, { name: 'node_thermal_zone_temp' }],
  clock: [{ name: 'node_cpu_scaling_frequency_hertz', unit: 'Hz', across: 'max' }],
}

/** What the metrics of a format are called. */
export const formatNames: Readonly<Record<TelemetryFormat, MetricNames>> = {
  vllm: namesOf('vllm'),
  sglang: namesOf('sglang'),
  llama_cpp: namesOf('llama_cpp'),
  simulated: namesOf('simulated'),
  dcgm,
  node_exporter: nodeExporter,
}

function namesOf(type: 'vllm' | 'sglang' | 'llama_cpp' | 'simulated'): MetricNames {
  return servers[type].telemetry?.names ?? {}
}

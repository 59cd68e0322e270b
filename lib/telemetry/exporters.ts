import type { WorkerType } from '../cluster/cluster.ts'
import type { TelemetryFormat } from '../generated/cluster.ts'
import type { MetricNames } from '../servers/metric-names.ts'
import { servers } from '../servers/servers.ts'

/** The names of an exporter's metrics. */
export interface Exporter {
  readonly names: MetricNames
  /** Where its authors document these metrics, for the documentation. */
  readonly source: string
}

/** Programs beside the servers that measure the machine. */
const machineExporters: Readonly<Record<Exclude<TelemetryFormat, WorkerType>, Exporter>> = {
  // NVIDIA's: MHz, degrees Celsius, watts.
  dcgm: {
    names: {
      temperature: [{ name: 'DCGM_FI_DEV_GPU_TEMP' }],
      clock: [{ name: 'DCGM_FI_DEV_SM_CLOCK' }],
      power: [{ name: 'DCGM_FI_DEV_POWER_USAGE' }],
    },
    source: '`etc/default-counters.csv` of dcgm-exporter',
  },
  // Idle cores are slow: throttling of a CPU shows in its fastest core.
  node_exporter: {
    names: {
      temperature: [{ name: 'node_hwmon_temp_celsius' }, { name: 'node_thermal_zone_temp' }],
      clock: [{ name: 'node_cpu_scaling_frequency_hertz', unit: 'Hz', across: 'max' }],
    },
    source: 'collectors `hwmon`, `thermal_zone`, `cpufreq`; run with 1.5.0',
  },
}

/** By their names as a `format` of the cluster file: the servers with metrics of their own, then the others. */
export const exporters = {
  ...Object.fromEntries(
    Object.entries(servers).flatMap(([type, { telemetry }]) =>
      telemetry ? [[type, telemetry]] : [],
    ),
  ),
  ...machineExporters,
} as Readonly<Record<TelemetryFormat, Exporter>>

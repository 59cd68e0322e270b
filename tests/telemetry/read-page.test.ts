import { expect, test } from 'vitest'
import { servers } from '../../lib/servers/servers.ts'
import { exporters } from '../../lib/telemetry/exporters.ts'
import { readPage } from '../../lib/telemetry/read-page.ts'

/** Pages from the documentation and the sources of each server. */
const pages = {
  vllm: [
    'vllm:num_requests_running{engine="0",model_name="m"} 3.0',
    'vllm:num_requests_running{engine="1",model_name="m"} 2.0',
    'vllm:num_requests_waiting{engine="0",model_name="m"} 1.0',
    'vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.25',
    'vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.9',
    'vllm:gpu_cache_usage_perc{engine="0",model_name="m"} 0.1',
    'vllm:num_preemptions_total{engine="0",model_name="m"} 7.0',
    'vllm:num_preemptions_created{engine="0",model_name="m"} 1.7e+09',
  ],
  sglang: [
    'sglang:num_running_reqs{model_name="m"} 4.0',
    'sglang:num_queue_reqs{model_name="m"} 0.0',
    'sglang:token_usage{model_name="m"} 0.25',
    'sglang:num_retracted_reqs{model_name="m"} 3.0',
    'sglang:num_retracted_requests_total{model_name="m"} 12.0',
  ],
  llama_cpp: ['llamacpp:requests_processing 2', 'llamacpp:requests_deferred 5'],
  dcgm: [
    'DCGM_FI_DEV_SM_CLOCK{gpu="0",UUID="GPU-1"} 1980',
    'DCGM_FI_DEV_SM_CLOCK{gpu="1",UUID="GPU-2"} 1200',
    'DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-1"} 61',
    'DCGM_FI_DEV_GPU_TEMP{gpu="1",UUID="GPU-2"} 91',
    'DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-1"} 300.5',
    'DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-2"} 99.5',
  ],
  node_exporter: [
    'node_hwmon_temp_celsius{chip="coretemp",sensor="temp1"} 71',
    'node_hwmon_temp_celsius{chip="coretemp",sensor="temp2"} NaN',
    'node_hwmon_temp_crit_celsius{chip="coretemp",sensor="temp1"} 100',
    'node_cpu_scaling_frequency_hertz{cpu="0"} 8e+08',
    'node_cpu_scaling_frequency_hertz{cpu="1"} 3.4e+09',
    'node_cpu_scaling_frequency_max_hertz{cpu="1"} 5e+09',
  ],
} as const

test.each([
  ['vllm', { requests_running: 5, requests_waiting: 1, kv_cache: 90, preemptions: 7 }],
  ['sglang', { requests_running: 4, requests_waiting: 0, kv_cache: 25, preemptions: 12 }],
  ['llama_cpp', { requests_running: 2, requests_waiting: 5 }],
  ['dcgm', { temperature: 91, clock: 1_200, power: 400 }],
  ['node_exporter', { temperature: 71, clock: 3_400 }],
] as const)('a page of %s is read', (format, expected) => {
  expect(readPage(pages[format].join('\n'), exporters[format].names)).toEqual(expected)
})

test('the older name of a metric counts if the newer one is absent', () => {
  const text = 'vllm:gpu_cache_usage_perc{model_name="m"} 0.5\n'
  expect(readPage(text, exporters.vllm.names)).toEqual({ kv_cache: 50 })
})

test('only series with the labels count, in the given unit', () => {
  const text = 'my_temp{gpu="0"} 60\nmy_temp{gpu="1"} 90\nmy_clock 1.5e6\nmy_power 250000\n'
  const names = {
    temperature: [{ name: 'my_temp', labels: { gpu: '0' } }],
    clock: [{ name: 'my_clock', unit: 'kHz' }],
    power: [{ name: 'my_power', unit: 'mW' }],
    kv_cache: [{ name: 'my_temp', labels: { gpu: '7' } }],
  } as const
  expect(readPage(text, names)).toEqual({ temperature: 60, clock: 1_500, power: 250 })
})

test('a metric that is not a number, or infinite, is ignored', () => {
  const text = 'DCGM_FI_DEV_GPU_TEMP NaN\nDCGM_FI_DEV_POWER_USAGE +Inf\n'
  expect(readPage(text, exporters.dcgm.names)).toEqual({})
})

test('the telemetry format of a server type has the metric names of the server', () => {
  for (const type of ['vllm', 'sglang', 'llama_cpp', 'simulated'] as const) {
    expect(exporters[type].names).toBe(servers[type].telemetry?.names)
  }
})

import { entriesAt, numberAt, parseJson, stringAt } from './json-value.ts'
import { prometheusSum } from './prometheus-sum.ts'
import type { Server } from './server.ts'

/**
 * Sources: SGLang's native API (`/health`, `/get_model_info`), its production metrics and its server
 * arguments. `/health` generates a token if the server is idle, and is 503 while it starts, while it ends,
 * and if the scheduler has been silent: a 503 alone does not mean that no model is loaded.
 */
export const server: Server = {
  label: 'SGLang',
  defaultPort: 30_000,
  identify: {
    path: '/v1/models',
    isThis: ({ status, text }) =>
      status === 200 &&
      entriesAt(parseJson(text), 'data').some((entry) => stringAt(entry, 'owned_by') === 'sglang'),
  },
  canonicalName: (name) => name,
  equalNames: [],
  // The scheduler, which serves it, processes prompts as well (sglang #22511).
  health: { path: '/health', silentWhileBusy: 'known' },
  modelStates: [
    {
      path: '/health',
      read: ({ status, text }) =>
        status === 200 && text.trim() === '' ? { loaded: true, state: 'healthy' } : undefined,
    },
  ],
  modelsInMemory: undefined,
  modelDetails: { path: '/v1/models', list: 'data', nameKey: 'id', read: () => ({}) },
  // With `--enable-metrics` only.
  loadReports: [
    {
      path: '/metrics',
      read: (text) => prometheusSum(text, ['sglang:num_running_reqs', 'sglang:num_queue_reqs']),
    },
  ],
  // Source: `srt/metrics/collector.py`. `num_retracted_reqs` is a gauge of the last batch, not this counter.
  telemetry: {
    path: '/metrics',
    names: {
      requests_running: [{ name: 'sglang:num_running_reqs' }],
      requests_waiting: [{ name: 'sglang:num_queue_reqs' }],
      kv_cache: [{ name: 'sglang:token_usage', unit: 'ratio' }],
      preemptions: [{ name: 'sglang:num_retracted_requests_total' }],
    },
    source: '`srt/metrics/collector.py` of 2026; needs `--enable-metrics`',
    switchedOnBy: 'start SGLang with `--enable-metrics`',
  },
  inferencePaths: ['POST /generate', 'POST /classify', 'POST /encode', 'GET /get_model_info'],
  slots: {
    path: '/get_server_info',
    read: (body) => numberAt(body, 'max_running_requests'),
  },
  hygiene: [],
  remedies: {
    start: ({ model, port }) =>
      `start SGLang: \`python3 -m sglang.launch_server --model-path ${model} --host 0.0.0.0 --port ${port}\``,
    load: (model) =>
      `start SGLang with it: \`python3 -m sglang.launch_server --model-path ${model}\` (\`--served-model-name\` sets the name that it lists)`,
    wake: undefined,
    unload: undefined,
    moreSlots: (model) =>
      `\`python3 -m sglang.launch_server --model-path ${model} --max-running-requests 8\``,
    defaultSlots: undefined,
  },
}

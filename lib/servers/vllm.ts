import { negativeTemperature, streamOptionsWithoutStream } from './hygiene-rule.ts'
import { booleanAt, entriesAt, parseJson, stringAt } from './json-value.ts'
import { prometheusSum } from './prometheus-sum.ts'
import type { Server } from './server.ts'

/**
 * Sources: vLLM's API server (`/health`, `/is_sleeping`), its production metrics, `SamplingParams` and
 * `validate_stream_options`.
 */
export const server: Server = {
  label: 'vLLM',
  defaultPort: 8000,
  identify: {
    path: '/v1/models',
    isThis: ({ status, text }) =>
      status === 200 &&
      entriesAt(parseJson(text), 'data').some((entry) => stringAt(entry, 'owned_by') === 'vllm'),
  },
  canonicalName: (name) => name,
  equalNames: [],
  health: { path: '/health', silentWhileBusy: 'possible' },
  modelStates: [
    {
      // In development mode only; `/health` is 200 while it sleeps.
      path: '/is_sleeping',
      read: ({ status, text }) =>
        status === 200 && booleanAt(parseJson(text), 'is_sleeping') === true
          ? { loaded: false, state: 'sleeping' }
          : undefined,
    },
    {
      path: '/health',
      read: ({ status, text }) =>
        status === 200 && text.trim() === '' ? { loaded: true, state: 'healthy' } : undefined,
    },
  ],
  modelsInMemory: undefined,
  modelDetails: { path: '/v1/models', list: 'data', nameKey: 'id', read: () => ({}) },
  loadReports: [
    {
      path: '/metrics',
      read: (text) =>
        prometheusSum(text, ['vllm:num_requests_running', 'vllm:num_requests_waiting']),
    },
  ],
  // Source: `vllm/v1/metrics/loggers.py`; `gpu_cache_usage_perc` is the name before 0.10.
  telemetry: {
    path: '/metrics',
    names: {
      requests_running: [{ name: 'vllm:num_requests_running' }],
      requests_waiting: [{ name: 'vllm:num_requests_waiting' }],
      kv_cache: [
        { name: 'vllm:kv_cache_usage_perc', unit: 'ratio' },
        { name: 'vllm:gpu_cache_usage_perc', unit: 'ratio' },
      ],
      preemptions: [{ name: 'vllm:num_preemptions_total' }],
    },
    source:
      '`vllm/v1/metrics/loggers.py`, 0.9 to 0.11; the second name of the KV cache is that of before 0.10',
    switchedOnBy: undefined,
  },
  inferencePaths: [
    'POST /tokenize',
    'POST /detokenize',
    'POST /pooling',
    'POST /classify',
    'POST /score',
    'POST /rerank',
    'POST /v2/rerank',
    'GET /version',
  ],
  slots: undefined,
  hygiene: [
    streamOptionsWithoutStream,
    {
      field: 'max_tokens',
      rejected: '-1 in a chat, for no limit',
      instead: 'removed, which means the same',
      isRejected: (value, body) => value === -1 && body.messages !== undefined,
      correct: () => undefined,
    },
    {
      field: 'top_p',
      rejected: '0',
      instead: '0.000001, the nearest accepted value',
      isRejected: (value) => value === 0,
      correct: () => 0.000_001,
    },
    negativeTemperature,
  ],
  remedies: {
    start: ({ model, port }) => `start vLLM: \`vllm serve ${model} --host 0.0.0.0 --port ${port}\``,
    load: (model) =>
      `start vLLM with it: \`vllm serve ${model}\` (\`--served-model-name\` sets the name that it lists)`,
    wake: 'wake it by `POST /wake_up` (development mode: `VLLM_SERVER_DEV_MODE=1`), or by whoever put it to sleep',
    unload: undefined,
    moreSlots: (model) => `\`vllm serve ${model} --max-num-seqs 8\``,
    defaultSlots: undefined,
  },
}

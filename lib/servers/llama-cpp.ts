import { booleanAt, entriesAt, memberOf, numberAt, parseJson, stringAt } from './json-value.ts'
import { prometheusSum } from './prometheus-sum.ts'
import { isSameModel, type ModelState, type Server, type ServerReply } from './server.ts'

/** It lists the path of the file, which may differ on each machine, unless it has an alias. */
function canonicalName(name: string): string {
  return name.replace(/^.*[/\\](?=[^/\\]+\.gguf$)/i, '')
}

/** Source: the README of llama.cpp's server (`/health`, `/slots`, `/metrics`, `/props`, router mode). */
export const server: Server = {
  label: 'llama.cpp',
  defaultPort: 8080,
  identify: {
    path: '/props',
    isThis: ({ status, text }) =>
      status === 200 && memberOf(parseJson(text), 'default_generation_settings') !== undefined,
  },
  canonicalName,
  equalNames: [['/models/tiny.gguf', 'tiny.gguf']],
  // One thread processes prompts and requests (ik_llama.cpp #1210, gpustack #3189).
  health: { path: '/health', silentWhileBusy: 'known' },
  modelStates: [
    { path: '/v1/models', read: routedState },
    // `/health` is 200 while it sleeps (`--sleep-idle-seconds`, its `test_sleep.py`).
    { path: '/props', read: sleepState },
    { path: '/health', read: healthState },
  ],
  modelsInMemory: undefined,
  modelDetails: {
    path: '/v1/models',
    list: 'data',
    nameKey: 'id',
    read: (entry) => {
      const meta = memberOf(entry, 'meta')
      return { size: numberAt(meta, 'n_params')?.toString(), bytes: numberAt(meta, 'size') }
    },
  },
  loadReports: [
    {
      path: '/slots',
      read: (text) => {
        const slots = parseJson(text)
        if (!Array.isArray(slots)) return undefined
        return slots.filter((slot) => memberOf(slot, 'is_processing') === true).length
      },
    },
    // `/slots` may be disabled (`--no-slots`), `/metrics` is by default.
    {
      path: '/metrics',
      read: (text) =>
        prometheusSum(text, ['llamacpp:requests_processing', 'llamacpp:requests_deferred']),
    },
  ],
  inferencePaths: [
    'POST /completion',
    'POST /completions',
    'POST /chat/completions',
    'POST /embedding',
    'POST /embeddings',
    'POST /infill',
    'POST /rerank',
    'POST /reranking',
    'POST /tokenize',
    'POST /detokenize',
    'POST /apply-template',
    'GET /models',
  ],
  telemetry: {
    path: '/metrics',
    names: {
      requests_running: [{ name: 'llamacpp:requests_processing' }],
      requests_waiting: [{ name: 'llamacpp:requests_deferred' }],
      // Removed when its KV cache was rewritten (2025).
      kv_cache: [{ name: 'llamacpp:kv_cache_usage_ratio', unit: 'ratio' }],
    },
    source:
      'README of its server, 2025 and 2026; needs `--metrics`; the KV cache in builds of before mid-2025',
    switchedOnBy: 'start llama.cpp with `--metrics`',
  },
  slots: { path: '/props', read: (body) => numberAt(body, 'total_slots') },
  hygiene: [],
  remedies: {
    start: ({ model, port }) =>
      `start llama.cpp: \`llama-server -m ${model} --host 0.0.0.0 --port ${port}\``,
    load: (model) =>
      `start llama.cpp with it: \`llama-server -m ${model}\` (\`--alias\` sets the name that it lists)`,
    wake: 'wake it by a request: it loads its model again when one comes (`--sleep-idle-seconds`)',
    unload: undefined,
    moreSlots: (model) =>
      `\`llama-server -m ${model} --parallel 8\` (its context, \`-c\`, may be divided among them)`,
    defaultSlots: undefined,
  },
}

/** A router lists models that are not loaded, with their state: `unloaded`, `loading`, `loaded`, `sleeping`. */
function routedState({ status, text }: ServerReply, model?: string): ModelState | undefined {
  if (status !== 200) return undefined
  const entries = entriesAt(parseJson(text), 'data')
  const entry = entries.find(
    (each) =>
      model === undefined || isSameModel({ canonicalName }, stringAt(each, 'id') ?? '', model),
  )
  const state = stringAt(memberOf(entry, 'status'), 'value')
  return state === undefined ? undefined : { loaded: state === 'loaded', state }
}

function sleepState({ status, text }: ServerReply): ModelState | undefined {
  const isAsleep = status === 200 && booleanAt(parseJson(text), 'is_sleeping') === true
  return isAsleep ? { loaded: false, state: 'sleeping' } : undefined
}

/**
 * Loaded if it reports that; not loaded if it reports that it is loading; otherwise something in front of
 * it responded.
 */
function healthState({ status, text }: ServerReply): ModelState | undefined {
  const body = parseJson(text)
  const state = stringAt(body, 'status')
  if (status === 200) return state === 'ok' ? { loaded: true, state } : undefined
  const message = stringAt(memberOf(body, 'error'), 'message') ?? state ?? ''
  return status === 503 && /loading/i.test(message) ? { loaded: false, state: message } : undefined
}

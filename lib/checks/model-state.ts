import type { WorkerType } from '../cluster/cluster.ts'

/** What a server's own API tells about a model beyond `/v1/models`. */
export interface ModelStateApi {
  readonly path: string
  /** The model's state as the server words it; undefined where the answer does not tell. */
  read(body: unknown, model: string | undefined): ModelState | undefined
}

export interface ModelState {
  readonly loaded: boolean
  readonly state: string
}

/**
 * How each type of server tells whether a model is in memory. `openai` and unknown servers do not
 * tell: there a completion that answers is the proof.
 * Sources: the REST references of LM Studio (`/api/v0/models`), Ollama (`/api/ps`),
 * llama.cpp's server (`/health`) and vLLM (`/health`).
 */
export const modelStateApis: Partial<Record<WorkerType, ModelStateApi>> = {
  lm_studio: {
    path: '/api/v0/models',
    read: (body, model) => {
      const state = stringAt(entriesAt(body, 'data').find(named(model, 'id')), 'state')
      return state === undefined ? undefined : { loaded: state === 'loaded', state }
    },
  },
  ollama: {
    path: '/api/ps',
    read: (body, model) => {
      const loaded = entriesAt(body, 'models').some(named(model, 'name'))
      return { loaded, state: loaded ? 'loaded' : 'not loaded' }
    },
  },
  llama_cpp: { path: '/health', read: (body) => healthState(stringAt(body, 'status')) },
  vllm: { path: '/health', read: () => ({ loaded: true, state: 'healthy' }) },
}

/** llama.cpp answers 503 with an error while it loads its only model. */
function healthState(status: string | undefined): ModelState {
  return { loaded: status === 'ok', state: status ?? 'loading' }
}

function named(model: string | undefined, key: string) {
  return (entry: unknown) => {
    const name = stringAt(entry, key)
    // Ollama lists a model without a tag as `name:latest`.
    return model === undefined || name === model || name === `${model}:latest`
  }
}

/** The array of objects under a key of a JSON body; empty where there is none. */
export function entriesAt(body: unknown, key: string): unknown[] {
  const entries = body !== null && typeof body === 'object' ? Reflect.get(body, key) : undefined
  return Array.isArray(entries) ? entries : []
}

/** The text under a key of a JSON object. */
export function stringAt(value: unknown, key: string): string | undefined {
  const found = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}

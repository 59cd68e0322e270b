import type { Fault, Imitated } from '../../cluster/cluster.ts'
import { isLoaded, modelOf, type WorkerParts } from '../worker-parts.ts'
import { ApiError, LoadingError } from './openai-errors.ts'

/** A response at once, without a slot: data to be sent as JSON, or plain text. */
export type QuickResponse = (parts: WorkerParts, fault: Fault | undefined) => object | string

/** The endpoints of each type of server besides `/v1/models`, by path. */
export const modelResponses: Readonly<Record<Imitated, Readonly<Record<string, QuickResponse>>>> = {
  lm_studio: {
    '/api/v0/models': (parts, fault) => ({
      object: 'list',
      data: [
        {
          id: modelOf(parts, fault),
          object: 'model',
          type: 'llm',
          publisher: 'clustergate',
          arch: 'simulated',
          compatibility_type: 'gguf',
          quantization: 'Q4_K_M',
          state: isLoaded(parts) ? 'loaded' : 'not-loaded',
          max_context_length: 8192,
        },
      ],
    }),
  },
  ollama: {
    '/api/version': () => ({ version: '0.9.0' }),
    '/api/tags': (parts, fault) => ({ models: [ollamaModel(parts, fault)] }),
    '/api/ps': (parts, fault) => ({ models: isLoaded(parts) ? [ollamaModel(parts, fault)] : [] }),
  },
  llama_cpp: {
    '/health': (parts) => {
      if (!isLoaded(parts)) throw new LoadingError()
      return { status: 'ok' }
    },
    '/props': (parts, fault) => ({
      default_generation_settings: { n_ctx: 8192 },
      total_slots: parts.options.maxConcurrentRequests,
      model_path: modelOf(parts, fault),
    }),
    '/slots': ({ options, queue }) =>
      Array.from({ length: options.maxConcurrentRequests }, (_, id) => ({
        id,
        is_processing: id < queue.busy,
      })),
  },
  vllm: {
    '/health': (parts) => {
      if (!isLoaded(parts)) throw new ApiError(503, 'The engine is not ready.')
      return ''
    },
    '/version': () => ({ version: '0.9.0' }),
  },
  openai: {},
}

export function listModels(parts: WorkerParts, fault: Fault | undefined): object {
  const id = modelOf(parts, fault)
  return { object: 'list', data: [{ id, object: 'model', created: 0, owned_by: 'clustergate' }] }
}

function ollamaModel(parts: WorkerParts, fault: Fault | undefined) {
  const model = modelOf(parts, fault)
  return { name: model, model }
}

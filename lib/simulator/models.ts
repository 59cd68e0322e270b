import type { Routes, SimulatedWorkerOptions } from './simulated-worker.ts'

/** What each type of server tells about its model, besides `/v1/models`. */
export function modelRoutes({
  model,
  simulate,
  isLoaded = true,
  maxConcurrentRequests,
}: SimulatedWorkerOptions): Routes {
  const listed = { id: model, object: 'model', created: 0, owned_by: 'clustergate' }
  const common: Routes = {
    'GET /v1/models': () => ({ object: 'list', data: [listed] }),
    'GET /__simulator/state': ({ queue }) => queue.state,
  }
  const own: Readonly<Record<string, Routes>> = {
    lm_studio: {
      'GET /api/v0/models': () => ({
        object: 'list',
        data: [
          {
            ...{ id: model, object: 'model', type: 'llm', publisher: 'clustergate' },
            ...{ arch: 'simulated', compatibility_type: 'gguf', quantization: 'Q4_K_M' },
            ...{ state: isLoaded ? 'loaded' : 'not-loaded', max_context_length: 8192 },
          },
        ],
      }),
    },
    ollama: {
      'GET /api/version': () => ({ version: '0.9.0' }),
      'GET /api/tags': () => ({ models: [{ name: model, model }] }),
      'GET /api/ps': () => ({ models: isLoaded ? [{ name: model, model }] : [] }),
    },
    llama_cpp: {
      'GET /health': () => ({ status: isLoaded ? 'ok' : 'loading model' }),
      'GET /props': () => ({ total_slots: maxConcurrentRequests, model_path: model }),
      'GET /slots': () => Array.from({ length: maxConcurrentRequests }, (_, id) => ({ id })),
    },
    vllm: { 'GET /health': () => ({}), 'GET /version': () => ({ version: '0.9.0' }) },
    openai: {},
  }
  return { ...common, ...own[simulate.imitates] }
}

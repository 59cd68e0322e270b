import { emptyMessages, negativeTemperature, streamOptionsWithoutStream } from './hygiene-rule.ts'
import type { Server } from './server.ts'

/**
 * Any server with OpenAI's API, about which nothing more is known. It may be an Ollama, which adds
 * `:latest` to a name without a tag.
 */
export const server: Server = {
  label: 'an OpenAI-compatible server',
  defaultPort: 8000,
  identify: undefined,
  canonicalName: (name) => name.replace(/:latest$/, ''),
  equalNames: [['llama3', 'llama3:latest']],
  health: { path: '/v1/models', silentWhileBusy: 'possible' },
  modelStates: [],
  modelsInMemory: undefined,
  modelDetails: { path: '/v1/models', list: 'data', nameKey: 'id', read: () => ({}) },
  loadReports: [],
  telemetry: undefined,
  inferencePaths: [
    'GET /api/v0/models*',
    'POST /api/v0/chat/completions',
    'POST /api/v0/completions',
    'POST /api/v0/embeddings',
    'GET /api/v1/models',
    'POST /api/v1/chat',
  ],
  slots: undefined,
  hygiene: [streamOptionsWithoutStream, negativeTemperature, emptyMessages],
  remedies: {
    start: ({ port }) => `start the server on port ${port}`,
    load: (model) => `load the model ${model} on the worker`,
    wake: undefined,
    unload: undefined,
    moreSlots: () => 'raise how many requests its server works on at once',
    defaultSlots: undefined,
  },
}

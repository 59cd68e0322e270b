import { emptyMessages } from './hygiene-rule.ts'
import { entriesAt, memberOf, numberAt, parseJson, stringAt } from './json-value.ts'
import { isSameModel, type Server } from './server.ts'

/**
 * A name is `[host/][namespace/]model[:tag]` in any case; without them it is
 * `registry.ollama.ai/library/model:latest`. Source: Ollama's `types/model/name.go`.
 */
function canonicalName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?registry\.ollama\.ai\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '')
}

/** Sources: the API reference of Ollama (`/api/ps`, `/api/tags`, `/api/version`) and its `ChatMiddleware`. */
export const server: Server = {
  label: 'Ollama',
  defaultPort: 11_434,
  identify: {
    path: '/api/version',
    isThis: ({ status, text }) =>
      status === 200 && stringAt(parseJson(text), 'version') !== undefined,
  },
  canonicalName,
  equalNames: [
    ['llama3', 'llama3:latest'],
    ['LLama3', 'llama3'],
    ['library/llama3', 'llama3'],
  ],
  health: { path: '/v1/models', silentWhileBusy: 'possible' },
  modelStates: [
    {
      path: '/api/ps',
      read: ({ status, text }, model) => {
        const body = parseJson(text)
        if (status !== 200 || !Array.isArray(memberOf(body, 'models'))) return undefined
        const loaded = entriesAt(body, 'models').some((entry) => isNamed(entry, model))
        return { loaded, state: loaded ? 'loaded' : 'not loaded' }
      },
    },
  ],
  modelsInMemory: {
    path: '/api/ps',
    read: (body) => entriesAt(body, 'models').flatMap((entry) => stringAt(entry, 'name') ?? []),
  },
  modelDetails: {
    path: '/api/tags',
    list: 'models',
    nameKey: 'name',
    read: (entry) => ({
      size: stringAt(memberOf(entry, 'details'), 'parameter_size'),
      quantization: stringAt(memberOf(entry, 'details'), 'quantization_level'),
      digest: stringAt(entry, 'digest'),
      bytes: numberAt(entry, 'size'),
    }),
  },
  loadReports: [],
  telemetry: undefined,
  inferencePaths: [
    'POST /api/chat',
    'POST /api/generate',
    'POST /api/embed',
    'POST /api/embeddings',
    'POST /api/show',
    'GET /api/tags',
    'GET /api/ps',
    'GET /api/version',
  ],
  slots: undefined,
  hygiene: [emptyMessages],
  remedies: {
    start: ({ port }) => `start Ollama: \`OLLAMA_HOST=0.0.0.0:${port} ollama serve\``,
    load: (model) => `\`ollama pull ${model}\` and \`ollama run ${model}\``,
    wake: undefined,
    unload: '`ollama stop MODEL`',
    moreSlots: () => '`OLLAMA_NUM_PARALLEL=8 ollama serve`',
    defaultSlots: 'Ollama: 1 by default',
  },
}

function isNamed(entry: unknown, model: string | undefined): boolean {
  const name = stringAt(entry, 'name') ?? stringAt(entry, 'model')
  if (model === undefined || name === undefined) return name !== undefined
  return isSameModel({ canonicalName }, name, model)
}

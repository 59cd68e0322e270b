import { isNegative } from './hygiene-rule.ts'
import { entriesAt, memberOf, numberAt, parseJson, stringAt } from './json-value.ts'
import { isSameModel, type Server } from './server.ts'

const restModels = '/api/v0/models'
const canonicalName = (name: string) => name

/** Source: the REST reference of LM Studio (`/api/v0/models`). */
export const server: Server = {
  label: 'LM Studio',
  defaultPort: 1234,
  identify: {
    path: restModels,
    // An older or a fallback path returns 200 with an `error`: the entries decide.
    isThis: ({ status, text }) =>
      status === 200 &&
      entriesAt(parseJson(text), 'data').some(
        (entry) =>
          stringAt(entry, 'state') !== undefined &&
          stringAt(entry, 'compatibility_type') !== undefined,
      ),
  },
  canonicalName,
  equalNames: [],
  health: { path: '/v1/models', silentWhileBusy: 'possible' },
  modelStates: [
    {
      path: restModels,
      read: ({ status, text }, model) => {
        if (status !== 200) return undefined
        const entries = entriesAt(parseJson(text), 'data')
        const entry = entries.find(
          (each) =>
            model === undefined ||
            isSameModel({ canonicalName }, stringAt(each, 'id') ?? '', model),
        )
        const state = stringAt(entry, 'state')
        return state === undefined ? undefined : { loaded: state === 'loaded', state }
      },
    },
  ],
  modelsInMemory: {
    path: restModels,
    read: (body) =>
      entriesAt(body, 'data').flatMap((entry) =>
        stringAt(entry, 'state') === 'loaded' ? (stringAt(entry, 'id') ?? []) : [],
      ),
  },
  modelDetails: {
    path: restModels,
    list: 'data',
    nameKey: 'id',
    read: (entry) => ({ quantization: stringAt(entry, 'quantization') }),
  },
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
  slots: {
    // From LM Studio 0.4; each loaded instance has its own.
    path: '/api/v1/models',
    read: (body) => {
      const instances = entriesAt(body, 'models').flatMap((model) =>
        entriesAt(model, 'loaded_instances'),
      )
      const slots = instances.flatMap(
        (each) => numberAt(memberOf(each, 'config'), 'parallel') ?? [],
      )
      return slots.length > 0 ? Math.min(...slots) : undefined
    },
  },
  hygiene: [
    {
      field: 'frequency_penalty',
      rejected: 'negative',
      instead: '0, the nearest accepted value',
      isRejected: isNegative,
      correct: () => 0,
    },
  ],
  remedies: {
    start: ({ port }) =>
      `start LM Studio: \`open -a "LM Studio"\` and switch its server on ("Serve on Local Network"), or \`lms server start --port ${port}\``,
    load: (model) => `load it in LM Studio: \`lms get ${model}\` and \`lms load ${model}\``,
    wake: undefined,
    unload: '`lms unload MODEL`',
    moreSlots: () =>
      'raise "Max Concurrent Predictions" in LM Studio\'s settings for loading the model, and load it again',
    defaultSlots: 'LM Studio: 4 by default, where its engine can do more than one',
  },
}

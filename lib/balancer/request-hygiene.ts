import type { Worker, WorkerType } from '../cluster/cluster.ts'

export type JsonBody = Readonly<Record<string, unknown>>

/** Something that a type of worker rejects, and what is done about it before it is sent. */
export interface HygieneRule {
  /** The field that is looked at. */
  readonly field: string
  readonly types: readonly Exclude<WorkerType, 'simulated'>[] | 'all'
  /** What the worker would reject. */
  readonly rejected: string
  /** What is done, for the table in the docs. */
  readonly instead: string
  isRejected(value: unknown, body: JsonBody): boolean
  /** The value to send instead, undefined to leave the field out; absent: the request is refused. */
  mend?(value: unknown, worker: Worker): unknown
}

/**
 * Only what is known to be rejected, by every version: a wrong rule would do harm, a missing one leaves
 * the worker to say so itself. Sources: the schema of OpenAI's API; vLLM's `validate_stream_options` and
 * `SamplingParams`; Ollama's `ChatMiddleware`. In docs/balancer.md the same table stands; a test holds
 * them to each other.
 */
export const hygieneRules: readonly HygieneRule[] = [
  {
    field: 'model',
    types: 'all',
    rejected: 'missing, or `auto`',
    instead: "the worker's model of the cluster file, where it says one",
    isRejected: (value) => value === undefined || value === 'auto',
    mend: (value, worker) => worker.model ?? value,
  },
  {
    field: 'frequency_penalty',
    types: ['lm_studio'],
    rejected: 'negative',
    instead: '0, the nearest value it takes',
    isRejected: isNegative,
    mend: () => 0,
  },
  {
    field: 'stream_options',
    types: ['openai', 'vllm'],
    rejected: 'without `stream: true`',
    instead: 'left out: there is no stream that it could change',
    isRejected: (value, body) => value !== undefined && body.stream !== true,
    mend: () => undefined,
  },
  {
    field: 'max_tokens',
    types: ['vllm'],
    rejected: '-1 of a chat, for no limit',
    instead: 'left out, which means the same there',
    isRejected: (value, body) => value === -1 && body.messages !== undefined,
    mend: () => undefined,
  },
  {
    field: 'top_p',
    types: ['vllm'],
    rejected: '0',
    instead: '0.000001, the nearest value it takes',
    isRejected: (value) => value === 0,
    mend: () => 0.000_001,
  },
  {
    field: 'temperature',
    types: ['openai', 'vllm'],
    rejected: 'negative',
    instead: 'refused',
    isRejected: isNegative,
  },
  {
    field: 'messages',
    types: ['openai', 'ollama'],
    rejected: 'an empty list',
    instead: 'refused',
    isRejected: (value) => Array.isArray(value) && value.length === 0,
  },
]

/** The body as this worker takes it, or why it takes none; undefined: as it is. */
export function mendRequest(
  worker: Worker,
  body: JsonBody,
): { readonly body: JsonBody } | { readonly refusal: string } | undefined {
  const type = worker.simulate?.imitates ?? worker.type
  let mended: Record<string, unknown> | undefined
  for (const rule of hygieneRules) {
    const value = body[rule.field]
    const isMeant = rule.types === 'all' || rule.types.some((each) => each === type)
    if (!isMeant || !rule.isRejected(value, body)) continue
    if (!rule.mend) {
      return { refusal: `\`${rule.field}: ${JSON.stringify(value)}\` is ${rule.rejected}` }
    }
    const better = rule.mend(value, worker)
    if (better === value) continue
    mended ??= { ...body }
    mended[rule.field] = better
  }
  return mended && { body: mended }
}

function isNegative(value: unknown): boolean {
  return typeof value === 'number' && value < 0
}

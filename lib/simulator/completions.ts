import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Generation } from './generation.ts'
import { ApiError } from './openai-errors.ts'
import type { Handler, Routes, WorkerContext } from './simulated-worker.ts'

/** A request's body, as far as it is looked at. */
export interface Completion {
  readonly model?: unknown
  readonly messages?: unknown
  readonly prompt?: unknown
  readonly input?: unknown
  readonly max_tokens?: unknown
  readonly stream?: unknown
}

const defaultMaxTokens = 16

/** The endpoints that generate. */
export const completionRoutes: Routes = {
  'POST /v1/chat/completions': generating('chat.completion', 'messages'),
  'POST /v1/completions': generating('text_completion', 'prompt'),
  'POST /v1/embeddings': embed,
}

function generating(
  object: 'chat.completion' | 'text_completion',
  field: 'messages' | 'prompt',
): Handler {
  return async (context, body, response, signal) => {
    validate(context, body, field)
    const generation = context.plan(maxTokensOf(body))
    const arrivedMs = performance.now()
    const leave = await context.queue.enter(signal)
    if (!leave) return undefined
    response.setHeader('x-clustergate-queue-ms', (performance.now() - arrivedMs).toFixed(1))
    try {
      const head = {
        id: `sim-${Math.round(arrivedMs)}`,
        object,
        created: Math.floor(Date.now() / 1_000),
        model: context.options.model,
      }
      if (body.stream === true) return await stream(head, generation, response, signal)
      const { tokens, firstTokenMs, tokenMs } = generation
      await sleep(firstTokenMs + tokenMs * Math.max(0, tokens.length - 1), undefined, { signal })
      return { ...head, choices: [choice(object, tokens)], usage: usageOf(body[field], tokens) }
    } finally {
      leave()
    }
  }
}

function validate(
  { options }: WorkerContext,
  body: Completion,
  field: 'messages' | 'prompt' | 'input',
): void {
  if (body.model === undefined) throw new ApiError(400, 'you must provide a model parameter')
  if (body[field] === undefined) throw new ApiError(400, `'${field}' is a required property`)
  if (body.model !== options.model) {
    const message = `The model \`${String(body.model)}\` does not exist`
    throw new ApiError(404, message, 'model_not_found')
  }
}

function maxTokensOf({ max_tokens: asked = defaultMaxTokens }: Completion): number {
  if (typeof asked === 'number' && Number.isInteger(asked) && asked > 0)
    return Math.min(asked, 8192)
  throw new ApiError(400, `max_tokens must be a whole number above 0, not ${String(asked)}`)
}

function choice(object: string, tokens: readonly string[]) {
  const text = tokens.join(' ')
  const isChat = object === 'chat.completion'
  const content = isChat ? { message: { role: 'assistant', content: text } } : { text }
  return { index: 0, ...content, logprobs: null, finish_reason: 'length' }
}

function usageOf(input: unknown, tokens: readonly string[]) {
  const prompt = Math.ceil(JSON.stringify(input).length / 4)
  return {
    prompt_tokens: prompt,
    completion_tokens: tokens.length,
    total_tokens: prompt + tokens.length,
  }
}

/** Server-sent events, one per token, each when its time has come; waits for a slow reader. */
async function stream(
  head: { readonly object: string },
  { tokens, firstTokenMs, tokenMs }: Generation,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<undefined> {
  const isChat = head.object === 'chat.completion'
  const chunkHead = isChat ? { ...head, object: 'chat.completion.chunk' } : head
  const send = async (data: string) => {
    if (response.write(`data: ${data}\n\n`)) return
    await new Promise<void>((resolve) => {
      response.once('drain', resolve)
      response.once('close', resolve)
    })
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  for (const [index, token] of tokens.entries()) {
    await sleep(index === 0 ? firstTokenMs : tokenMs, undefined, { signal })
    const text = index === 0 ? token : ` ${token}`
    const part = isChat ? { delta: { content: text } } : { text }
    const finish_reason = index === tokens.length - 1 ? 'length' : null
    await send(JSON.stringify({ ...chunkHead, choices: [{ index: 0, ...part, finish_reason }] }))
  }
  await send('[DONE]')
  response.end()
  return undefined
}

async function embed(
  context: WorkerContext,
  body: Completion,
  _response: ServerResponse,
  signal: AbortSignal,
): Promise<unknown> {
  validate(context, body, 'input')
  const leave = await context.queue.enter(signal)
  if (!leave) return undefined
  try {
    await sleep(context.plan(1).firstTokenMs, undefined, { signal })
    const inputs = Array.isArray(body.input) ? body.input : [body.input]
    const data = inputs.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(String(input)),
    }))
    return { object: 'list', model: context.options.model, data, usage: usageOf(body.input, []) }
  } finally {
    leave()
  }
}

/** A small vector that depends on the text alone. */
function vectorOf(text: string): number[] {
  return Array.from({ length: 8 }, (_, index) => {
    const sum = [...text].reduce(
      (hash, character) => (hash * 31 + character.charCodeAt(0) + index) % 1_000,
      7,
    )
    return sum / 1_000
  })
}

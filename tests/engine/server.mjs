/**
 * An OpenAI server in front of llama.cpp, in a process of its own: its text and its times are the engine's.
 * Requests beyond its slots wait, first come, first served.
 *
 *   node server.mjs MODEL.gguf --host 127.0.0.1 --port 0 --slots 2 --threads 1
 *
 * It prints `listening on URL` when the model is loaded; before that, every request gets 503
 * `Loading model`.
 */
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    slots: { type: 'string', default: '2' },
    threads: { type: 'string', default: '1' },
  },
})
const [modelPath] = positionals
const modelId = 'tiny-random'
const slots = Number(values.slots)

let engine
const waiting = []

async function load() {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
  })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({
    sequences: slots,
    contextSize: 1024,
    threads: { ideal: Number(values.threads), min: 1 },
  })
  return { model, free: Array.from({ length: slots }, () => context.getSequence()) }
}

/** A sequence of the context; its caller gives it back. */
function takeSequence() {
  const sequence = engine.free.pop()
  return sequence ? Promise.resolve(sequence) : new Promise((resolve) => waiting.push(resolve))
}

async function giveBack(sequence) {
  // No prompt is reused: each request has its full cost.
  await sequence.clearHistory()
  const next = waiting.shift()
  if (next) next(sequence)
  else engine.free.push(sequence)
}

/** Yields the text of each token; the model generates no end, so `max_tokens` is the end. */
async function* generate(sequence, prompt, maxTokens, seed) {
  let count = 0
  for await (const token of sequence.evaluate(prompt, {
    temperature: 0.8,
    seed,
    yieldEogToken: true,
  })) {
    count += 1
    yield engine.model.detokenize([token]) || '\u00b7'
    if (count >= maxTokens) return
  }
}

function send(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

function sendError(response, status, message, type) {
  send(response, status, { error: { code: status, message, type } })
}

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (text) => {
    body += text
  })
  request.on('end', () => {
    received(request, body, response).catch((error) => {
      if (response.headersSent) response.destroy()
      else sendError(response, 500, String(error?.message ?? error), 'server_error')
    })
  })
})

async function received({ method, url }, body, response) {
  if (!engine) {
    sendError(response, 503, 'Loading model', 'unavailable_error')
    return
  }
  if (method === 'GET' && url === '/health') return send(response, 200, { status: 'ok' })
  if (method === 'GET' && url === '/v1/models') {
    return send(response, 200, { object: 'list', data: [{ id: modelId, object: 'model' }] })
  }
  if (method === 'POST' && url === '/v1/chat/completions') return complete(body, response)
  return sendError(response, 404, `no ${method} ${url} here`, 'not_found_error')
}

async function complete(body, response) {
  const { messages, max_tokens: maxTokens = 16, stream = false, seed = 1, model } = JSON.parse(body)
  const text = messages.map(({ role, content }) => `${role}: ${content}`).join('\n')
  const prompt = engine.model.tokenize(text).slice(0, 512)
  const sequence = await takeSequence()
  let isGone = false
  response.on('close', () => {
    isGone = true
  })
  const base = {
    id: `chatcmpl-${Math.random().toString(36).slice(2)}`,
    model: model ?? modelId,
    created: 0,
  }
  const parts = []
  try {
    if (stream) response.writeHead(200, { 'content-type': 'text/event-stream' })
    for await (const part of generate(sequence, prompt, maxTokens, seed)) {
      if (isGone) return
      parts.push(part)
      if (stream) writeEvent(response, chunk(base, { content: part }, null))
    }
  } finally {
    await giveBack(sequence)
  }
  const usage = {
    prompt_tokens: prompt.length,
    completion_tokens: parts.length,
    total_tokens: prompt.length + parts.length,
  }
  if (stream) {
    writeEvent(response, chunk(base, {}, 'length'))
    writeEvent(response, { ...base, object: 'chat.completion.chunk', choices: [], usage })
    response.end('data: [DONE]\n\n')
    return
  }
  const message = { role: 'assistant', content: parts.join('') }
  send(response, 200, {
    ...base,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: 'length' }],
    usage,
  })
}

function chunk(base, delta, finishReason) {
  return {
    ...base,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }
}

function writeEvent(response, value) {
  response.write(`data: ${JSON.stringify(value)}\n\n`)
}

server.listen(Number(values.port), values.host, async () => {
  engine = await load()
  const { address, port } = server.address()
  process.stdout.write(`listening on http://${address}:${port}\n`)
})

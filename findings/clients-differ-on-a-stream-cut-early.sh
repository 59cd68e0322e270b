#!/usr/bin/env bash
# A chat completion streams over HTTP/1.1 and ends after its first words: no finish_reason, no [DONE]; the HTTP response
# itself is complete, as a gateway in front of a worker that died leaves it.
# openai 6.49.0 and @langchain/openai 1.5.8: the loop over the stream ends as after a whole response, nothing is raised.
# @ai-sdk/openai-compatible 2.0.92 (ai 6.0.326): onError is called with "Response stream ended without a finish reason.",
# finishReason is "error".
# For whoever counts successes by "the client raised nothing": look at finish_reason.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm i --silent --no-audit --no-fund --ignore-scripts openai@6.49.0 @langchain/openai@1.5.8 @langchain/core ai@6.0.326 @ai-sdk/openai-compatible@2.0.92
cat > run.mjs <<'X'
import http from 'node:http'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { ChatOpenAI } from '@langchain/openai'
import { streamText } from 'ai'
import OpenAI from 'openai'
const chunk = (delta) => ({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })
const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`data: ${JSON.stringify(chunk({ role: 'assistant', content: 'Hello' }))}\n\n`)
  })
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const baseURL = `http://127.0.0.1:${server.address().port}/v1`

const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 })
let text = ''
for await (const part of await client.chat.completions.create({ model: 'm', stream: true, messages: [{ role: 'user', content: 'x' }] }))
  text += part.choices[0].delta.content
console.log('openai', text, 'no error')

text = ''
for await (const part of await new ChatOpenAI({ configuration: { baseURL }, apiKey: 'none', model: 'm', maxRetries: 0 }).stream('x')) text += part.content
console.log('langchain', text, 'no error')

text = ''
let error
const result = streamText({ model: createOpenAICompatible({ name: 'x', baseURL })('m'), prompt: 'x', maxRetries: 0, onError: (event) => { error = event.error } })
for await (const part of result.textStream) text += part
console.log('ai', text, await result.finishReason, error?.message)
server.close()
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'openai Hello no error\nlangchain Hello no error\nai Hello error Response stream ended without a finish reason.' ] || { echo 'changed'; exit 1; }

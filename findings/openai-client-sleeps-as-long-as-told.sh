#!/usr/bin/env bash
# openai 6.49.0 (npm), the official client: a `Retry-After` of an hour in a 503 is slept through before the retry,
# with no bound of its own and not ended by the client's `timeout`, which starts anew with each attempt.
# Seen: setTimeout with 3600000 ms between two attempts, then the answer of the second.
# For whoever runs a balancer or a gateway: never pass a worker's long Retry-After on to callers.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund openai@6.49.0
cat > run.mjs <<'X'
import OpenAI from 'openai'
const waits = []
const setTimer = globalThis.setTimeout
globalThis.setTimeout = (run, ms, ...rest) => {
  waits.push(ms)
  return setTimer(run, Math.min(ms, 5), ...rest)
}
let attempts = 0
const json = { 'content-type': 'application/json' }
const fetch = async () => {
  attempts += 1
  if (attempts === 1) {
    return new Response('{"error":{"message":"busy"}}', { status: 503, headers: { ...json, 'retry-after': '3600' } })
  }
  const message = { role: 'assistant', content: 'ok' }
  return new Response(JSON.stringify({ object: 'chat.completion', choices: [{ index: 0, message }] }), { headers: json })
}
const client = new OpenAI({ apiKey: 'none', baseURL: 'http://127.0.0.1:1/v1', maxRetries: 1, timeout: 10_000, fetch })
const answer = await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }] })
console.log(answer.choices[0].message.content, attempts, JSON.stringify(waits))
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = 'ok 2 [10000,3600000,10000]' ] || { echo 'changed: the wait is another now'; exit 1; }

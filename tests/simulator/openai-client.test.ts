import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { runWorker } from './running-worker.ts'

async function clientOf(simulate: Parameters<typeof runWorker>[0] = {}) {
  const { worker, base } = await runWorker(simulate, { apiKey: 'sk-1' })
  const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'sk-1', maxRetries: 1 })
  return { worker, client }
}

const messages = [{ role: 'user' as const, content: 'hello' }]

test('the OpenAI client understands a simulated response', async () => {
  const { client } = await clientOf()
  const response = await client.chat.completions.create({ model: 'tiny', messages, max_tokens: 3 })
  expect(response.choices[0]?.message.content?.split(' ')).toHaveLength(3)
  expect(response.usage?.completion_tokens).toBe(3)
})

test('the OpenAI client understands a simulated stream with its usage', async () => {
  const { client } = await clientOf()
  const stream = await client.chat.completions.create({
    model: 'tiny',
    messages,
    max_tokens: 3,
    stream: true,
    stream_options: { include_usage: true },
  })
  const words: string[] = []
  let tokens = 0
  for await (const { choices, usage } of stream) {
    words.push(...choices.map(({ delta }) => delta.content ?? ''))
    tokens = usage?.completion_tokens ?? tokens
  }
  expect(words).toHaveLength(3)
  expect(tokens).toBe(3)
})

test('the OpenAI client understands a simulated error, and retries after a rate limit', async () => {
  const { worker, client } = await clientOf()
  await expect(client.chat.completions.create({ model: 'x', messages })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
  })
  await worker.setFault({ kind: 'rate_limit', forMs: 300 })
  const response = await client.chat.completions.create({ model: 'tiny', messages })
  expect(response.model).toBe('tiny')
  expect(worker.state()).toMatchObject({ failed: 1, served: 1 })
})

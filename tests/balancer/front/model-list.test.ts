import { describe, expect, test } from 'vitest'
import { startWorker, type TestWorker } from '../workers.ts'
import { frontOf } from './fronts.ts'

/** A worker that lists these models, the first of which the cluster file names. */
function listing(id: string, names: readonly string[], changes = {}): Promise<TestWorker> {
  return startWorker(id, {
    response: (response) => {
      const data = names.map((name) => ({ id: name, object: 'model', owned_by: id }))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ object: 'list', data }))
    },
    changes: { model: names[0], ...changes },
  })
}

async function modelsOf(url: string, init: RequestInit = {}): Promise<[string, string][]> {
  const response = await fetch(`${url}/v1/models`, init)
  expect(response.status).toBe(200)
  const { data } = (await response.json()) as { data: { id: string; owned_by: string }[] }
  return data.map((entry) => [entry.id, entry.owned_by])
}

describe('/v1/models', () => {
  test('lists the models of all workers, each once', async () => {
    const w1 = await listing('w1', ['llama3', 'embed'])
    const w2 = await listing('w2', ['mistral', 'embed'])
    const { url } = await frontOf([w1, w2])
    expect(await modelsOf(url)).toEqual([
      ['llama3', 'w1'],
      ['embed', 'w1'],
      ['mistral', 'w2'],
    ])
  })

  test('lists model names once if the server treats them as equal', async () => {
    const ollama = { type: 'ollama' }
    const w1 = await listing('w1', ['llama3:latest'], ollama)
    const w2 = await listing('w2', ['mistral', 'LLama3'], ollama)
    const { url } = await frontOf([w1, w2])
    expect(await modelsOf(url)).toEqual([
      ['llama3:latest', 'w1'],
      ['mistral', 'w2'],
    ])
  })

  test('leaves out a worker that returns no list', async () => {
    const w1 = await listing('w1', ['llama3'])
    const w2 = await startWorker('w2', {
      response: (response) => {
        response.statusCode = 500
        response.end('{"error":"broken"}')
      },
      changes: { model: 'mistral' },
    })
    const { url } = await frontOf([w1, w2])
    expect(await modelsOf(url)).toEqual([['llama3', 'w1']])
  })

  test('returns the response of a worker if none returns a list', async () => {
    const workers = await Promise.all(
      ['a', 'b'].map((model) => startWorker(model, { changes: { model } })),
    )
    const { url } = await frontOf(workers)
    const response = await fetch(`${url}/v1/models`)
    expect(['a', 'b']).toContain(await response.text())
  })

  test('is forwarded to one worker if all have the same model', async () => {
    const workers = [await listing('w1', ['llama3']), await listing('w2', ['llama3'])]
    const { url } = await frontOf(workers)
    expect(await modelsOf(url)).toEqual([['llama3', 'w1']])
    expect(workers.map(({ seen }) => seen.length)).toEqual([1, 0])
  })

  test("sends the caller's key to workers without a key, and a worker's own key to that worker alone", async () => {
    const w1 = await listing('w1', ['llama3'], { headers: { 'x-api-key': { template: 'own' } } })
    const w2 = await listing('w2', ['mistral'])
    const { url } = await frontOf([w1, w2])
    await modelsOf(url, { headers: { authorization: 'Bearer mine', 'accept-encoding': 'gzip' } })
    expect(w1.seen[0]?.headers).toMatchObject({ 'x-api-key': 'own' })
    expect(w1.seen[0]?.headers).not.toHaveProperty('authorization')
    expect(w2.seen[0]?.headers).toMatchObject({ authorization: 'Bearer mine' })
    expect(w2.seen[0]?.headers).not.toHaveProperty('accept-encoding')
  })
})

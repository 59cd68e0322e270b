import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { balance } from '../balancers.ts'
import { startWorker } from '../workers.ts'
import { front, post } from './fronts.ts'

const apiKey = 'sk-front-1'

async function guarded() {
  const worker = await startWorker('w1')
  return { worker, running: await front(balance([worker]), { apiKey }) }
}

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

describe('a front with a key', () => {
  test('returns 401 for a wrong key, in a form that the official client understands', async () => {
    const { running, worker } = await guarded()
    const client = new OpenAI({ baseURL: `${running.url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 })
    await expect(client.models.list()).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
      type: 'invalid_request_error',
    })
    expect(worker.seen).toHaveLength(0)
  })

  test.each([
    ['no key', undefined],
    ['a prefix of the key', 'Bearer sk-front-'],
    ['the key with a suffix', `Bearer ${apiKey}1`],
    ['the key without a scheme', apiKey],
    ['another scheme', `Digest ${apiKey}`],
    ['the key as a user name', basic(`${apiKey}:`)],
  ])('is not accessible with %s', async (_, authorization) => {
    const { running } = await guarded()
    const response = await post(running, { headers: authorization ? { authorization } : {} })
    expect(response.status).toBe(401)
  })

  test.each([
    ['as API clients send it', `Bearer ${apiKey}`],
    ['in any case of the scheme', `bearer ${apiKey}`],
    ['as a browser sends it', basic(`anyone:${apiKey}`)],
  ])('is accessible with its key %s', async (_, authorization) => {
    const { running } = await guarded()
    expect((await post(running, { headers: { authorization } })).status).toBe(200)
  })

  test('does not forward its key', async () => {
    const { running, worker } = await guarded()
    await post(running, { headers: { authorization: `Bearer ${apiKey}`, 'x-own': 'yes' } })
    expect(worker.seen[0]?.headers).toMatchObject({ 'x-own': 'yes' })
    expect(JSON.stringify(worker.seen[0]?.rawHeaders)).not.toContain(apiKey)
  })

  test.each(['/status', '/metrics', '/admin/drain?worker=w1'])(
    'requires it at %s',
    async (path) => {
      const { running } = await guarded()
      expect((await fetch(running.url + path)).status).toBe(401)
    },
  )

  test('lets a browser ask for it if there is a page', async () => {
    const { running } = await guarded()
    const asked = async (path: string) =>
      (await fetch(running.url + path)).headers.get('www-authenticate')
    expect([await asked('/status'), await asked('/v1/models')]).toEqual([
      'Basic realm="clustergate"',
      'Bearer',
    ])
  })
})

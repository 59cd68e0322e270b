import { expect, test } from 'vitest'
import { startWorker, text } from '../workers.ts'
import { frontOf, post } from './fronts.ts'

const location = 'https://u:p@gateway.example/v1/chat/completions?token=secret'

test('a caller gets a redirect of the API as an error with its target, without a location to follow', async () => {
  const front = await frontOf([
    await startWorker('w1', { response: text('moved', 308, { location }) }),
  ])
  const response = await post(front, { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([502, null])
  expect(await response.json()).toEqual({
    error: {
      type: 'server_error',
      param: null,
      code: 'worker_redirects',
      message:
        'the worker redirects to https://gateway.example/v1/chat/completions, which this server does not follow',
    },
  })
  expect(front.balancer.stats()).toMatchObject({ inFlight: 0, outcomes: { http_error: 1, ok: 0 } })
  // The connection serves the next request.
  expect((await post(front, { redirect: 'manual' })).status).toBe(502)
})

import { expect, test } from 'vitest'
import { faultOfPath } from '../../../lib/balancer/request/request-path.ts'

test.each([
  '/../admin',
  '/v1/..',
  '/%2e%2e/admin',
  '/.%2E/admin',
  '/v1/..%2fadmin',
  '/v1/..%5cadmin',
  '/v1\\..\\admin',
  '/v1/./models',
  '/v1/..;a=b/admin',
])('a path that leaves its base is refused: %s', (path) => {
  expect(faultOfPath(path)).toMatch(/segment/)
})

test('a path with a fragment is refused', () => {
  expect(faultOfPath('/v1/models#/../..')).toMatch(/fragment/)
})

test.each(['/v1/models', '/', '/v1/models/a..b', '/v1/...', '/v1/models?path=/../x', '/v1/.well'])(
  'a path that stays within its base is accepted: %s',
  (path) => {
    expect(faultOfPath(path)).toBeUndefined()
  },
)

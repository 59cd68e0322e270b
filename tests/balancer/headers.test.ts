import { describe, expect, test } from 'vitest'
import { ask, balance, codeOf, completion, eventsOf, origin } from './balancers.ts'
import { cut, deadWorker, startWorker, type TestWorker } from './workers.ts'

function valuesOf({ seen }: TestWorker, name: string): string[] {
  const raw = seen.at(-1)?.rawHeaders ?? []
  return raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name)
}

const env = { CLUSTERGATE_ENV: 'KEY_*', KEY_1: 'one', KEY_2: 'two' }
const key = (name: string) => ({ apiKey: { template: `\${${name}}` } })

describe('keys', () => {
  test("of a worker replace the caller's, whichever header contains them", async () => {
    const worker = await startWorker('w1', { changes: key('KEY_1') })
    const headers = { Authorization: 'Bearer mine', 'x-api-key': 'mine', 'api-key': 'mine' }
    await ask(balance([worker], { env }), { headers })
    expect(worker.seen[0]?.headers.authorization).toBe('Bearer one')
    expect(worker.seen[0]?.rawHeaders.join()).not.toContain('mine')
  })

  test('of a caller are forwarded if the worker has none', async () => {
    const worker = await startWorker('w1')
    await ask(balance([worker], { env }), { headers: { authorization: 'Bearer mine' } })
    expect(worker.seen[0]?.headers.authorization).toBe('Bearer mine')
  })

  test('of one worker never reach another', async () => {
    const w1 = await startWorker('w1', { response: cut, changes: key('KEY_1') })
    const w2 = await startWorker('w2', { changes: key('KEY_2') })
    await ask(balance([w1, w2], { env }))
    const w3 = await startWorker('w3', { response: cut, changes: key('KEY_1') })
    const w4 = await startWorker('w4')
    await ask(balance([w3, w4], { env }))
    const sent = [w1, w2, w3, w4].map(({ seen }) => seen[0]?.headers.authorization)
    expect(sent).toEqual(['Bearer one', 'Bearer two', 'Bearer one', undefined])
  })

  test('that are not set are reported at once, and leave the balancer unchanged', async () => {
    const w1 = await startWorker('w1')
    const balancer = balance([w1], { env })
    const nameless = (await startWorker('w2', { changes: key('NONE') })).worker
    expect(() => balancer.addWorker(nameless)).toThrow(/NONE/)
    expect(balancer.stats().workers.map(({ id }) => id)).toEqual(['w1'])
    expect((await ask(balancer)).text).toBe('w1')
  })
})

describe('headers of a worker', () => {
  const own = (headers: Readonly<Record<string, string>>) => ({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, template]) => [name, { template }]),
    ),
  })

  test("replace the caller's headers of the same names, and keep its key", async () => {
    const worker = await startWorker('w1', { changes: own({ 'x-tenant': 'group ${KEY_1}' }) })
    const headers = { 'X-Tenant': 'mine', authorization: 'Bearer mine' }
    await ask(balance([worker], { env }), { headers })
    expect(valuesOf(worker, 'x-tenant')).toEqual(['group one'])
    expect(valuesOf(worker, 'authorization')).toEqual(['Bearer mine'])
  })

  test("with a key replace the caller's keys", async () => {
    const worker = await startWorker('w1', { changes: own({ 'x-gateway-key': '${KEY_1}' }) })
    await ask(balance([worker], { env }), { headers: { authorization: 'Bearer mine' } })
    expect(valuesOf(worker, 'x-gateway-key')).toEqual(['one'])
    expect(valuesOf(worker, 'authorization')).toEqual([])
  })
})

describe('headers of a request', () => {
  test.each<[string, object]>([
    ['a map', { 'X-Tag': ['a', 'b'], 'x-one': '1' }],
    ['names and values in turn', ['X-Tag', 'a', 'x-tag', 'b', 'x-one', '1']],
    [
      'pairs',
      [
        ['X-Tag', 'a'],
        ['x-tag', 'b'],
        ['x-one', '1'],
      ],
    ],
    [
      'an iterable of pairs',
      new Map([
        ['X-Tag', ['a', 'b']],
        ['x-one', '1' as never],
      ]),
    ],
  ])('may be %s, and keep all their values', async (_, headers) => {
    const worker = await startWorker('w1')
    await ask(balance([worker]), { headers: headers as never })
    expect([valuesOf(worker, 'x-tag'), valuesOf(worker, 'x-one')]).toEqual([['a', 'b'], ['1']])
  })

  test('lose the hop-by-hop ones', async () => {
    const worker = await startWorker('w1')
    const headers = {
      connection: 'x-hop, close',
      'x-hop': '1',
      te: 'trailers',
      expect: '100-continue',
      'proxy-authorization': 'secret',
      upgrade: 'h2c',
      host: 'cluster',
      'x-kept': '1',
    }
    await ask(balance([worker]), { headers })
    const { headers: got } = worker.seen[0]!
    for (const name of ['x-hop', 'te', 'expect', 'proxy-authorization', 'upgrade']) {
      expect(got[name]).toBeUndefined()
    }
    expect([got.host, got['x-kept']]).toEqual([`127.0.0.1:${worker.worker.port}`, '1'])
  })

  test('that no worker could accept fail the request without counting against the workers', async () => {
    const [w1, w2] = [await startWorker('w1'), await startWorker('w2')]
    const balancer = balance([w1, w2])
    const events = eventsOf(balancer)
    for (let index = 0; index < 12; index++) {
      const response = codeOf(ask(balancer, { headers: { 'not a name': 'x' } }))
      expect(await response).toBe('UND_ERR_INVALID_ARG')
    }
    expect(events.map(({ type }) => type)).not.toContain('ejected')
    expect(balancer.stats()).toMatchObject({ retries: 0, outcomes: { rejected: 12 } })
  })
})

describe('the target of a request', () => {
  test.each([
    ['/v1/models', '/v1/models'],
    ['/v1/models?a=1', '/v1/models?a=1'],
    ['http://elsewhere:99/v1/models?a=1', '/v1/models?a=1'],
  ])('%s is requested as %s', async (path, asked) => {
    const worker = await startWorker('w1')
    await ask(balance([worker]), { path })
    expect(worker.seen[0]?.path).toBe(asked)
  })

  test('has the query that is given separately', async () => {
    const worker = await startWorker('w1')
    await ask(balance([worker]), { path: '/v1/models', query: { a: [1, 2], b: 'x y' } })
    expect(worker.seen[0]?.path).toBe('/v1/models?a=1&a=2&b=x%20y')
  })

  test("follows the worker's base path", async () => {
    const worker = await startWorker('w1', { changes: { basePath: '/llm' } })
    await ask(balance([worker]))
    expect(worker.seen[0]?.path).toBe(`/llm${completion}`)
  })

  test.each<[string, object]>([
    ['an invalid path', { path: 'nowhere' }],
    ['an upgrade', { path: '/', upgrade: 'websocket' }],
  ])('cannot be %s', async (_, options) => {
    const worker = await startWorker('w1')
    const balancer = balance([worker])
    await expect(ask(balancer, options)).rejects.toThrow()
    expect([worker.seen, balancer.stats().outcomes.rejected]).toEqual([[], 1])
  })
})

test('a CONNECT tunnel is refused', async () => {
  const balancer = balance([await startWorker('w1')])
  expect(await codeOf(balancer.connect({ path: 'host:1', origin }))).toBe(
    'BALANCER_REQUEST_REFUSED',
  )
})

test('a refused connection is reported with the code of the operating system', async () => {
  const balancer = balance([await deadWorker('w1')])
  expect(await codeOf(balancer.fetch(origin))).toBe('ECONNREFUSED')
})

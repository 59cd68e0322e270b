import { expect, test } from 'vitest'
import { ask, balance } from './balancers.ts'
import { startWorker } from './workers.ts'

test('bytes after a response reach no other caller', async () => {
  const bodies = ['one', 'two', 'three']
  let connections = 0
  const worker = await startWorker('w1', {
    response: (response) => {
      const body = bodies.shift() ?? ''
      const whole = (text: string) =>
        `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`
      response.socket?.write(`${whole(body)}${whole('of another')}`)
    },
  })
  worker.server.on('connection', () => (connections += 1))
  const balancer = balance([worker])
  expect((await ask(balancer)).text).toBe('one')
  expect((await ask(balancer)).text).toBe('two')
  expect((await ask(balancer)).text).toBe('three')
  expect(connections).toBe(3)
})

test('headers of equal responses are a separate object for each caller', async () => {
  const worker = await startWorker('w1', { response: (response) => response.end('x') })
  const balancer = balance([worker])
  const seen: unknown[] = []
  for (let index = 0; index < 2; index++) {
    await new Promise<void>((resolve, reject) => {
      balancer.dispatch({ origin: 'http://cluster', path: '/', method: 'GET' } as never, {
        onRequestStart: () => undefined,
        onResponseStart: (controller, _status, headers) => {
          seen.push([
            headers.connection,
            (controller.rawHeaders as Buffer[]).map(String).slice(0, 1),
          ])
          headers.connection = 'changed'
        },
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(),
        onResponseError: (_, error) => reject(error),
      })
    })
  }
  expect(seen).toEqual([
    ['keep-alive', ['Date']],
    ['keep-alive', ['Date']],
  ])
})

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { balance, completion, origin, until } from './balancers.ts'
import { startWorker } from './workers.ts'

test('a slow caller slows the worker down, and the buffer between them stays small', async () => {
  const megabyte = Buffer.alloc(1024 * 1024)
  let sentBytes = 0
  const worker = await startWorker('w1', {
    response: async (response) => {
      for (let index = 0; index < 200; index++) {
        const isTaken = response.write(megabyte)
        sentBytes += megabyte.length
        if (!isTaken) await once(response, 'drain')
      }
      response.end()
    },
  })
  const balancer = balance([worker])
  const { body } = await balancer.request({ origin, path: completion, method: 'POST' })
  await until(() => sentBytes > megabyte.length)
  await sleep(300)
  // The buffers of both sides' sockets, and of the caller's stream.
  expect(sentBytes).toBeLessThan(40 * megabyte.length)
  let readBytes = 0
  for await (const chunk of body) readBytes += chunk.length
  expect(readBytes).toBe(200 * megabyte.length)
})

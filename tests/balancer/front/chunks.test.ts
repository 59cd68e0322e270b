import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Forwarding } from '../../../lib/balancer/front/forwarding.ts'

/** A worker's response on the connection: its chunks, and where a turn of the event loop ends. */
type Step = string | 'next turn'

let steps: readonly Step[] = []
let isLengthSaid = false
const server = createServer((_request, response) => {
  void play(response)
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const controller = {
  aborted: false,
  paused: false,
  reason: null,
  pause: () => undefined,
  resume: () => undefined,
  abort: () => undefined,
}

async function play(response: ServerResponse): Promise<void> {
  const forwarding = new Forwarding(response, 60_000, true)
  const length = String(wholeOf(steps).length)
  forwarding.onRequestStart(controller)
  forwarding.onResponseStart(controller, 200, isLengthSaid ? { 'content-length': length } : {})
  for (const step of steps) {
    if (step === 'next turn') await new Promise((resolve) => setImmediate(resolve))
    else forwarding.onResponseData(controller, Buffer.from(step))
  }
  forwarding.onResponseEnd()
}

function wholeOf(of: readonly Step[]): string {
  return of.filter((step) => step !== 'next turn').join('')
}

test('a response is complete, however it is split into chunks', async () => {
  const anyStep = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
    fc.constant('next turn'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 6 }), fc.boolean(), async (all, hasLength) => {
      steps = all
      isLengthSaid = hasLength
      const response = await fetch(url)
      expect(await response.text()).toBe(wholeOf(all))
    }),
    { numRuns: 300 },
  )
})

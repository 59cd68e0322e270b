import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { Balancer } from '../../lib/balancer/balancer.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { closed } from '../../lib/load/drivers/closed.ts'
import { runLoad } from '../../lib/load/run-load.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import type { WorkloadReference } from '../../lib/workload/workload-reference.ts'
import { runWorker } from '../simulator/running-worker.ts'
import { bodies, folderOf } from './folder.ts'

const requests = 60

/** Sends the first requests of a workload through a balancer to a port. */
async function send(port: number, reference: WorkloadReference, concurrency = 2) {
  const workload = await openWorkload(reference, { root: folderOf({}) })
  const worker: Worker = {
    id: 'w1',
    host: '127.0.0.1',
    port,
    type: 'openai',
    model: 'tiny',
    maxConcurrentRequests: concurrency,
    tags: [],
    basePath: '',
  }
  const balancer = new Balancer({ workers: [worker] })
  try {
    const driver = closed({ requests, concurrency })
    const signal = AbortSignal.timeout(30_000)
    const record = await runLoad({ dispatcher: balancer, driver, workload, signal })
    return { workload, record }
  } finally {
    await balancer.destroy()
  }
}

const mix = {
  mix: [
    { weight: 2, workload: { prompts: ['a', 'b'], max_tokens: { uniform: { min: 2, max: 9 } } } },
    { workload: { generate: { tokens: 50 }, max_tokens: 3 } },
  ],
}

describe('a workload sent to a worker', () => {
  test.each([false, true])(
    'gets responses with as many tokens as it requests; streamed: %s',
    async (stream) => {
      const { worker } = await runWorker({}, { recordRequests: true })
      const { workload, record } = await send(worker.port, {
        generate: { tokens: { uniform: { min: 10, max: 90 } } },
        stream,
        max_tokens: { lognormal: { mean: 12, stddev: 8, max: 60 } },
        // As written, so that the content is known.
        prefix: 'warm',
      })
      const asked = bodies(workload, requests)
      const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
      const tokens = sum(asked.map((body) => body.max_tokens))
      // As this worker counts a prompt: a token per four characters of its messages.
      const given = sum(asked.map(({ messages }) => Math.ceil(JSON.stringify(messages).length / 4)))
      expect(record.total).toMatchObject({ ended: requests, ok: requests, outputTokens: tokens })
      expect(record.total.inputTokens).toBe(given)
      expect(sum(worker.requests().map((each) => each.tokens))).toBe(tokens)
      expect(record.total.times.ttft === undefined).toBe(!stream)
      expect(record.workload).toEqual({
        name: 'inline',
        hash: workload.hash,
        prefix: 'warm',
      })
    },
  )

  test('of the package gets responses, each of them', async () => {
    const { worker } = await runWorker()
    for (const name of ['short-chat', 'long-context', 'research-papers']) {
      const { record } = await send(worker.port, name)
      expect(record).toMatchObject({ workload: { name }, total: { ok: requests, faults: {} } })
    }
  })

  test('is the same in each run but for its prefixes, whichever response comes first', async () => {
    const first = await received(mix, 1)
    const second = await received(mix, 7)
    expect(first.bodies).toHaveLength(requests)
    expect(new Set([...first.bodies, ...second.bodies]).size).toBe(requests * 2)
    expect(second.bodies.map(asWritten).toSorted()).toEqual(first.bodies.map(asWritten).toSorted())
    expect(second.record.workload.hash).toBe(first.record.workload.hash)
    const other = await received({ ...mix, seed: 2 }, 1)
    expect(other.bodies.map(asWritten).toSorted()).not.toEqual(
      first.bodies.map(asWritten).toSorted(),
    )
  })
})

/** Without the number that begins a prompt. */
const asWritten = (body: string) => body.replace(/\[[\d.]+[0-9a-f]{8}\] /, '')

/** The requests of a workload at a server, whose responses are out of order. */
async function received(
  reference: WorkloadReference,
  concurrency: number,
): Promise<{ readonly bodies: readonly string[]; readonly record: LoadRecord }> {
  const got: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      got.push(text)
      const received = '{"choices":[{"message":{"content":"ok"}}]}'
      const delayMs = got.length % 3
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(received)
      }, delayMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const { record } = await send(port, reference, concurrency)
    expect(record.total.ok).toBe(requests)
    return { bodies: got, record }
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

import { expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { Cluster, Worker } from '../../lib/cluster/cluster.ts'
import { gateState, gateTest } from '../../lib/runner/gate.ts'
import { runCases } from '../../lib/runner/run-cases.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { freePort } from '../e2e/free-port.ts'

function cluster(workers: readonly Partial<Worker>[]): Cluster {
  const base = {
    host: '127.0.0.1',
    type: 'openai',
    maxConcurrentRequests: 1,
    tags: [],
    basePath: '',
  } as const
  return {
    file: '/c.json',
    allowCommands: false,
    workers: workers.map((worker, index) => ({ id: `w${index}`, port: 1, ...base, ...worker })),
  }
}

function run(text: string, target: Cluster, secrets: readonly string[] = []) {
  const spec = readSpec(
    { file: '/p/specs/network/a.spec.yaml', text },
    { cluster: target, catalog: checkCatalog, env: {} },
  )
  return runCases(spec, { cluster: target, signal: new AbortController().signal, secrets })
}

test('checks after a closed port are skipped with the reason, and send nothing', async () => {
  const text = `suite: S
tests:
  - { name: port open, tcp: {}, expect: { open: true } }
  - { name: serves, model: {}, expect: { listed: true } }
  - { name: answers, http: {}, expect: { status: 200 } }
`
  const results = await run(text, cluster([{ port: await freePort() }]))
  expect(results.map(({ test: name, verdict }) => [name, verdict.status])).toEqual([
    ['port open', 'fail'],
    ['serves', 'skipped'],
    ['answers', 'skipped'],
  ])
  expect(results[1]?.verdict.reason).toMatch(
    /^because "port open" failed: port \d+ of w0 is not open \(refused\)$/,
  )
})

test('checks after a slow port run, because it is not closed', async () => {
  const text = `suite: S
tests:
  - { name: fast, tcp: { host: 127.0.0.1, port: 1 }, expect: { open: true } }
  - { name: answers, http: {}, expect: { state: refused } }
`
  const results = await run(text, cluster([{ port: await freePort() }]))
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['fail', 'pass'])
})

test('dead workers are probed in parallel', async () => {
  // TEST-NET addresses are never used: a server that stays silent on loopback replaces a dead host.
  const { createServer } = await import('node:net')
  const silent = createServer((socket) => socket.on('error', () => socket.destroy()))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const workers = Array.from({ length: 10 }, () => ({ port }))
  const text =
    'suite: S\ntests:\n  - { name: serves, model: { timeout: 1s }, expect: { listed: true } }\n'
  const startedMs = Date.now()
  const results = await run(text, cluster(workers))
  silent.close()
  expect(results.map(({ verdict }) => verdict.diagnosis?.code)).toEqual(
    Array(10).fill('server_does_not_answer'),
  )
  // One after the other they would take ten seconds.
  expect(Date.now() - startedMs).toBeLessThan(5_000)
})

test('the timeout of a test ends its check, with that reason', async () => {
  const { createServer } = await import('node:net')
  const silent = createServer((socket) => socket.on('error', () => socket.destroy()))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const text =
    'suite: S\ntests:\n  - { name: serves, timeout: 300ms, model: {}, expect: { listed: true } }\n'
  const [result] = await run(text, cluster([{ port }]))
  silent.close()
  expect(result?.verdict).toMatchObject({ status: 'fail', conditions: [{ status: 'no_data' }] })
  expect(result?.verdict.measurement?.notes).toContain("stopped by the test's timeout (300ms)")
})

test('a verdict contains no secret', async () => {
  const text = 'suite: S\ntests:\n  - { name: t, tcp: {}, expect: { state: sk-live } }\n'
  const results = await run(text, cluster([{ port: await freePort() }]), ['sk-live'])
  expect(JSON.stringify(results)).not.toContain('sk-live')
})

test('the gate opens only on a pass: not without tests, not if all are skipped by their author', async () => {
  const verdict = (status: 'pass' | 'fail' | 'skipped') => ({
    test: 't',
    verdict: { status, conditions: [] },
  })
  expect(gateState([verdict('pass')].map(gateTest))).toEqual({ open: true })
  expect(gateState([verdict('pass'), verdict('skipped')].map(gateTest))).toEqual({ open: true })
  expect(gateState([])).toMatchObject({ open: false })
  expect(gateState([verdict('skipped')].map(gateTest))).toMatchObject({ open: false })
  expect(gateState([verdict('pass'), verdict('fail')].map(gateTest))).toMatchObject({
    open: false,
    reason: expect.stringContaining('1 of 2'),
  })
})

test('a ping that its timeout truncated fails, and keeps its sample', async () => {
  const text =
    'suite: S\ntests:\n  - { name: t, timeout: 300ms, ping: { count: 10 }, expect: { packet_loss: 0% } }\n'
  const [result] = await run(text, cluster([{}]))
  expect(result?.verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('before it had measured everything'),
    measurement: { metrics: { packet_loss: 0 } },
  })
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Check } from '../../lib/checks/check.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import { type CaseResult, type RunSpecOptions, runSpec } from '../../lib/runner.ts'
import { startSimulatedWorker } from '../../lib/simulator/simulated-worker.ts'
import { UserError } from '../../lib/source/user-error.ts'
import { freePort } from '../e2e/free-port.ts'

const network = `suite: Ports
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`

const balancer = `suite: Share
stage: balancer
tests:
  - name: answers
    balance: { requests: 12, concurrency: 2 }
    expect: { success_rate: 100% }
`

describe('runSpec', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clustergate-run-spec-'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  async function write(path: string, text: string): Promise<string> {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
    return path
  }

  const simulated = (count = 1): RunSpecOptions['cluster'] => ({
    workers: Array.from({ length: count }, (_, index) => ({
      id: `w${index + 1}`,
      host: '127.0.0.1',
      port: 0,
      type: 'simulated' as const,
      simulate: { timeToFirstTokenMs: 1, tokenTimeMs: 1 },
    })),
  })

  async function closed() {
    return { workers: [{ id: 'w1', host: '127.0.0.1', port: await freePort() }] }
  }

  test('gives each case its verdict, and reports it as it ends', async () => {
    const spec = await write('specs/network/ports.spec.yaml', network)
    const reported: CaseResult[] = []
    const onCase = (result: CaseResult) => reported.push(result)
    const run = await runSpec(spec, { root, cluster: simulated(2), onCase })
    expect(run).toMatchObject({
      file: join(root, spec),
      suite: 'Ports',
      stage: 'network',
      status: 'pass',
      gate: { state: 'not_needed' },
    })
    const ended = run.cases.map(({ test: name, workerId, verdict }) => [
      name,
      workerId,
      verdict.status,
    ])
    expect(ended).toEqual([
      ['port open', 'w1', 'pass'],
      ['port open', 'w2', 'pass'],
    ])
    expect(reported).toHaveLength(2)
  })

  test('uses a simulated worker that is running already', async () => {
    await using worker = await startSimulatedWorker({ id: 'w1' })
    const { id, host, port } = worker
    const workers = [{ id, host, port, type: 'simulated' as const }]
    const run = await runSpec(
      { text: `stage: network\n${network}` },
      { root, cluster: { workers } },
    )
    expect(run.status).toBe('pass')
  })

  test('accepts a cluster file, and a spec as a URL', async () => {
    const spec = await write('specs/network/ports.spec.yaml', network)
    await write('c.yaml', `workers: [{ id: a, host: 127.0.0.1, port: ${await freePort()} }]`)
    const run = await runSpec(new URL(`file://${join(root, spec)}`), { root, cluster: 'c.yaml' })
    expect(run.status).toBe('fail')
    expect(run.cases[0]?.verdict.diagnosis?.code).toBe('connection_refused')
  })

  test('reports a mistake with its file, line and column', async () => {
    const spec = await write('specs/network/a.spec.yaml', network.replace('open: true', 'opn: 1'))
    const error = await runSpec(spec, { root, cluster: simulated() }).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(UserError)
    const [problem] = (error as UserError).problems
    expect(problem).toMatchObject({ suggestion: 'open', place: { line: 5, column: 15 } })
    await expect(runSpec('none.yaml', { root, cluster: simulated() })).rejects.toThrow(UserError)
    const twice = {
      workers: [
        { host: '::1', port: 1 },
        { host: '::1', port: 1 },
      ],
    }
    await expect(runSpec(spec, { root, cluster: twice })).rejects.toThrow('two workers have the id')
  })

  test('sends nothing behind a closed network gate', async () => {
    await write('specs/network/ports.spec.yaml', network)
    const run = await runSpec({ text: balancer }, { root, cluster: await closed() })
    expect(run.status).toBe('gate_closed')
    expect(run.gate.state).toBe('closed')
    expect(run.gate.reason).toContain('1 of 1 network tests failed\nport open › w1')
    expect(run.cases.map(({ verdict }) => verdict)).toEqual([
      {
        status: 'skipped',
        conditions: [],
        reason: 'the network gate is closed: 1 of 1 network tests failed',
      },
    ])
  })

  test('runs behind an open network gate, and reports that it was open', async () => {
    await write('specs/network/ports.spec.yaml', network)
    const run = await runSpec({ text: balancer }, { root, cluster: simulated(2) })
    expect(run).toMatchObject({ status: 'pass', gate: { state: 'open' } })
  })

  test('skips the gate if configured, and reports that', async () => {
    const options = { root, cluster: await closed(), gate: 'skip' as const }
    const run = await runSpec({ text: balancer }, options)
    expect(run).toMatchObject({ status: 'fail', gate: { state: 'skipped' } })
  })

  test('keeps the gate closed if a network spec in TypeScript cannot be run', async () => {
    await write('specs/network/first.spec.ts', 'throw new Error()')
    const run = await runSpec({ text: balancer }, { root, cluster: simulated() })
    expect(run.status).toBe('gate_closed')
    expect(run.gate.reason).toContain('it could not be run before the stages behind the gate')
  }, 30_000)

  test('does not pass if every test is skipped', async () => {
    const text = `stage: network\n${network.replace('tcp: {}', 'tcp: {}\n    skip: not yet')}`
    const run = await runSpec({ text }, { root, cluster: simulated() })
    expect(run.status).toBe('skipped')
  })

  test('ends with its signal, and skips cases that had not begun', async () => {
    const controller = new AbortController()
    controller.abort()
    const { signal } = controller
    const options = { root, cluster: simulated(), signal }
    const run = await runSpec({ text: `stage: network\n${network}` }, options)
    expect(run.status).toBe('interrupted')
    expect(run.cases[0]?.verdict.status).toBe('skipped')
  })

  test('runs one case at a time behind the gate, so that load does not compete with load', async () => {
    const tcp = checkOf('tcp') as { run: Check['run'] }
    const { run: real } = tcp
    let [inFlight, most] = [0, 0]
    tcp.run = async (...args) => {
      inFlight += 1
      most = Math.max(most, inFlight)
      const measurement = await real(...args)
      inFlight -= 1
      return measurement
    }
    try {
      const options = { root, cluster: simulated(3), gate: 'skip' as const }
      await runSpec({ text: `stage: perf\n${network}` }, options)
      expect(most).toBe(1)
      await runSpec({ text: `stage: network\n${network}` }, options)
      expect(most).toBe(3)
    } finally {
      tcp.run = real
    }
  })

  test('reports the progress of a long check', async () => {
    const reported: string[] = []
    const options: RunSpecOptions = {
      root,
      cluster: simulated(),
      gate: 'skip',
      onProgress: ({ test: name, done, total }) => reported.push(`${name} ${done <= (total ?? 0)}`),
    }
    const check = 'benchmark: { requests: 12, concurrency: 2, repetitions: 1 }'
    const text = balancer.replace(/balance: .*/, check).replace('stage: balancer', 'stage: perf')
    await runSpec({ text }, options)
    expect(new Set(reported)).toEqual(new Set(['answers true']))
  })
})

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { CaseRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import { agentKeyOfTests, until } from '../agents/fixture.ts'
import { createProject, type Project, vitestConfig } from '../e2e/project.ts'
import { dropPortFrom } from './faults.ts'
import { TestNetwork } from './network.ts'
import { describeWith, missingForHosts, missingTools } from './requirements.ts'
import { startWorkerProcess, untilListening } from './worker-process.ts'

const root = join(import.meta.dirname, '../..')
const model = 'mistral-7b-instruct-v0.2'
const port = 1234
const hub = '10.247.163.2'
const workers = { w1: '10.247.163.71', w2: '10.247.163.72', w3: '10.247.163.73' }
const agents = { a1: '10.247.163.11', a2: '10.247.163.12', a3: '10.247.163.13' }
const redis = `redis://:of-the-test-alone@${hub}:6379`

const networkSpec = `
suite: Reach
stage: network
tests:
  - name: answers ping
    for: each worker
    ping: { count: 5, interval: 50ms, from: each agent }
    expect: { packet_loss: 0% }
  - name: port open
    for: each worker
    tcp: { count: 2, interval: 20ms, timeout: 1s, from: each agent }
    expect: { open: true }
  - name: lists models
    for: each worker
    http: { path: /v1/models, timeout: 1s, from: { tags: [lab] } }
    expect: { status: 200 }
  - name: is near
    for: each worker
    path: { max_hops: 3, from: [a1, a2] }
    expect: { hops: 1 }
`

const perfSpec = `
suite: Loads
stage: perf
tests:
  - name: open loop
    load: { rate: 30/s, duration: 1s, arrivals: constant, warmup: 0, max_tokens: 4, agents: all }
    expect: { success_rate: 100% }
    on_inconclusive: warn
  - name: closed loop
    soak: { duration: 1s, concurrency: 6, max_tokens: 4, agents: all }
    expect: { success_rate: 100% }
    on_inconclusive: warn
  - name: benchmark
    benchmark: { requests: 30, repetitions: 1, concurrency: 6, warmup: 0, max_tokens: 4, agents: 3 }
    expect: { success_rate: 100% }
    on_inconclusive: warn
`

describeWith(
  [...missingForHosts(), ...missingTools('redis-server')],
  'agents in network namespaces',
  () => {
    let network: TestNetwork
    let project: Project
    const opened: AsyncDisposable[] = []

    beforeAll(async () => {
      const hosts = Object.entries({ hub, ...workers, ...agents })
      network = await TestNetwork.create(
        hosts.map(([name, address]) => ({ name, address: `${address}/24` })),
      )
      for (const [name, address] of Object.entries(workers)) {
        opened.push(await startWorkerProcess(network, name, { port, model, address }))
      }
      const options = ['--bind', '0.0.0.0', '--save', '', '--requirepass', 'of-the-test-alone']
      opened.push(running('hub', 'redis-server', options))
      await untilListening(network, 'hub', 6379)
      await Promise.all(Object.keys(agents).map(startAgent))
      project = await createProject({
        'vitest.config.ts': vitestConfig(
          "{ cluster: 'cluster.json' }",
          `reporters: ['clustergate/reporters/terminal', 'clustergate/reporters/json', 'clustergate/reporters/html']`,
        ),
        'cluster.json': JSON.stringify({
          workers: Object.entries(workers).map(([id, host]) => ({
            id,
            host,
            port,
            model,
            type: 'openai',
            max_concurrent_requests: 6,
          })),
          distribution: { redis: '${REDIS_URL}' },
        }),
        'specs/network/reach.spec.yaml': networkSpec,
        'specs/perf/loads.spec.yaml': perfSpec,
      })
    })

    afterAll(async () => {
      await project?.[Symbol.asyncDispose]()
      for (const each of opened.toReversed()) await each[Symbol.asyncDispose]()
      await network?.[Symbol.asyncDispose]()
    })

    /** A process on a host, until the end of the tests. */
    function running(host: string, command: string, args: readonly string[]) {
      const env = { CLUSTERGATE_AGENT_KEY: agentKeyOfTests }
      const child = network.start(host, command, args, {
        reject: false,
        timeout: 0,
        all: true,
        env,
      })
      const state = { output: '' }
      child.all?.on('data', (chunk) => (state.output += chunk))
      return {
        state,
        async [Symbol.asyncDispose]() {
          child.kill('SIGKILL')
          await child
        },
      }
    }

    async function startAgent(name: string): Promise<void> {
      const main = join(root, 'dist/lib/cli/main.js')
      const options = ['--redis', redis, '--name', name, '--tags', 'lab']
      const agent = running(name, process.execPath, [main, 'agent', ...options])
      opened.push(agent)
      await until(() => agent.state.output.includes('is ready'))
    }

    /** Runs all stages on the hub. */
    async function run(): Promise<{
      readonly exitCode: number | undefined
      readonly output: string
      readonly page: string
      readonly cases: ReadonlyMap<string, CaseRecord>
    }> {
      const vitest = join(root, 'node_modules/vitest/vitest.mjs')
      const { exitCode, all } = await network.start('hub', process.execPath, [vitest, 'run'], {
        cwd: project.folder,
        reject: false,
        all: true,
        env: {
          CLUSTERGATE_AGENT_KEY: agentKeyOfTests,
          REDIS_URL: redis,
          NO_COLOR: '1',
          CI: '',
          COLUMNS: '200',
        },
      })
      const output = String(all)
      const read = (file: string) =>
        network.run('hub', 'cat', join(project.folder, 'reports', file)).catch(() => '')
      const report = await read('clustergate.json')
      if (report === '') throw new Error(output)
      const { files } = JSON.parse(report) as RunRecord
      const cases = files
        .flatMap((file) => file.cases)
        .map((each) => [each.name.replace(/^.* > /, ''), each] as const)
      return { exitCode, output, page: await read('clustergate.html'), cases: new Map(cases) }
    }

    const measured = (
      cases: ReadonlyMap<string, CaseRecord>,
      name: string,
    ): Measurement | undefined => cases.get(name)?.record?.verdict.measurement

    test('each agent reaches each worker: the gate opens, and three agents send every load', async () => {
      const { exitCode, output, cases } = await run()
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 })
      for (const name of ['answers ping', 'port open', 'lists models']) {
        for (const id of Object.keys(workers)) {
          const { vantages = [], metrics = {} } = measured(cases, `${name} › ${id}`) ?? {}
          expect(vantages.map(({ agent, reaches }) => [agent, reaches])).toEqual([
            ['a1', true],
            ['a2', true],
            ['a3', true],
          ])
          expect(Object.keys(metrics).filter((key) => !/\{agent=a[123]\}$/.test(key))).toEqual([])
        }
      }
      expect(measured(cases, 'is near › w1')?.metrics['hops{agent=a2}']).toBe(1)
      for (const name of ['open loop', 'closed loop', 'benchmark']) {
        const { loads = [] } = measured(cases, name) ?? {}
        expect(loads.length).toBeGreaterThan(0)
        for (const { total, started, agents: parts = [] } of loads) {
          expect(parts.map((part) => part.name)).toEqual(['a1', 'a2', 'a3'])
          expect(parts.reduce((sum, part) => sum + part.started, 0)).toBe(started)
          expect({ name, ok: total.ok, ended: total.ended }).toEqual({
            name,
            ok: started,
            ended: started,
          })
        }
      }
      expect(measured(cases, 'open loop')?.loads?.[0]?.started).toBe(30)
    })

    test('a port that one firewall drops for one agent is a hole with its cause, and closes the gate', async () => {
      const repair = await dropPortFrom(network, 'w3', port, agents.a2)
      const { exitCode, output, page, cases } = await run().finally(repair)
      expect(exitCode).toBe(1)
      const cause = `a2 reaches w3 by ICMP, but its port ${port} is dropped from a2's side only`
      expect(output).toContain('port open: who reaches whom')
      expect(output).toContain(cause)
      expect(output).toMatch(/ {3}a2 +✓ \S+ +✓ \S+ +✗ timed out/)
      expect(output).toMatch(/ {3}a3 +✓ \S+ +✓ \S+ +✓ \S+/)
      expect(page).toContain('Who reaches whom')
      expect(page).toContain(cause.replace("'", '&#39;'))
      const hole = cases.get('port open › w3')
      expect(hole?.status).toBe('failed')
      const { verdict } = hole?.record ?? {}
      expect(verdict?.diagnosis?.code).toBe('not_reached_from_everywhere')
      expect(verdict?.conditions[0]).toMatchObject({ status: 'fail', level: { agent: 'a2' } })
      const failed = [...cases].filter(([, { status }]) => status === 'failed')
      expect(failed.map(([name]) => name).toSorted()).toEqual([
        'lists models › w3',
        'port open › w3',
      ])
      expect(cases.get('open loop')?.status).toBe('skipped')
    })
  },
)

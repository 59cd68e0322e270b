import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { agentNames, registrationKey } from '../../lib/agents/keys.ts'
import type { Worker } from '../../lib/cluster/cluster.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { runSpec } from '../../lib/runner.ts'
import {
  type SimulatedCluster,
  startSimulatedCluster,
} from '../../lib/simulator/simulated-cluster.ts'
import {
  agentKeyOfTests,
  end,
  Passage,
  startNode,
  TestAgent,
  TestRedis,
  temporaryFile,
  until,
} from '../agents/fixture.ts'
import { makeCertificate } from '../hosts/certificate.ts'
import { describeWith, missingTools } from '../hosts/requirements.ts'

const runnerModule = new URL('../../dist/lib/runner.js', import.meta.url).href

describeWith(missingTools('redis-server', 'openssl'), 'agents', () => {
  let redis: TestRedis
  let cluster: SimulatedCluster
  let workers: Worker[]
  const opened: AsyncDisposable[] = []

  beforeAll(async () => {
    vi.stubEnv('CLUSTERGATE_AGENT_KEY', agentKeyOfTests)
    redis = await TestRedis.start()
    opened.push(redis)
    cluster = await startSimulatedCluster(['w1', 'w2'].map(simulated))
    opened.push(cluster)
    workers = cluster.workers.map(({ id, host, port, model }) => ({
      id,
      host,
      port,
      type: 'openai',
      maxConcurrentRequests: 20,
      tags: [],
      basePath: '',
      ...(model !== undefined && { model }),
    }))
    for (const name of ['a1', 'a2']) opened.push(await TestAgent.start(redis.url, name))
  })

  afterAll(async () => {
    vi.unstubAllEnvs()
    for (const each of opened.toReversed()) await each[Symbol.asyncDispose]()
  })

  /** Number of requests that have reached the workers since the last call. */
  function received(): number {
    const count = soFar()
    for (const each of cluster.simulated) each.reset()
    return count
  }

  function soFar(): number {
    return cluster.simulated.reduce((sum, each) => sum + each.requests().length, 0)
  }

  /** Whether nothing arrives for half a second. */
  async function isQuiet(): Promise<boolean> {
    received()
    await new Promise((resolve) => setTimeout(resolve, 500))
    return received() === 0
  }

  interface Sent {
    readonly status: string
    readonly measurement: Measurement
    readonly code: string | undefined
    readonly message: string
  }

  async function send(
    load: Readonly<Record<string, unknown>>,
    {
      url = redis.url,
      kind = 'load',
      on = workers,
      caFile = '',
      expect: expected = { success_rate: '>= 99%' } as object,
    } = {},
  ): Promise<Sent> {
    const isLoad = 'success_rate' in expected
    const options = { ...(isLoad && { warmup: 0, max_tokens: 4 }), ...load }
    const spec = {
      suite: 'agents',
      stage: 'perf',
      tests: [{ name: 'x', [kind]: options, timeout: '60s', expect: expected }],
    }
    const { cases } = await runSpec(
      { text: JSON.stringify(spec) },
      {
        gate: 'skip',
        cluster: {
          workers: on,
          ...(url && { distribution: { redis: { template: url }, ...(caFile && { caFile }) } }),
        },
      },
    )
    const verdict = cases[0]?.verdict
    if (!verdict?.measurement) throw new Error(JSON.stringify(cases))
    const { measurement, status } = verdict
    const { code, message = '' } = measurement.error ?? {}
    return { status, measurement, code, message }
  }

  /** Each request has one outcome, including those of lost agents. */
  function expectAccounted({ loads = [] }: Measurement): void {
    expect(loads).toHaveLength(1)
    for (const { total, started, agents = [] } of loads) {
      const failed = Object.values(total.faults).reduce((sum, count) => sum + count, 0)
      expect(total.ok + failed).toBe(total.ended)
      expect(total.ended).toBeLessThanOrEqual(started)
      expect(agents.reduce((sum, agent) => sum + agent.started, 0)).toBe(started)
    }
  }

  test('two agents send one load, and each request is counted once, also by the workers', async () => {
    received()
    const { measurement, code } = await send({ rate: '60/s', duration: '1s', agents: 'all' })
    expect(code).toBeUndefined()
    expectAccounted(measurement)
    const [record] = measurement.loads ?? []
    expect(record?.agents?.map(({ name, lost }) => [name, lost])).toEqual([
      ['a1', undefined],
      ['a2', undefined],
    ])
    expect(record?.total.ended).toBe(received())
    expect(record?.total.times.latency?.count).toBe(record?.total.ok)
    expect(measurement.notes.join()).toMatch(/2 agents: a1 sent \d+, a2 sent \d+; clocks to /)
  })

  test.each([
    ['benchmark', { requests: 20, repetitions: 1, concurrency: 4, agents: ['a1', 'a2'] }, 20],
    ['batch', { tasks: 30, concurrency: 6, agents: 2 }, 30],
    ['soak', { duration: '1s', concurrency: 4, agents: ['a1'] }, undefined],
  ])('%s is sent by agents, and every request is counted once', async (kind, options, count) => {
    received()
    const { measurement, code } = await send(options, { kind })
    expect(code).toBeUndefined()
    expectAccounted(measurement)
    const total = received()
    if (count !== undefined) expect(total).toBe(count)
    else expect(measurement.loads?.[0]?.total.ended).toBe(total)
  })

  test('a spec with `agents` has the same verdict in one process and on many', async () => {
    const load = { rate: '20/s', duration: '1s', arrivals: 'constant' }
    const spec = (agents: unknown) => send({ ...load, agents })
    const [one, many] = [await send(load), await spec('all')]
    expect(many.measurement.metrics.requests).toBe(one.measurement.metrics.requests)
    expect(many.measurement.metrics.success_rate).toBe(one.measurement.metrics.success_rate)
    if (!one.measurement.unfit && !many.measurement.unfit) expect(many.status).toBe(one.status)
  })

  test('a probe from agents is judged from each of them, and one without them is an error', async () => {
    const from = (options: object, on = workers) =>
      send({ count: 2, interval: '1ms', ...options }, { kind: 'tcp', on, expect: { open: true } })
    const both = await from({ from: ['a1', 'a2'] })
    expect(both.status).toBe('pass')
    expect(both.measurement.metrics).toMatchObject({
      'open{agent=a1}': true,
      'open{agent=a2}': true,
    })
    const { measurement } = await from({ from: 'each agent', port: 1 })
    expect(measurement.vantages?.map(({ agent, cause }) => [agent, cause])).toEqual(
      ['a1', 'a2'].map((agent) => [
        agent,
        `w1 refuses ${agent} at port 1: its server is not running`,
      ]),
    )
    const unknown = await from({ from: ['a1', 'a3'] })
    expect(unknown).toMatchObject({ status: 'error', code: 'UNKNOWN_AGENT' })
    const tagged = await from({ from: { tags: ['rack-9'] } })
    expect(tagged).toMatchObject({ status: 'error', code: 'NO_AGENTS' })
    const alone = await send(
      { from: 'each agent' },
      { kind: 'tcp', url: '', expect: { open: true } },
    )
    expect(alone).toMatchObject({ status: 'error', code: 'NO_AGENTS' })
    expect(alone.message).toContain('the cluster file has no `distribution`')
  })

  test('an agent refuses probes of targets and with secrets that it may not have', async () => {
    await using other = await TestAgent.start(redis.url, 'v1', ['--allow', '10.99.0.0/16'])
    const expectOpen = { kind: 'tcp', expect: { open: true } }
    const barred = await send({ from: ['a1', 'v1'] }, expectOpen)
    expect(barred).toMatchObject({ status: 'error', code: 'TARGET_NOT_ALLOWED' })
    expect(barred.message).toContain('agent v1 may not send to w1 (127.0.0.1:')
    expect(barred.measurement.vantages?.map(({ reaches }) => reaches)).toEqual([true, undefined])
    const host = await send({ from: ['v1'], host: '8.8.8.8', port: 53 }, expectOpen)
    expect(host).toMatchObject({ status: 'error', code: 'TARGET_NOT_ALLOWED' })
    const http = { kind: 'http', expect: { status: 200 } }
    // Permitted, which no one should do: the agent still refuses it.
    vi.stubEnv('CLUSTERGATE_ENV', 'CLUSTERGATE_AGENT_KEY')
    const headers = { authorization: 'Bearer ${CLUSTERGATE_AGENT_KEY}' }
    const key = await send({ from: ['a1'], path: '/v1/models', headers }, http)
    expect(key).toMatchObject({ status: 'error', code: 'AGENT_SECRET' })
    vi.stubEnv('CLUSTERGATE_ENV', undefined)
    vi.stubEnv('WORKER_API_KEY', 'sk-known-to-the-run-alone')
    const keyed = workers.map((each) => ({ ...each, apiKey: { template: '${WORKER_API_KEY}' } }))
    const secret = await send({ from: ['a1'], path: '/v1/models' }, { ...http, on: keyed })
    expect(secret).toMatchObject({ status: 'error', code: 'AGENT_SECRET' })
    const foreign = { CLUSTERGATE_AGENT_KEY: 'another-key-of-the-agent' }
    await using _other = await TestAgent.start(redis.url, 'v2', [], foreign)
    const unsigned = await send({ from: ['v2'] }, expectOpen)
    expect(unsigned).toMatchObject({ status: 'error', code: 'AGENT_KEY' })
    expect(other.output).not.toContain('sk-')
  })

  test('an agent that is killed while it probes is a reported loss, whatever the others found', async () => {
    await using killed = await TestAgent.start(redis.url, 'v3')
    const options = { count: 100, interval: '200ms', from: ['a1', 'v3'] }
    const probing = send(options, { kind: 'tcp', expect: { open: true } })
    await until(async () => {
      const keys = (await redis.do('KEYS', 'clustergate:load:*:claim:v3')) as string[]
      return keys.length > 0
    })
    await end(killed.process, 'SIGKILL')
    const { status, code, message, measurement } = await probing
    expect({ status, code }).toEqual({ status: 'error', code: 'AGENT_LOST' })
    expect(message).toContain('agent v3 on ')
    expect(measurement.vantages?.map(({ agent, reaches }) => [agent, reaches])).toEqual([
      ['a1', true],
      ['v3', undefined],
    ])
  })

  test('missing agents are reported, with the present ones', async () => {
    const unknown = await send({ rate: '5/s', duration: '1s', agents: ['a3'] })
    expect(unknown).toMatchObject({ status: 'error', code: 'UNKNOWN_AGENT' })
    expect(unknown.message).toContain('registered: a1, a2')
    const few = await send({ rate: '5/s', duration: '1s', agents: 9 })
    expect(few.code).toBe('TOO_FEW_AGENTS')
    const tags = await send({ rate: '5/s', duration: '1s', agents: { tags: ['rack-9'] } })
    expect(tags.message).toContain('no agent has the tag rack-9')
  })

  test('two concurrent runs with agents take turns, so that neither measures the other', async () => {
    const load = { rate: '20/s', duration: '1s', arrivals: 'constant', agents: 'all' }
    const runs = await Promise.all([send(load), send(load)])
    for (const { code, measurement } of runs) {
      expect(code).toBeUndefined()
      expectAccounted(measurement)
    }
    const [first, second] = runs
      .map(({ measurement }) => measurement.loads?.[0])
      .map((load) => ({ from: Date.parse(load?.startedAt ?? ''), ms: load?.durationMs ?? 0 }))
      .toSorted((a, b) => a.from - b.from)
    expect(second?.from).toBeGreaterThanOrEqual((first?.from ?? 0) + (first?.ms ?? 0) - 50)
  })

  test('an agent of another version is refused with both versions', async () => {
    const old = { name: 'old', instance: 'x', host: 'h', pid: 1, cores: 1, freeCores: 1, beat: 0 }
    const more = { version: '0.0.9', protocol: 0, tags: [], clockErrorMs: 0.1 }
    await redis.do('SET', registrationKey('old'), JSON.stringify({ ...old, ...more }))
    await redis.do('ZADD', agentNames, String(Date.now()), 'old')
    const { code, message } = await send({ rate: '5/s', duration: '1s', agents: ['old'] })
    await redis.do('DEL', registrationKey('old'))
    expect(code).toBe('AGENT_VERSION')
    expect(message).toContain('agent old runs clustergate 0.0.9 (protocol 0)')
  })

  test('an agent refuses a plan of another key, targets that it may not reach, and keys it does not have', async () => {
    received()
    await using other = await TestAgent.start(redis.url, 'k1', ['--allow', '10.99.0.0/16'], {
      CLUSTERGATE_AGENT_KEY: 'another-key-of-the-agent',
    })
    const foreign = await send({ rate: '5/s', duration: '1s', agents: ['k1'] })
    expect(foreign.code).toBe('AGENT_KEY')
    vi.stubEnv('CLUSTERGATE_AGENT_KEY', 'another-key-of-the-agent')
    const barred = await send({ rate: '5/s', duration: '1s', agents: ['k1'] })
    vi.stubEnv('CLUSTERGATE_AGENT_KEY', agentKeyOfTests)
    expect(barred.code).toBe('TARGET_NOT_ALLOWED')
    expect(barred.message).toContain('may not send to w1 (127.0.0.1:')
    vi.stubEnv('WORKER_API_KEY', 'sk-known-to-the-run-alone')
    const keyed = workers.map((each) => ({ ...each, apiKey: { template: '${WORKER_API_KEY}' } }))
    const secret = await send({ rate: '5/s', duration: '1s', agents: ['a1'] }, { on: keyed })
    expect(secret.code).toBe('AGENT_SECRET')
    expect(secret.message).toContain('`WORKER_API_KEY` is not set')
    const written = workers.map((each) => ({ ...each, apiKey: { template: 'sk-written-out' } }))
    const plain = await send({ rate: '5/s', duration: '1s', agents: ['a1'] }, { on: written })
    expect(plain.code).toBe('PLAIN_SECRET')
    expect(received()).toBe(0)
    expect(other.output).not.toContain('sk-')
  })

  test('an agent that is killed is reported as lost, and its requests are unknown', async () => {
    await using killed = await TestAgent.start(redis.url, 'k2')
    const load = { rate: '40/s', duration: '20s', arrivals: 'constant', agents: ['a1', 'k2'] }
    received()
    const sending = send(load)
    await until(() => killed.output.includes('preparing'))
    await until(() => soFar() > 5)
    await end(killed.process, 'SIGKILL')
    const { code, status, message, measurement } = await sending
    expect({ code, status }).toEqual({ code: 'AGENT_LOST', status: 'error' })
    expect(message).toContain('agent k2 on ')
    expectAccounted(measurement)
    const [record] = measurement.loads ?? []
    expect(record?.total.faults.unknown).toBe(400)
    expect(record?.isCutShort).toBe(true)
  })

  test('a stopped agent is lost, and sends nothing more when it resumes; with `continue` the rest is judged', async () => {
    await using stopped = await TestAgent.start(redis.url, 'k3')
    const load = { rate: '40/s', duration: '14s', arrivals: 'constant', agents: ['a1', 'k3'] }
    received()
    const sending = send({ ...load, on_agent_loss: 'continue' })
    await until(() => stopped.output.includes('preparing'))
    await until(() => soFar() > 5)
    stopped.process.kill('SIGSTOP')
    const { code, measurement } = await sending
    expect(code).toBeUndefined()
    expectAccounted(measurement)
    const [record] = measurement.loads ?? []
    expect(record?.total.faults.unknown).toBe(280)
    expect(record?.total.ok).toBe(280)
    expect(record?.isCutShort).toBe(false)
    received()
    stopped.process.kill('SIGCONT')
    await until(() => stopped.output.includes('requests sent, stopped'))
    expect(received()).toBe(0)
  })

  test('an agent whose connection goes silent without being closed is lost', async () => {
    await using passage = await Passage.open(redis.port)
    await using cut = await TestAgent.start(passage.url, 'k4')
    const load = { rate: '20/s', duration: '20s', arrivals: 'constant', agents: ['a1', 'k4'] }
    received()
    const sending = send(load)
    await until(() => cut.output.includes('preparing'))
    await until(() => soFar() > 5)
    passage.goSilent()
    const { code, measurement } = await sending
    expect(code).toBe('AGENT_LOST')
    expectAccounted(measurement)
    // By itself, because no run can reach it.
    await until(isQuiet)
  })

  test('an agent whose event loop is blocked is lost, and its thread stops sending by itself', async () => {
    const block = temporaryFile(
      'block.mjs',
      `import { isMainThread } from 'node:worker_threads'
       const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
       if (isMainThread) process.on('SIGUSR2', block)`,
    )
    const env = { NODE_OPTIONS: `--import=${block}` }
    await using blocked = await TestAgent.start(redis.url, 'k5', [], env)
    received()
    const sending = send({ rate: '20/s', duration: '30s', arrivals: 'constant', agents: ['k5'] })
    await until(() => soFar() > 5)
    blocked.process.kill('SIGUSR2')
    const { status, code } = await sending
    expect({ status, code }).toEqual({ status: 'error', code: 'AGENT_LOST' })
    expect(await isQuiet()).toBe(true)
    // Silent although it is alive: by its lease, not by its end.
    expect(blocked.process.exitCode).toBeNull()
    expect(blocked.output).not.toContain('requests sent')
  })

  test('a Redis behind TLS is used with its authority, and refused with a reason without it', async () => {
    await using certificate = await makeCertificate({ serverName: 'localhost' })
    const { certFile, keyFile } = certificate
    const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile]
    const options = ['--tls-port', 'PORT', ...files, '--tls-auth-clients', 'no']
    await using secure = await TestRedis.start(options)
    const url = `rediss://localhost:${secure.port}`
    await using _agent = await TestAgent.start(url, 't1', ['--redis-ca', certFile])
    const load = { rate: '20/s', duration: '500ms', arrivals: 'constant', agents: ['t1'] }
    received()
    const trusted = await send(load, { url, caFile: certFile })
    expect(trusted.code).toBeUndefined()
    expectAccounted(trusted.measurement)
    expect(trusted.measurement.loads?.[0]?.total.ended).toBe(received())
    const untrusted = await send(load, { url })
    expect(untrusted.status).toBe('error')
    expect(untrusted.message).toContain('its certificate is not trusted')
    const plain = await send(load, { url: url.replace('rediss:', 'redis:') })
    expect(plain.status).toBe('error')
    expect(plain.message).toContain('TLS on one side only')
    expect(received()).toBe(0)
    await expect(TestAgent.start(url, 't2')).rejects.toThrow('its certificate is not trusted')
  })

  test('agents stop by themselves within 15 s after their run was killed', async () => {
    const spec = temporaryFile(
      'run.mjs',
      `import { runSpec } from ${JSON.stringify(runnerModule)}
       const load = { rate: '20/s', duration: '50s', agents: 'all', warmup: 0, max_tokens: 4 }
       const tests = [{ name: 'x', load, timeout: '60s', expect: { success_rate: '100%' } }]
       const text = JSON.stringify({ suite: 'x', stage: 'perf', tests })
       const cluster = ${JSON.stringify({ workers, distribution: { redis: { template: redis.url } } })}
       await runSpec({ text }, { gate: 'skip', cluster })`,
    )
    received()
    const run = startNode([spec])
    await until(() => soFar() > 5)
    await end(run, 'SIGKILL')
    const killedMs = performance.now()
    await until(isQuiet)
    expect(performance.now() - killedMs).toBeLessThan(15_000)
    const after = await send({ rate: '20/s', duration: '500ms', agents: 'all' })
    expect(after.code).toBeUndefined()
  })

  test('a Redis that is full, evicts keys or requires a password is reported with a remedy', async () => {
    await redis.do('CONFIG', 'SET', 'maxmemory', '1')
    const load = { rate: '5/s', duration: '1s', agents: 'all' }
    const full = await send(load)
    await redis.do('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    const evicting = await send(load)
    await redis.do('CONFIG', 'SET', 'maxmemory', '0')
    await redis.do('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    expect(full.status).toBe('error')
    expect(full.message).toContain('it is full and refuses to write')
    expect(evicting.code).toBe('REDIS_EVICTS')
    await using locked = await TestRedis.start(['--requirepass', 'right-password'])
    const refused = await send(load, { url: locked.url.replace('//', '//:wrong-password@') })
    expect(refused.message).toContain('it refused the user or the password')
    expect(refused.message).not.toContain('wrong-password')
    const right = locked.url.replace('//', '//:right-password@')
    await using agent = await TestAgent.start(right, 'p1')
    const accepted = await send({ ...load, agents: ['p1'] }, { url: right })
    expect(accepted.code).toBeUndefined()
    expect(agent.output + JSON.stringify(accepted)).not.toContain('right-password')
  })

  test('a Redis that restarts empty voids the load; one that stays away ends it', async () => {
    await using own = await TestRedis.start()
    await using agent = await TestAgent.start(own.url, 'r1')
    const load = { rate: '20/s', duration: '8s', arrivals: 'constant', agents: 'all' }
    received()
    const restarted = send(load, { url: own.url })
    await until(() => soFar() > 5)
    await own.kill()
    await own.startAgain()
    const { code, measurement } = await restarted
    expect(code).toBe('REDIS_RESTARTED')
    expectAccounted(measurement)
    expect(measurement.loads?.[0]?.total.ended).toBe(160)
    await until(async () => (await own.do('ZCARD', agentNames)) === 1)
    received()
    const gone = send({ ...load, duration: '40s' }, { url: own.url })
    await until(() => soFar() > 5)
    await own.kill()
    const lost = await gone
    expect(lost).toMatchObject({ status: 'error', code: 'AGENT_LOST' })
    expect(lost.message).toContain('Redis was away')
    expect(agent.process.exitCode).toBeNull()
  })

  test('an agent that is terminated waits for the end of its load, and leaves', async () => {
    const drained = await TestAgent.start(redis.url, 'd1')
    received()
    const sending = send({ rate: '20/s', duration: '3s', agents: ['d1'] })
    await until(() => drained.output.includes('preparing'))
    await until(() => soFar() > 5)
    drained.process.kill('SIGTERM')
    const { code, measurement } = await sending
    expect(code).toBeUndefined()
    expect(measurement.loads?.[0]?.isCutShort).toBe(false)
    await until(() => drained.process.exitCode !== null)
    expect(drained.process.exitCode).toBe(0)
    expect(await redis.do('EXISTS', registrationKey('d1'))).toBe(0)
  })
})

function simulated(id: string): Worker {
  return {
    id,
    host: '127.0.0.1',
    port: 0,
    type: 'simulated',
    maxConcurrentRequests: 20,
    tags: [],
    basePath: '',
    model: 'm',
    simulate: {
      timeToFirstTokenMs: 5,
      tokenTimeMs: 1,
      jitter: 0,
      seed: 1,
      imitates: 'openai',
      record: true,
    },
  }
}

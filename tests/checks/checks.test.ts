import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CheckContext } from '../../lib/checks/check.ts'
import { checkOf } from '../../lib/checks/registry.ts'
import type { Cluster, Worker } from '../../lib/cluster/cluster.ts'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { startSimulatedWorker } from '../../lib/simulator/simulated-worker.ts'
import { freePort } from '../e2e/free-port.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { withTool } from '../probes/stand-in.ts'

const simulate = {
  timeToFirstTokenMs: 1,
  tokenTimeMs: 1,
  jitter: 0,
  seed: 1,
  imitates: 'lm_studio',
} as const

function workerAt(port: number, changes: Partial<Worker> = {}): Worker {
  const base = {
    host: '127.0.0.1',
    type: 'lm_studio',
    maxConcurrentRequests: 2,
    tags: [],
    basePath: '',
  } as const
  return { id: 'w1', port, model: 'tiny', ...base, ...changes }
}

function run(
  kind: CheckKind,
  options: object,
  workers: readonly Worker[],
  changes: Partial<CheckContext> = {},
): Promise<Measurement> {
  const cluster: Cluster = { file: '/c.json', workers, allowCommands: false, ...changes.cluster }
  const signal = new AbortController().signal
  return checkOf(kind).run(
    { ...checkDefaults[kind], ...options },
    { workers, signal, timeoutMs: 10_000, ...changes, cluster },
  )
}

const closers: (() => unknown)[] = []
afterAll(() => Promise.all(closers.map((close) => close())))

async function simulated(changes: object = {}): Promise<number> {
  const worker = await startSimulatedWorker({
    id: 'w1',
    host: '127.0.0.1',
    port: 0,
    model: 'tiny',
    maxConcurrentRequests: 2,
    simulate,
    ...changes,
  })
  closers.push(() => worker.close())
  return worker.port
}

async function server(handle: Parameters<typeof createServer>[1] & object): Promise<number> {
  const started: Server = createServer(handle)
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    started.closeAllConnections()
    started.close()
  })
  return (started.address() as AddressInfo).port
}

describeWith(hasTool('ping') ? [] : ['ping'], '`ping` by ICMP', () => {
  test('measures loss, its upper bound, round trips and jitter', async () => {
    const { metrics, notes, error } = await run('ping', { count: 5, interval: '10ms' }, [
      workerAt(1),
    ])
    expect(error).toBeUndefined()
    expect(metrics).toMatchObject({
      packet_loss: 0,
      'packets.sent': 5,
      'packets.received': 5,
      method: 'icmp',
      'rtt.avg': expect.any(Number),
      'rtt.mdev': expect.any(Number),
      jitter: expect.any(Number),
    })
    expect(metrics['packet_loss.upper_bound']).toBeCloseTo(100 * (1 - 0.05 ** (1 / 5)), 6)
    expect(notes).toContain('0 of 5 lost: the loss is below 45.1% (95% confidence)')
  })

  test('of a name that does not exist has no loss, because nothing was sent', async () => {
    const { metrics, evidence } = await run('ping', { count: 2 }, [
      workerAt(1, { host: 'nowhere.invalid' }),
    ])
    expect(metrics.packet_loss).toBeUndefined()
    expect(evidence[0]?.outcome).toBe('dns')
  })
})

/** Runs `look` in an environment without any program. */
async function withoutTools<T>(look: () => Promise<T>): Promise<T> {
  const path = process.env.PATH
  process.env.PATH = '/nowhere'
  // Debian's ping is not in the folders for administrators, which are searched as well.
  return look().finally(() => {
    process.env.PATH = path
  })
}

describe('`ping` on a machine that cannot send ICMP', () => {
  const few = { count: 3, interval: '1ms' }

  test('measures by TCP, and reports that', async () => {
    const worker = workerAt(await simulated())
    const { metrics, notes, error } = await withoutTools(() => run('ping', few, [worker]))
    expect(error).toBeUndefined()
    expect(metrics).toMatchObject({
      method: 'tcp',
      'method.reason': 'by TCP: this machine has no `ping`',
      packet_loss: 0,
      'packets.sent': 3,
      'rtt.avg': expect.any(Number),
    })
    expect(notes).toContain('by TCP: this machine has no `ping`')
    // Unknown by TCP, and no data is not a pass.
    expect(metrics['packets.duplicates']).toBeUndefined()
  })

  test.each([
    ['is not permitted', 'socket: Operation not permitted', /may not send ICMP/],
    ['does not support its options', "invalid option -- 'c'", /does not take its options/],
  ])('and `ping` %s measures by TCP', async (_, said, reason) => {
    const worker = workerAt(await simulated())
    const script = `cat >&2 <<'END'\nping: ${said}\nEND\nexit 2`
    const { metrics } = await withTool('ping', { script }, () => run('ping', few, [worker]))
    expect(metrics).toMatchObject({ method: 'tcp', packet_loss: 0 })
    expect(metrics['method.reason']).toMatch(reason)
  })

  test('is an error, not a loss, with `method: icmp`', async () => {
    const worker = workerAt(await simulated())
    const { error, metrics } = await withoutTools(() =>
      run('ping', { ...few, method: 'icmp' }, [worker]),
    )
    expect(error).toMatchObject({ code: 'PING_MISSING_TOOL' })
    expect(metrics.packet_loss).toBeUndefined()
  })

  test('is an error for a host, because it has no port to connect to', async () => {
    const { error, metrics } = await withoutTools(() =>
      run('ping', { ...few, host: '127.0.0.1' }, []),
    )
    expect(error).toMatchObject({ code: 'PING_MISSING_TOOL' })
    expect(metrics.packet_loss).toBeUndefined()
  })
})

describe('`ping` of a worker that does not respond to ICMP', () => {
  test('is ICMP loss, even if the worker accepts connections', async () => {
    const worker = workerAt(await simulated())
    const script = `echo 'PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.'
echo '3 packets transmitted, 0 received, 100% packet loss, time 20ms'; exit 1`
    const { metrics, error } = await withTool('ping', { script }, () =>
      run('ping', { count: 3, interval: '1ms' }, [worker]),
    )
    expect(error).toBeUndefined()
    expect(metrics).toMatchObject({ method: 'icmp', packet_loss: 100, 'packets.received': 0 })
  })
})

describe('`ping` by TCP', () => {
  const options = { count: 3, interval: '1ms', method: 'tcp' }

  test('counts a refusal as a round trip, because the host replied', async () => {
    const { metrics, evidence } = await run('ping', options, [workerAt(await freePort())])
    expect(metrics).toMatchObject({ method: 'tcp', packet_loss: 0, 'packets.received': 3 })
    expect(evidence).toMatchObject([{ outcome: 'refused' }])
  })

  test('of a name that does not exist has no loss, because nothing was sent', async () => {
    const worker = workerAt(1, { host: 'nowhere.invalid' })
    const { metrics, evidence } = await run('ping', options, [worker])
    expect(metrics.packet_loss).toBeUndefined()
    expect(evidence).toMatchObject([{ outcome: 'dns' }])
  })

  test('stopped before the first connect has measured nothing', async () => {
    const { metrics } = await run('ping', options, [workerAt(1)], { signal: AbortSignal.abort() })
    expect(metrics.packet_loss).toBeUndefined()
  })
})

describe('`path` on a machine that cannot send ICMP', () => {
  test('is an error, rather than an unreachable host', async () => {
    const { error, metrics } = await withoutTools(() => run('path', {}, [workerAt(1)]))
    expect(error).toMatchObject({ code: 'PATH_MISSING_TOOL' })
    expect(metrics.reached).toBeUndefined()
  })
})

describe('`tcp`', () => {
  test('distinguishes an open port from a refused one', async () => {
    expect((await run('tcp', {}, [workerAt(await simulated())])).metrics).toMatchObject({
      open: true,
      state: 'open',
    })
    const closed = await run('tcp', {}, [workerAt(await freePort())])
    expect(closed.metrics).toMatchObject({ open: false, state: 'refused', success_rate: 0 })
    expect(closed.metrics.connect_time).toBeUndefined()
    expect(checkOf('tcp').blocks?.(closed)).toMatch(/^port \d+ of w1 is not open \(refused\)$/)
  })

  test('bounds its success rate by the size of the sample', async () => {
    const { metrics } = await run('tcp', { count: 10, interval: '1ms' }, [
      workerAt(await simulated()),
    ])
    expect(metrics.success_rate).toBe(100)
    expect(metrics['success_rate.lower_bound']).toBeCloseTo(100 * 0.05 ** (1 / 10), 6)
  })

  test('stopped before the first connect has measured nothing', async () => {
    const { metrics } = await run('tcp', {}, [workerAt(1)], { signal: AbortSignal.abort() })
    expect(metrics).toEqual({})
  })
})

describe('`dns`', () => {
  test('resolves localhost, and recognises an address', async () => {
    expect((await run('dns', {}, [workerAt(1, { host: 'localhost' })])).metrics).toMatchObject({
      resolves: true,
    })
    expect((await run('dns', {}, [workerAt(1)])).metrics).toMatchObject({
      resolves: true,
      records: ['127.0.0.1'],
    })
  })

  test('fails for a name that does not exist, and skips the checks after it', async () => {
    const measured = await run('dns', {}, [workerAt(1, { host: 'nowhere.invalid' })])
    expect(measured.metrics).toMatchObject({ resolves: false, count: 0 })
    expect(checkOf('dns').blocks?.(measured)).toBe('the name nowhere.invalid does not resolve')
  })
})

describe('`http`', () => {
  test('measures status, headers, JSON paths and phases', async () => {
    const wanted = ['json.data[0].id', 'json.data.length', 'header.content-type']
    const { metrics } = await run('http', { path: '/v1/models' }, [workerAt(await simulated())], {
      wanted,
    })
    expect(metrics).toMatchObject({
      status: 200,
      ok: true,
      state: 'answered',
      'json.data[0].id': 'tiny',
      'json.data.length': 1,
      'header.content-type': 'application/json',
      'time.total': expect.any(Number),
    })
    expect(metrics.body).toBeUndefined()
  })

  test('sends the key of the worker and the headers of the spec, and reports neither', async () => {
    const port = await server((request, response) => {
      response.statusCode =
        request.headers.authorization === 'Bearer sk-1' && request.headers['x-own'] === 'sk-2'
          ? 200
          : 401
      response.end()
    })
    process.env.CLUSTERGATE_TEST_OWN = 'sk-2'
    const worker = workerAt(port, { apiKey: { template: 'sk-1' } })
    const measured = await run('http', { headers: { 'x-own': '${CLUSTERGATE_TEST_OWN}' } }, [
      worker,
    ])
    expect(measured.metrics.status).toBe(200)
    expect(JSON.stringify(measured)).not.toMatch(/sk-[12]/)
  })
})

describe('`model`', () => {
  test('passes for a worker that serves its model', async () => {
    const { metrics } = await run('model', {}, [workerAt(await simulated())])
    expect(metrics).toMatchObject({
      api: true,
      listed: true,
      loaded: true,
      loaded_by: '/api/v0/models',
      state: 'loaded',
      answers: true,
      served_model: 'tiny',
      models: ['tiny'],
    })
  })

  test('finds a model that is listed but not loaded', async () => {
    const worker = workerAt(await simulated({ isLoaded: false }))
    const { metrics } = await run('model', { completion: false }, [worker])
    expect(metrics).toMatchObject({ listed: true, loaded: false, state: 'not-loaded' })
  })

  test('accepts a completion as proof that it loaded the model', async () => {
    const worker = workerAt(await simulated({ isLoaded: false }))
    const { metrics, notes } = await run('model', {}, [worker])
    expect(metrics).toMatchObject({ loaded: true, loaded_by: 'completion', state: 'not-loaded' })
    expect(notes).toEqual(['the model was not loaded before the completion, which loaded it'])
  })

  test('does not accept a completion of another model as proof', async () => {
    const faults = [{ kind: 'wrong_model', scope: 'generation' } as const]
    const worker = workerAt(await simulated({ isLoaded: false, simulate: { ...simulate, faults } }))
    const { metrics } = await run('model', {}, [worker])
    expect(metrics).toMatchObject({ answers: true, loaded: false, state: 'not-loaded' })
  })

  test('finds a model other than the configured one', async () => {
    const { metrics } = await run('model', {}, [workerAt(await simulated(), { model: 'huge' })])
    expect(metrics).toMatchObject({ api: true, listed: false, answers: false, models: ['tiny'] })
  })

  test.each(['ollama', 'llama_cpp', 'vllm'] as const)(
    'requests the native API of a worker of type %s',
    async (type) => {
      const port = await simulated({ simulate: { ...simulate, imitates: type } })
      expect((await run('model', {}, [workerAt(port, { type })])).metrics).toMatchObject({
        loaded: true,
        answers: true,
      })
    },
  )

  test('accepts a completion as proof if the API does not report', async () => {
    const port = await simulated({ simulate: { ...simulate, imitates: 'openai' } })
    expect((await run('model', {}, [workerAt(port, { type: 'openai' })])).metrics).toMatchObject({
      loaded: true,
      loaded_by: 'completion',
    })
  })

  test('recognises another service as not an LLM server', async () => {
    const port = await server((_, response) => response.end('<html>It works!</html>'))
    const { metrics, evidence } = await run('model', {}, [workerAt(port)])
    expect(metrics).toMatchObject({ api: false })
    expect(evidence[0]).toMatchObject({
      outcome: 'protocol',
      detail: expect.stringContaining('not JSON'),
    })
  })

  test('keeps the message of an error that the worker returns', async () => {
    const port = await simulated({ apiKey: 'sk-1' })
    const { evidence } = await run('model', {}, [workerAt(port)])
    expect(evidence[0]).toMatchObject({
      outcome: 'http',
      detail: 'HTTP 401: Incorrect API key provided.',
    })
  })
})

describe('`subnet`', () => {
  test('finds loopback workers on the link', async () => {
    const { metrics } = await run('subnet', {}, [
      workerAt(1),
      workerAt(1, { id: 'w2', host: '127.0.10.2' }),
    ])
    expect(metrics).toMatchObject({ same_subnet: true, on_link: true })
  })

  test('finds a worker outside the expected network', async () => {
    const { metrics, evidence } = await run('subnet', { cidr: '10.247.0.0/16' }, [workerAt(1)])
    expect(metrics.same_subnet).toBe(false)
    expect(evidence[0]?.detail).toContain('127.0.0.1 is not in 10.247.0.0/16')
  })

  test('of no worker measures nothing', async () => {
    expect((await run('subnet', {}, [])).metrics).toEqual({})
  })
})

describeWith(hasTool('ping') ? [] : ['ping'], '`path`', () => {
  test('the path to loopback has one hop, and its MTU is found', async () => {
    const { metrics } = await run('path', {}, [workerAt(1)])
    expect(metrics).toMatchObject({ reached: true, hops: 1, mtu: expect.any(Number) })
    expect(metrics.mtu).toBeGreaterThanOrEqual(1_500)
  })
})

describe('`command`', () => {
  beforeEach(() => {
    vi.stubEnv('CLUSTERGATE_ALLOW_COMMANDS', '1')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('does not run unless the environment permits it', async () => {
    vi.stubEnv('CLUSTERGATE_ALLOW_COMMANDS', undefined)
    const { error } = await run('command', { run: ['node', '-e', '1'] }, [], allowed)
    expect(error).toMatchObject({
      code: 'COMMAND_NOT_ALLOWED',
      message: expect.stringContaining('CLUSTERGATE_ALLOW_COMMANDS'),
    })
  })

  const allowed = { cluster: { file: '/c.json', workers: [], allowCommands: true } }
  const node = (script: string) => ({ run: [process.execPath, '-e', script] })

  test('is an error unless the cluster file permits it', async () => {
    const { error } = await run('command', node('process.exit(0)'), [])
    expect(error).toMatchObject({ code: 'COMMAND_NOT_ALLOWED' })
  })

  test('measures exit code, output and JSON', async () => {
    const script =
      'console.log(JSON.stringify({ gpu: { free: 3 } })); console.error("warm"); process.exitCode = 3'
    const { metrics } = await run('command', node(script), [], {
      ...allowed,
      wanted: ['json.gpu.free'],
    })
    expect(metrics).toMatchObject({
      exit_code: 3,
      'json.gpu.free': 3,
      stderr: 'warm',
      timed_out: false,
    })
  })

  test('uses no shell unless configured', async () => {
    const literal = await run('command', { run: ['echo', '$HOME; exit 3'] }, [], allowed)
    expect(literal.metrics).toMatchObject({ exit_code: 0, stdout: '$HOME; exit 3' })
    const shell = await run('command', { run: 'exit 3', shell: true }, [], allowed)
    expect(shell.metrics.exit_code).toBe(3)
  })

  test('masks the keys of the environment in the output, also on two lines', async () => {
    vi.stubEnv('CLUSTERGATE_TEST_KEY', 'correct-horse-battery')
    const script =
      "const key = process.env.CLUSTERGATE_TEST_KEY; console.log(key, process.cwd()); console.error(key.slice(0, 9) + '\\n' + key.slice(9))"
    const { metrics } = await run('command', node(script), [], allowed)
    expect(metrics).toMatchObject({ stdout: `*** ${process.cwd()}`, stderr: '***' })
  })

  test('stops a command that takes too long', async () => {
    const { metrics } = await run(
      'command',
      { ...node('setInterval(() => {}, 1000)'), timeout: '300ms' },
      [],
      allowed,
    )
    expect(metrics).toMatchObject({ timed_out: true })
    expect(metrics).not.toHaveProperty('exit_code')
  })

  const shell = (run: string) => ({ run, shell: true, timeout: '500ms' })

  test('stops all processes that its shell has started', async () => {
    const { metrics } = await run('command', shell('sleep 60 & echo $!; wait'), [], allowed)
    expect(metrics).toMatchObject({ timed_out: true, signal: 'SIGTERM' })
    const isThere = () => process.kill(Number(metrics.stdout), 0)
    // It may take a moment until nothing is left of it.
    await vi.waitFor(() => expect(isThere).toThrow('ESRCH'), { timeout: 10_000 })
  })

  test('ends a program that writes endlessly, and does not judge its output', async () => {
    const { metrics, notes, error } = await run('command', { run: ['yes'] }, [], allowed)
    expect(error).toBeUndefined()
    expect(metrics).toMatchObject({ timed_out: false })
    for (const name of ['stdout', 'stderr', 'exit_code']) expect(metrics[name]).toBeUndefined()
    expect(notes.join()).toContain('the output is longer than 1 MiB')
  })

  test('does not wait for a process that has left its process group', async () => {
    const line = shell('setsid sleep 60 & echo $!; wait')
    const { metrics } = await run('command', line, [], allowed)
    process.kill(Number(metrics.stdout), 'SIGKILL')
    expect(metrics).toMatchObject({ timed_out: true })
  })

  test('has no exit code if it exits cleanly after being stopped', async () => {
    const script = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)'
    const { metrics } = await run('command', { ...node(script), timeout: '500ms' }, [], allowed)
    expect(metrics).toMatchObject({ timed_out: true })
    expect(metrics).not.toHaveProperty('exit_code')
  })

  test('reports a program that does not exist as not startable', async () => {
    const { error } = await run('command', { run: ['no-such-program-here'] }, [], allowed)
    expect(error).toMatchObject({
      code: 'COMMAND_NOT_STARTED',
      message: expect.stringContaining('no-such-program-here'),
    })
  })
})

describe('IPv6 addresses', () => {
  test('are probed as well as IPv4 ones', async () => {
    const worker = await startSimulatedWorker({
      id: 'w6',
      host: '::1',
      port: 0,
      model: 'tiny',
      maxConcurrentRequests: 1,
      simulate,
    })
    closers.push(() => worker.close())
    const target = [workerAt(worker.port, { host: '::1' })]
    expect((await run('tcp', {}, target)).metrics).toMatchObject({ open: true, address: '::1' })
    expect((await run('http', { path: '/v1/models' }, target)).metrics.status).toBe(200)
    expect((await run('model', {}, target)).metrics.answers).toBe(true)
    expect((await run('subnet', {}, target)).metrics.same_subnet).toBe(true)
    const ping = await run('ping', { count: 2, interval: '10ms' }, target)
    expect(ping.metrics.packet_loss ?? ping.error?.code).toBe(0)
  })
})

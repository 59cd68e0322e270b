import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  badRoute,
  dropPort,
  ignoreIcmp,
  loseEveryNth,
  type Repair,
  rejectPort,
  unplug,
} from '../hosts/faults.ts'
import { TestNetwork } from '../hosts/network.ts'
import { describeWith, missingForHosts } from '../hosts/requirements.ts'
import { Wire } from '../hosts/wire.ts'
import { startWorkerProcess, type WorkerProcess } from '../hosts/worker-process.ts'
import { createProject, type Project } from './project.ts'

const root = join(import.meta.dirname, '../..')
const model = 'mistral-7b-instruct-v0.2'
const addresses = { one: '10.247.162.71', two: '10.247.162.90', three: '10.247.162.99' }
type Name = keyof typeof addresses
const names = Object.keys(addresses) as Name[]

/** Messages of the failed tests, by their title (`port open › one`). */
type Failures = Readonly<Record<string, string>>

describeWith(missingForHosts(), 'the gate against real processes on other hosts', () => {
  let network: TestNetwork
  let project: Project
  const workers = {} as Record<Name, WorkerProcess>

  beforeAll(async () => {
    const hosts = names.map((name) => ({ name, address: `${addresses[name]}/24` }))
    network = await TestNetwork.create([{ name: 'client', address: '10.247.162.10/24' }, ...hosts])
    for (const name of names) workers[name] = await startWorker(name)
    const checklist = await readFile(join(root, 'specs/network/checklist.spec.yaml'), 'utf8')
    project = await createProject({
      'specs/network/checklist.spec.yaml': checklist.replace('model: {}', 'model: { timeout: 2s }'),
    })
  })
  afterAll(async () => {
    await project?.[Symbol.asyncDispose]()
    for (const worker of Object.values(workers)) await worker[Symbol.asyncDispose]()
    await network?.[Symbol.asyncDispose]()
  })

  function startWorker(name: Name): Promise<WorkerProcess> {
    return startWorkerProcess(network, name, { port: 1234, model, address: addresses[name] })
  }

  /** Runs `vitest run specs/network` on the client's host. */
  async function validate(
    changes: Partial<Record<Name, object>> = {},
    cluster: object = {},
  ): Promise<{
    exitCode: number | undefined
    failures: Failures
    skipped: string[]
    seconds: number
  }> {
    const list = names.map((id) => ({
      id,
      host: addresses[id],
      port: 1234,
      type: 'openai',
      model,
      max_concurrent_requests: 5,
      ...changes[id],
    }))
    await project.write('cluster.json', JSON.stringify({ workers: list, ...cluster }))
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const startedMs = Date.now()
    const args = [vitest, 'run', 'specs/network', '--reporter=json', '--outputFile=out.json']
    const { exitCode, all } = await network.start('client', process.execPath, args, {
      cwd: project.folder,
      reject: false,
      all: true,
      env: { CLUSTERGATE_CLUSTER: 'cluster.json', NO_COLOR: '1', CI: '' },
    })
    const seconds = (Date.now() - startedMs) / 1_000
    const text = await readFile(join(project.folder, 'out.json'), 'utf8').catch(() => '')
    if (!text) throw new Error(`no report; the run printed:\n${String(all)}`)
    await project.remove('out.json')
    const results: { title: string; status: string; failureMessages: string[] }[] = JSON.parse(
      text,
    ).testResults.flatMap((file: { assertionResults: unknown[] }) => file.assertionResults)
    const failed = results.filter(({ status }) => status === 'failed')
    return {
      exitCode,
      failures: Object.fromEntries(
        failed.map(({ title, failureMessages }) => [title, failureMessages.join('\n')]),
      ),
      skipped: results.filter(({ status }) => status === 'skipped').map(({ title }) => title),
      seconds,
    }
  }

  async function during<T>(faults: Promise<Repair>[], look: () => Promise<T>): Promise<T> {
    const repairs = await Promise.all(faults)
    try {
      return await look()
    } finally {
      for (const repair of repairs) await repair()
    }
  }

  const route = (kind: 'unreachable' | 'blackhole' | 'prohibit', name: Name) =>
    badRoute(network, 'client', kind, addresses[name])

  test('three healthy workers pass', async () => {
    const { exitCode, failures } = await validate()
    expect(failures).toEqual({})
    expect(exitCode).toBe(0)
  })

  test('a server that is not running, a port dropped by a firewall and a rejected one are distinguished', async () => {
    await workers.one[Symbol.asyncDispose]()
    const faults = [
      dropPort(network, 'two', 1234),
      rejectPort(network, 'three', 1234, 'icmp type admin-prohibited'),
    ]
    const run = await during(faults, () => validate())
    workers.one = await startWorker('one')
    expect(run.exitCode).toBe(1)
    expect(run.failures['port open › one']).toMatch(
      /refused \(ECONNREFUSED\)[\s\S]*not running[\s\S]*remedy/,
    )
    expect(run.failures['port open › two']).toMatch(
      /timed out[\s\S]*a firewall drops port 1234, or the address/,
    )
    expect(run.failures['port open › three']).toMatch(/unreachable \(EHOSTUNREACH\)/)
    expect(Object.keys(run.failures).toSorted()).toEqual([
      'port open › one',
      'port open › three',
      'port open › two',
    ])
    expect(run.skipped.toSorted()).toEqual([
      'serves its model › one',
      'serves its model › three',
      'serves its model › two',
    ])
    expect(run.seconds).toBeLessThan(30)
  })

  test('a host that is down, one without a route and one with a third of packet loss are distinguished', async () => {
    const faults = [unplug(network, 'one', 'client'), loseEveryNth(network, 'three', 3)]
    const run = await during(faults, () => validate({ two: { host: '10.99.0.5' } }))
    expect(run.exitCode).toBe(1)
    expect(run.failures['answers ping › one']).toMatch(
      /Destination Host Unreachable[\s\S]*cause: no machine responds/,
    )
    expect(run.failures['port open › one']).toMatch(
      /unreachable \(EHOSTUNREACH\)[\s\S]*cause: no machine responds/,
    )
    expect(run.failures['answers ping › two']).toMatch(
      /no data[\s\S]*Network is unreachable[\s\S]*no route/,
    )
    expect(run.failures['port open › two']).toMatch(/ENETUNREACH[\s\S]*has no route to the network/)
    expect(run.failures['same subnet']).toContain('different networks')
    expect(run.failures['answers ping › three']).toMatch(
      /packet_loss: [34]0% is not 0%[\s\S]*(?:cable|Wi-Fi)/,
    )
    expect(run.seconds).toBeLessThan(30)
  })

  test('a wrong model, an unresolvable name, 50 ms of delay and another subnet are distinguished', async () => {
    await using _wire = await Wire.lay(network, ['client', 'three'], ['10.9.0.1', '10.9.0.2'], {
      delayMs: 25,
    })
    const run = await validate(
      {
        one: { model: 'llama-3-70b' },
        two: { host: 'no-such-worker.invalid' },
        three: { host: '10.9.0.2' },
      },
      { network: { subnet: '10.247.0.0/16' } },
    )
    expect(run.exitCode).toBe(1)
    expect(run.failures['serves its model › one']).toMatch(
      /does not|lists mistral-7b-instruct-v0\.2|not installed/,
    )
    expect(run.failures['name resolves › two']).toMatch(
      /resolves: false[\s\S]*(?:misspelled or unknown|DNS server of this host does not work)/,
    )
    expect(run.skipped).toContain('port open › two')
    expect(run.failures['answers ping › three']).toMatch(
      /rtt\.avg: (?:[5-9]\d|\d{3})(?:\.\d+)?ms is not < 10ms[\s\S]*Wi-Fi/,
    )
    expect(run.failures['same subnet']).toMatch(/10\.9\.0\.2 is not in 10\.247\.0\.0\/16/)
    expect(Object.keys(run.failures)).not.toContain('port open › one')
  })

  test('a stopped server that still accepts, a worker that ignores ICMP and a port reset by a firewall are distinguished', async () => {
    process.kill(workers.one.pid, 'SIGSTOP')
    const faults = [ignoreIcmp(network, 'two'), rejectPort(network, 'three', 1234, 'tcp reset')]
    const run = await during(faults, () => validate()).finally(() =>
      process.kill(workers.one.pid, 'SIGCONT'),
    )
    expect(run.exitCode).toBe(1)
    expect(Object.keys(run.failures)).not.toContain('port open › one')
    expect(run.failures['serves its model › one']).toMatch(
      /connected after[\s\S]*is stopped, hung or overloaded/,
    )
    expect(run.failures['answers ping › two']).toMatch(
      /ICMP is filtered or ignored[\s\S]*method: tcp/,
    )
    expect(Object.keys(run.failures)).not.toContain('serves its model › two')
    expect(run.failures['port open › three']).toMatch(/refused \(ECONNREFUSED\)/)
  })

  test('routes that are unreachable, blackholed or prohibited are distinguished from dead workers', async () => {
    const faults = [
      route('unreachable', 'one'),
      route('blackhole', 'two'),
      route('prohibit', 'three'),
    ]
    const run = await during(faults, () => validate())
    expect(run.exitCode).toBe(1)
    expect(run.failures['port open › one']).toMatch(/unreachable \(EHOSTUNREACH\)/)
    expect(run.failures['port open › two']).toMatch(/EINVAL[\s\S]*a blackhole route on this host/)
    expect(run.failures['port open › three']).toMatch(/EACCES[\s\S]*prohibits/)
    expect(run.failures['answers ping › two']).toMatch(/no data[\s\S]*Invalid argument/)
  })
})

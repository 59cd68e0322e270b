import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loseEveryNthSyn } from '../hosts/faults.ts'
import { TestNetwork } from '../hosts/network.ts'
import { describeWith, missingForHosts } from '../hosts/requirements.ts'
import { startWorkerProcess, type WorkerProcess } from '../hosts/worker-process.ts'
import { createProject, type Project } from './project.ts'

const words = 'by TCP: this machine has no `ping`'
const root = join(import.meta.dirname, '../..')

describe('the network stage on a machine without `ping`', () => {
  let project: Project
  beforeAll(async () => {
    const checklist = await readFile(join(root, 'specs/network/checklist.spec.yaml'), 'utf8')
    project = await createProject({
      'specs/network/checklist.spec.yaml': checklist,
      'specs/perf/one.spec.yaml':
        'suite: One\ntests:\n  - { name: is open, tcp: {}, expect: { open: true } }\n',
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  // Neither here nor in /usr/sbin, which is searched as well, is there a ping.
  const env = { PATH: '/nowhere' }

  test('passes, and the terminal and the reports show "by TCP" and why', async () => {
    const reporters = ['terminal', 'json', 'junit', 'ctrf', 'tap', 'markdown', 'html'].map(
      (name) => `--reporter=clustergate/reporters/${name}`,
    )
    const { exitCode, output } = await project.vitest(
      ['run', 'specs/network', '--reporter=default', ...reporters],
      { env },
    )
    expect(output).toContain(words)
    expect(exitCode).toBe(0)
    const folder = join(project.folder, 'reports')
    const silent = []
    for (const name of await readdir(folder)) {
      // HTML and XML escape characters such as ` and <.
      const text = await readFile(join(folder, name), 'utf8')
      if (!/by TCP: this machine has no .{1,6}ping/.test(text)) silent.push(name)
    }
    expect(silent).toEqual([])
  })

  test('reports ping by TCP in the line of the preflight', async () => {
    const { exitCode, output } = await project.vitest(['run', 'specs/perf'], { env })
    expect(output).toContain(`the network gate is open (ping ${words})`)
    expect(exitCode).toBe(0)
  })
})

describeWith(missingForHosts(), '`ping` by TCP over a network that loses packets', () => {
  let network: TestNetwork
  let worker: WorkerProcess
  let project: Project
  const address = '10.247.162.71'
  const model = 'mistral-7b-instruct-v0.2'

  beforeAll(async () => {
    network = await TestNetwork.create([
      { name: 'client', address: '10.247.162.10/24' },
      { name: 'worker', address: `${address}/24` },
    ])
    worker = await startWorkerProcess(network, 'worker', { port: 1234, model, address })
    const one = { id: 'one', host: address, port: 1234, type: 'openai', model }
    project = await createProject({
      'cluster.json': JSON.stringify({ workers: [{ ...one, max_concurrent_requests: 5 }] }),
      'specs/network/loss.spec.yaml': `suite: Loss
tests:
  - name: loses every fourth packet
    ping: { method: tcp, count: 20, interval: 20ms }
    expect:
      packets.sent: 20
      # 15; a busy machine may keep one or two more from being answered in time.
      packets.received: 12..15
      rtt.max: < 1s
`,
    })
  })
  afterAll(async () => {
    await project?.[Symbol.asyncDispose]()
    await worker?.[Symbol.asyncDispose]()
    await network?.[Symbol.asyncDispose]()
  })

  test('a lost SYN is a lost packet, not a slow round trip', async () => {
    const repair = await loseEveryNthSyn(network, 'worker', 1234, 4)
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { exitCode, all } = await network
      .start('client', process.execPath, [vitest, 'run', 'specs/network'], {
        cwd: project.folder,
        reject: false,
        all: true,
        env: { CLUSTERGATE_CLUSTER: 'cluster.json', NO_COLOR: '1', CI: '' },
      })
      .finally(repair)
    expect(String(all)).not.toContain('is not')
    expect(exitCode).toBe(0)
  })
})

import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { createProject, type Project } from './project.ts'

const networkSpec = `
suite: Network
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
  - name: serves its model
    model: { completion: false }
    expect: { listed: true }
`
const loadSpec = `
suite: Load
tests:
  - name: answers
    http: { path: /v1/models }
    expect: { status: 200 }
`

/** A worker of the test that counts its requests. */
async function startCountingWorker(): Promise<{ server: Server; port: number; paths: string[] }> {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'tiny' }] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port, paths }
}

function clusterFile(ports: readonly number[]): string {
  const workers = ports.map((port, index) => ({
    id: `w${index + 1}`,
    host: '127.0.0.1',
    port,
    type: 'openai',
    model: 'tiny',
  }))
  return JSON.stringify({ workers })
}

describe('the gate', () => {
  let worker: Awaited<ReturnType<typeof startCountingWorker>>
  let project: Project

  beforeAll(async () => {
    worker = await startCountingWorker()
    project = await createProject({
      'specs/network/network.spec.yaml': networkSpec,
      'specs/balancer/load.spec.yaml': loadSpec,
      'specs/perf/load.spec.yaml': loadSpec,
    })
  })

  afterAll(async () => {
    await project[Symbol.asyncDispose]()
    worker.server.close()
    worker.server.closeAllConnections()
  })

  test('lets the later stages run if the network passes', async () => {
    await project.write('cluster.json', clusterFile([worker.port]))
    const run = await project.vitest(['run'], { env: { CLUSTERGATE_CLUSTER: 'cluster.json' } })
    expect(run.output).toContain('4 passed')
    expect(run.exitCode).toBe(0)
  })

  test('sends no request of a later stage if a worker is dead, and reports why', async () => {
    await project.write('cluster.json', clusterFile([worker.port, await freePort()]))
    worker.paths.length = 0
    const run = await project.vitest(['run', 'specs/perf', '--reporter=verbose'], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
    })
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain('the network gate is closed')
    expect(run.output).toMatch(/port open › w2[\s\S]*refused/)
    expect(run.output).toMatch(/↓ .*answers › w1.*\[the network gate is closed/)
    // The preflight requests the models of each living worker once; a request of the load would be the
    // second.
    expect(worker.paths).toEqual(['/v1/models'])
  })

  test('closes on a failed TypeScript spec of the network stage, whatever the reporter', async () => {
    await project.write('cluster.json', clusterFile([worker.port]))
    await project.write(
      'specs/network/own.spec.ts',
      `import { expect, suite } from 'clustergate'
       suite('Own', ({ eachWorker }) => {
         eachWorker('is impossibly fast', async (worker) => {
           expect(await worker.tcp()).toMeet({ connect_time: '< 1ns' })
         })
       })`,
    )
    worker.paths.length = 0
    const run = await project.vitest(['run', '--reporter=junit', '--outputFile=junit.xml'], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
    })
    const report = await readFile(join(project.folder, 'junit.xml'), 'utf8')
    await project.remove('specs/network/own.spec.ts')
    expect(run.exitCode).toBe(1)
    expect(report).toContain('is impossibly fast › w1')
    expect(report.match(/GateClosed/g)?.length).toBeGreaterThanOrEqual(2)
    // Two preflight and network-stage listings, and no request of the two load specs.
    expect(worker.paths).toHaveLength(2)
  })

  test('stays closed for a network spec that cannot be read', async () => {
    await project.write('cluster.json', clusterFile([worker.port]))
    await project.write('specs/network/broken.spec.yaml', 'suite: Broken\ntests: []\n')
    const run = await project.vitest(['run', 'specs/perf'], {
      env: { CLUSTERGATE_CLUSTER: 'cluster.json' },
    })
    await project.remove('specs/network/broken.spec.yaml')
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain('broken.spec.yaml:2:')
  })

  test('`vitest list` names all tests without probing', async () => {
    await project.write('cluster.json', clusterFile([worker.port, await freePort()]))
    worker.paths.length = 0
    const run = await project.vitest(['list'], { env: { CLUSTERGATE_CLUSTER: 'cluster.json' } })
    expect(run.exitCode).toBe(0)
    expect(run.stdout.trim().split('\n')).toHaveLength(8)
    expect(worker.paths).toEqual([])
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createProject, vitestConfig } from './project.ts'

test('a variable that files may not read stops the run unless the plugin or the environment permits it', async () => {
  const requests: (string | undefined)[] = []
  const server = createServer((request, response) => {
    requests.push(request.headers['x-lab'] as string | undefined)
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await using project = await createProject({
    'cluster.yaml': 'workers: [{ id: w1, host: 127.0.0.1, port: "${LAB_PORT}", model: m }]\n',
    'specs/network/a.spec.yaml': `suite: S
tests:
  - name: answers
    http: { path: /, headers: { x-lab: "\${LAB_SECRET}" } }
    expect: { status: 200 }
`,
  })
  const env = {
    CLUSTERGATE_CLUSTER: 'cluster.yaml',
    LAB_PORT: String(port),
    LAB_SECRET: 'hunter2',
  }
  const refused = await project.vitest(['run', '--reporter=verbose'], { env })
  expect(refused.exitCode).toBe(1)
  expect(refused.output).toContain('files may not read the environment variable `LAB_PORT`')
  expect(refused.output).toContain('cluster.yaml:1:44')

  const portAlone = { ...env, CLUSTERGATE_ENV: 'LAB_PORT' }
  const half = await project.vitest(['run', '--reporter=verbose'], { env: portAlone })
  expect(half.exitCode).toBe(1)
  expect(half.output).toContain('files may not read the environment variable `LAB_SECRET`')
  expect(refused.output + half.output).not.toContain('hunter2')
  expect(requests).not.toContain('hunter2')

  await project.write('vitest.config.ts', vitestConfig("{ env: ['LAB_*'] }"))
  const permitted = await project.vitest(['run', '--reporter=verbose'], { env })
  server.close()
  server.closeAllConnections()
  expect(permitted.output).toContain('answers › w1')
  expect(permitted.exitCode).toBe(0)
  expect(requests).toContain('hunter2')
  expect(permitted.output).not.toContain('hunter2')
})

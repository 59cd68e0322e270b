import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject } from './project.ts'

test('no key reaches a report or the terminal, even if the worker echoes it', async () => {
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    const { authorization, 'x-own': own, 'x-gateway': gateway } = request.headers
    keys.push(authorization, own as string, gateway as string)
    // What logs and proxies make of a key.
    const bare = String(request.headers['x-token']).replace('Bearer ', '')
    const base64 = Buffer.from(`user:${bare}`).toString('base64')
    response.statusCode = 401
    response.setHeader('content-type', 'application/json')
    response.setHeader('x-echo', request.headers.authorization ?? '')
    response.end(
      JSON.stringify({
        error: {
          message: `bad key ${authorization} ${own} ${gateway} ${bare} ${base64}`,
        },
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const worker = { id: 'w1', host: '127.0.0.1', port, type: 'openai', model: 'm' }
  await using project = await createProject({
    'cluster.json': JSON.stringify({
      workers: [
        {
          ...worker,
          api_key: '${SECRETS_TEST_KEY}',
          headers: { 'X-Gateway': 'Token ${CLUSTERGATE_TEST_GATEWAY}' },
        },
        { ...worker, id: 'w2', host: 'localhost', api_key: 'sk-literal-5678' },
      ],
    }),
    'specs/network/a.spec.yaml': `suite: Secrets
tests:
  - name: model
    model: {}
    expect: { listed: true }
  - name: http
    http:
      path: /
      headers: { x-own: "\${CLUSTERGATE_TEST_OWN}", x-token: "Bearer \${CLUSTERGATE_TEST_KEY}" }
    expect: { status: 200, header.x-echo: nothing, body: nothing, json.error.message: nothing }
`,
    'specs/perf/b.spec.yaml':
      'suite: Load\ntests:\n  - { name: answers, model: {}, expect: { answers: true } }\n',
  })
  const reporters = [
    'default',
    'clustergate/reporters/terminal',
    'clustergate/reporters/junit',
    'clustergate/reporters/json',
    ...['ctrf', 'html', 'markdown', 'openmetrics', 'tap', 'github'].map(
      (name) => `clustergate/reporters/${name}`,
    ),
  ]
  const run = await project.vitest(['run', ...reporters.map((name) => `--reporter=${name}`)], {
    env: {
      CLUSTERGATE_CLUSTER: 'cluster.json',
      SECRETS_TEST_KEY: 'sk-live-1234',
      CLUSTERGATE_TEST_OWN: 'own-secret-9',
      CLUSTERGATE_TEST_GATEWAY: 'gateway-secret-7',
      CLUSTERGATE_TEST_KEY: 'bare-secret-3',
    },
  })
  server.close()
  server.closeAllConnections()
  expect(keys).toEqual(
    expect.arrayContaining([
      'Bearer sk-live-1234',
      'Bearer sk-literal-5678',
      'own-secret-9',
      'Token gateway-secret-7',
    ]),
  )
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(
    /HTTP 401: bad key Bearer \*\*\*[\s\S]*json\.error\.message: bad key Bearer \*\*\* \*\*\* Token \*\*\* \*\*\*/,
  )
  const names = await readdir(join(project.folder, 'reports'))
  expect(names.length).toBeGreaterThanOrEqual(7)
  const reports = names.map((name) => readFile(join(project.folder, 'reports', name), 'utf8'))
  for (const text of [run.output, ...(await Promise.all(reports))]) {
    expect(text).not.toMatch(
      /sk-live-1234|sk-literal-5678|own-secret-9|gateway-secret-7|bare-secret-3/,
    )
    expect(text).not.toContain(Buffer.from('user:bare-secret-3').toString('base64').slice(8))
  }
})

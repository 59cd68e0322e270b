import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { visibleJson } from '../../lib/source/visible-text.ts'
import { createProject } from './project.ts'

const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')

/** A terminal's title, an erased screen, C1, and text turned round. */
const control = '\u001b]0;title\u0007\u001b[2J\u009b2J\u202eafter'
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

test('control characters of a spec and of a worker do not reach the terminal', async () => {
  const worker = createServer((_, response) => {
    const error = { error: { message: `worker ${control}` } }
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(error))
  })
  await new Promise<void>((resolve) => worker.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = worker.address() as AddressInfo
    // Escaped: Vitest shows the lines of a file unchanged.
    const name = visibleJson(JSON.stringify(`spec ${control}`))
    await using project = await createProject({
      'specs/network/a.spec.yaml': `suite: ${name}
tests:
  - { name: ${name}, tcp: {}, expect: { open: false } }
  - { name: serves, model: {}, expect: { listed: true, answers: true } }
  - { name: asked, http: { path: /v1/models }, expect: { status: 200, body: ${name} } }
`,
      'specs/perf/b.spec.yaml': `suite: ${name}
tests:
  - { name: ${name}, benchmark: { concurrency: 2 }, expect: { success_rate: '>= 99%', latency.p95: < 1s } }
`,
      'workers.json': JSON.stringify({
        workers: [{ id: 'w1', host: '127.0.0.1', port, type: 'openai', model: `m ${control}` }],
      }),
    })
    const env = { CLUSTERGATE_CLUSTER: 'workers.json' }
    const reporters = ['--reporter=default', '--reporter=clustergate/reporters/json']
    const { output, exitCode } = await project.vitest(['run', ...reporters], { env })
    expect(exitCode).toBe(1)
    expect(output).toContain('spec \ufffd]0;title')
    // The output before is Vite's.
    expect(output.slice(output.indexOf(' RUN '))).not.toMatch(raw)

    for (const file of ['json', 'jsonl']) {
      const text = await readFile(join(project.folder, `reports/clustergate.${file}`), 'utf8')
      expect(text).toContain('spec \\u001b]0;title')
      expect(text).not.toMatch(raw)
    }

    for (const args of [['validate'], ['export', 'openslo'], ['export', 'prometheus-rules']]) {
      const { all } = await execa(process.execPath, [command, ...args], {
        cwd: project.folder,
        reject: false,
        all: true,
        timeout: 60_000,
        env: { ...env, NO_COLOR: '1' },
      })
      expect(all).toMatch(/spec (?:\ufffd|\\e)\]0;title/)
      expect(all).not.toMatch(raw)
    }
  } finally {
    worker.close()
  }
}, 120_000)

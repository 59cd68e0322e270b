import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { createProject } from './project.ts'

const worker = {
  id: 'w1',
  host: '127.0.0.1',
  port: 0,
  type: 'simulated',
  model: 'tiny',
  max_concurrent_requests: 2,
  simulate: { time_to_first_token: '400ms', token_time: '1ms' },
}
const missing = hasTool('script') ? [] : ['script']

describeWith(missing, 'a load under Vitest on a terminal', () => {
  test('has a line in the live summary: the test, its level, requests done, failures', async () => {
    await using project = await createProject({
      'cluster.json': JSON.stringify({ workers: [worker] }),
      'specs/perf/a.spec.yaml': `suite: Load
tests:
  - name: holds
    on_inconclusive: warn # a busy machine is no matter here
    benchmark: { requests: 20, concurrency: 2, repetitions: 1, max_tokens: 4 }
    expect: { success_rate: 100% }
`,
    })
    const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
    // `script` (util-linux) gives the command a terminal.
    const { stdout } = await execa(
      'script',
      ['-qec', `${process.execPath} ${vitest} run specs/perf`, '/dev/null'],
      {
        cwd: project.folder,
        reject: false,
        timeout: 60_000,
        stdin: 'ignore',
        extendEnv: false,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          TERM: 'xterm',
          CLUSTERGATE_CLUSTER: 'cluster.json',
        },
      },
    )
    const text = stdout.replaceAll(/\u001b\[[0-9;?]*[a-zA-Z]/g, '')
    expect(text).toMatch(/ holds: concurrency 2, candidate {2}\d+\/2[0-9] .* 0 failed/)
    expect(text).toMatch(/1 passed/)
  })
})

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from '../e2e/project.ts'
import { toolchain, vitestCommand } from '../e2e/toolchain.ts'

const worker = { id: 'a', host: '127.0.0.1', port: 0, type: 'simulated', model: 'tiny' }
const spec = `suite: Watched
tests:
  - name: sends it
    balance: { requests: 5, warmup: 0, workload: own }
    expect: { requests: 5 }
`

describe('watch mode', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject({
      'cluster.json': JSON.stringify({ workers: [worker] }),
      'config/workloads/own.yaml': 'prompts: { file: questions.txt }\n',
      'config/workloads/questions.txt': 'Why?\n',
      'specs/network/watched.spec.yaml': spec,
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test('reruns a spec when its workload changes, including one that was broken', async () => {
    const child = execa(toolchain.node, [vitestCommand, '--watch', '--reporter=verbose'], {
      cwd: project.folder,
      env: { NO_COLOR: '1', CI: '', CLUSTERGATE_CLUSTER: 'cluster.json' },
      all: true,
      reject: false,
      timeout: 170_000,
    })
    let output = ''
    child.all.on('data', (chunk) => {
      output += String(chunk)
    })
    const waitFor = async (words: RegExp) => {
      const deadline = Date.now() + 40_000
      while (!words.test(output)) {
        if (Date.now() > deadline) throw new Error(`${words} did not come; there was:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      output = output.slice(output.search(words))
    }
    try {
      await waitFor(/✓.*sends it/)
      await waitFor(/Waiting for file changes/)
      await project.write('config/workloads/own.yaml', 'promts: [a]\n')
      await waitFor(/watched\.spec\.yaml:4:50: the workload `own` cannot be used/)
      await waitFor(/config\/workloads\/own\.yaml:1:1: unknown key `promts`/)
      await waitFor(/Watching for file changes/)
      await project.write('config/workloads/own.yaml', 'prompts: { file: questions.txt }\n')
      await waitFor(/✓.*sends it/)
      await waitFor(/Waiting for file changes/)
      await project.write('config/workloads/questions.txt', '\n')
      await waitFor(/has no prompt/)
    } finally {
      child.kill('SIGINT')
      await child
    }
    expect(output).toContain('has no prompt')
  }, 180_000)
})

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { toolchain, vitestCommand } from './toolchain.ts'

const cluster = (...ids: string[]) =>
  JSON.stringify({
    workers: ids.map((id) => ({
      id,
      host: '127.0.0.1',
      port: 0,
      type: 'simulated',
      model: 'tiny',
    })),
  })
const spec = (name: string) =>
  `suite: Watched\ntests:\n  - { name: ${name}, tcp: {}, expect: { open: true } }\n`

describe('watch mode', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject({
      'cluster.json': cluster('a'),
      'specs/network/watched.spec.yaml': spec('first name'),
    })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test('reruns when a spec or the cluster file changes', async () => {
    const child = execa(toolchain.node, [vitestCommand, '--watch', '--reporter=verbose'], {
      cwd: project.folder,
      env: {
        NO_COLOR: '1',
        CI: '',
        CLUSTERGATE_CLUSTER: 'cluster.json',
        VITE_CJS_IGNORE_WARNING: '1',
      },
      all: true,
      reject: false,
      timeout: 170_000,
    })
    let output = ''
    child.all.on('data', (chunk) => {
      output += String(chunk)
    })
    const waitFor = async (words: string) => {
      const deadline = Date.now() + 40_000
      while (!output.includes(words)) {
        if (Date.now() > deadline) throw new Error(`"${words}" did not come; there was:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    try {
      await waitFor('first name › a')
      await waitFor('Waiting for file changes')
      await project.write('specs/network/watched.spec.yaml', spec('second name'))
      await waitFor('second name › a')
      await project.write('cluster.json', cluster('a', 'b'))
      await waitFor('second name › b')
    } finally {
      child.kill('SIGINT')
      await child
    }
    expect(output).toContain('second name › b')
  }, 180_000)
})

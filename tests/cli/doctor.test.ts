import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { root } from '../docs/pages.ts'
import { freePort } from '../e2e/free-port.ts'
import { createProject } from '../e2e/project.ts'

const spec = 'suite: A\ntests:\n  - { name: port open, tcp: {}, expect: { open: true } }\n'

function doctor(folder: string, ...args: string[]) {
  return execa(process.execPath, [join(root, 'dist/lib/cli/main.js'), 'doctor', ...args], {
    cwd: folder,
    reject: false,
    timeout: 50_000,
    env: { NO_COLOR: '1', CI: '', CLUSTERGATE_CLUSTER: undefined },
  })
}

interface Found {
  readonly area: string
  readonly status: string
  readonly words: string
  readonly remedy?: string
}

describe('clustergate doctor', () => {
  test('finds no problem in a project on the embedded cluster', async () => {
    await using project = await createProject({ 'specs/network/a.spec.yaml': spec })
    const { stdout, exitCode } = await doctor(project.folder)
    expect(stdout).toContain(`✓ Node.js ${process.versions.node}`)
    expect(stdout).toContain('✓ the plugin is in vitest.config.ts')
    expect(stdout).toContain('✓ stage network: 1 spec file')
    expect(stdout).toContain('! stage perf: no spec files')
    expect(stdout).toContain('✓ target: embedded cluster, 3 simulated workers')
    expect(stdout).toMatch(/✓ sim-1 \(127\.0\.10\.1:\d+\): LM Studio, simulated-7b/)
    expect(stdout).toContain('0 problems')
    expect(exitCode).toBe(0)
  })

  test('gives a remedy for a worker that is down, and for a configuration without the plugin', async () => {
    const worker = {
      id: 'w1',
      host: '127.0.0.1',
      port: await freePort(),
      type: 'ollama',
      model: 'm',
    }
    await using project = await createProject({
      'vitest.config.ts': 'export default {}\n',
      'cluster.json': JSON.stringify({ workers: [worker] }),
    })
    const { stdout, exitCode } = await doctor(project.folder, '--config', 'cluster.json', '--json')
    const { findings } = JSON.parse(stdout) as { findings: Found[] }
    const problems = findings.filter(({ status }) => status === 'problem')
    expect(problems.map(({ area }) => area)).toEqual(['project', 'workers'])
    expect(problems[0]?.words).toContain('the plugin is not in vitest.config.ts')
    expect(problems[1]?.words).toContain(`w1 (127.0.0.1:${worker.port})`)
    expect(problems[1]?.remedy).toContain(`OLLAMA_HOST=0.0.0.0:${worker.port} ollama serve`)
    for (const { status, remedy } of findings) {
      if (status !== 'ok') expect(remedy).toMatch(/\S/)
    }
    expect(exitCode).toBe(1)
  })

  test('names a model that a worker does not serve', async () => {
    const worker = { id: 'w1', host: '127.0.0.1', port: 0, type: 'simulated', model: 'tiny' }
    const faults = [{ kind: 'wrong_model', model: 'other', scope: 'all' }]
    const workers = [{ ...worker, simulate: { imitates: 'ollama', faults } }]
    await using project = await createProject({
      'cluster.json': JSON.stringify({ workers }),
      'specs/network/a.spec.yaml': spec,
    })
    const { stdout, exitCode } = await doctor(project.folder, '-c', 'cluster.json')
    expect(stdout).toMatch(/✗ w1 \(127\.0\.0\.1:\d+\): does not serve tiny: it lists other/)
    expect(exitCode).toBe(1)
  })

  test('reports a missing cluster file as a problem', async () => {
    await using project = await createProject({ 'specs/network/a.spec.yaml': spec })
    const { stdout, stderr, exitCode } = await doctor(project.folder, '-c', 'none.json')
    expect(stdout).toContain('the cluster file cannot be used: the file none.json does not exist')
    expect(stderr).toBe('')
    expect(exitCode).toBe(1)
  })
})

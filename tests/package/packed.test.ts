import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runVitest } from '../e2e/project.ts'

const root = join(import.meta.dirname, '../..')

describe('the packed package', () => {
  let folder: string
  let packed: { files: { path: string }[]; unpackedSize: number; filename: string }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-packed-'))
    // The build has been made by `npm test`; scripts would build it again.
    const { stdout } = await execa(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
      { cwd: root },
    )
    packed = JSON.parse(stdout)[0]
    const manifest = await readFile(join(root, 'package.json'), 'utf8')
    const { vitest, typescript } = JSON.parse(manifest).devDependencies
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    await execa(
      'npm',
      [
        'install',
        // Nothing here needs the history's database; compiling it takes minutes.
        '--ignore-scripts',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        `./${packed.filename}`,
        `vitest@${vitest}`,
        `typescript@${typescript}`,
      ],
      { cwd: folder, timeout: 120_000 },
    )
    await writeFile(
      join(folder, 'vitest.config.ts'),
      `import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({ plugins: [clustergate()] })
`,
    )
  }, 180_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function write(path: string, text: string): Promise<void> {
    await execa('mkdir', ['-p', join(folder, path, '..')])
    await writeFile(join(folder, path), text)
  }

  test('collects YAML and TypeScript specs on the embedded cluster with three lines of configuration', async () => {
    await write(
      'specs/network/first.spec.yaml',
      'suite: First\ntests:\n  - { name: port open, tcp: {}, expect: { open: true } }\n',
    )
    await write(
      'specs/network/second.spec.ts',
      `import { expect, suite } from 'clustergate'
       suite('Second', ({ eachWorker }) => {
         eachWorker('answers', async (worker) => {
           expect(await worker.ping({ count: 2, interval: '10ms' })).toHaveNoPacketLoss()
         })
       })`,
    )
    await write(
      'specs/perf/load.spec.yaml',
      'suite: Load\ntests:\n  - { name: answers, model: {}, expect: { answers: true } }\n',
    )
    const run = await runVitest(['run'], { cwd: folder }, folder)
    expect(run.output).toContain('9 passed (9)')
    expect(run.exitCode).toBe(0)
  })

  test('has types for a TypeScript spec', async () => {
    await write(
      'typed.ts',
      `import { expect, suite } from 'clustergate'
       suite('Typed', ({ eachWorker }) => {
         eachWorker('typed', async (worker) => {
           const ping = await worker.ping()
           expect(ping).toMeet({ 'rtt.avg': '< 10ms' })
           // @ts-expect-error misspelled metric
           expect(ping).toMeet({ 'rtt.average': '< 10ms' })
         })
       })`,
    )
    const args = [
      'tsc',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--skipLibCheck',
      'typed.ts',
    ]
    const { exitCode, stdout } = await execa('npx', args, { cwd: folder, reject: false })
    expect(stdout).toBe('')
    expect(exitCode).toBe(0)
  })

  test('contains the balancer and the simulator as libraries', async () => {
    await write(
      'library.mjs',
      `import { Balancer } from 'clustergate/balancer'
import { startSimulatedWorker } from 'clustergate/simulator'
const worker = await startSimulatedWorker({ model: 'tiny', simulate: { timeToFirstTokenMs: 1 } })
const { host, port } = worker
const balancer = new Balancer({ workers: [{ host, port }] })
const body = JSON.stringify({ model: 'tiny', messages: [{ role: 'user', content: 'hi' }] })
const url = 'http://cluster/v1/chat/completions'
const answer = await fetch(url, { dispatcher: balancer, method: 'POST', body })
const { choices } = await answer.json()
console.log(answer.status, choices.length, balancer.stats().outcomes.ok)
await balancer.close()
await worker.close()
`,
    )
    const { stdout } = await execa('node', ['library.mjs'], { cwd: folder, timeout: 20_000 })
    expect(stdout).toBe('200 1 1')
  })

  test('contains the command', async () => {
    const { stdout } = await execa('npx', ['clustergate', '--help'], { cwd: folder })
    expect(stdout).toContain('validate')
    const validated = await execa('npx', ['clustergate', 'validate'], {
      cwd: folder,
      env: { NO_COLOR: '1' },
    })
    expect(validated.stdout).toContain('gate open')
  })

  test('is small and contains no test sources', () => {
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter((path) => /^(dist\/)?(tests?|bench)\//.test(path))).toEqual([])
    expect(paths).toContain('schemas/spec.schema.json')
    expect(paths).toContain('config/embedded.yaml')
    expect(packed.unpackedSize).toBeLessThan(5_500_000)
  })
})

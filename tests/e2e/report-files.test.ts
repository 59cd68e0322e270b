import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { contracts } from '../reporters/contract/contracts.ts'
import { createProject, type Project } from './project.ts'

const root = join(import.meta.dirname, '../..')
const reporter = (name: string) => `--reporter=clustergate/reporters/${name}`

const green = `suite: N
tests: [{ name: port open, tcp: {}, expect: { open: true } }]
`

/** Its first run passes at once; with HANG set it has not ended when it is killed. */
const hanging = `import { suite } from 'clustergate'
suite('Hanging', ({ test }) => {
  test('waits', () => new Promise((done) => setTimeout(done, process.env.HANG ? 60_000 : 0)), 120_000)
})
`

function cutOff(format: string): RegExp {
  return format === 'openmetrics' ? /run_complete 0/ : /the run was cut off/
}

function textOf(project: Project, path: string): Promise<string> {
  return readFile(join(project.folder, path), 'utf8')
}

describe('the reports of a run', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'that ends by %s are not left from an earlier, green run',
    async (signal) => {
      await using project = await createProject({ 'specs/network/a.spec.ts': hanging })
      // The same file for both dialects of JUnit; GitHub's commands are printed.
      const formats = contracts.filter(({ format }) => !/strict|github/.test(format))
      const args = ['run', ...formats.map(({ reporter: name }) => reporter(name))]
      const TMPDIR = join(project.folder, 'tmp')
      const ownFolders = async () =>
        (await readdir(TMPDIR)).filter((name) => name.startsWith('clustergate-'))
      // One of a run that was killed on this machine, and one of another machine with this folder.
      const leftOn = (host: string) => `clustergate-${host}-${spawnSync('true').pid}-abcdef`
      const elsewhere = leftOn('another.machine')
      await mkdir(join(TMPDIR, leftOn(hostname())), { recursive: true })
      await mkdir(join(TMPDIR, elsewhere))
      expect((await project.vitest(args, { env: { TMPDIR } })).exitCode).toBe(0)
      expect(await ownFolders()).toEqual([elsewhere])
      for (const { file } of formats) expect(await textOf(project, file)).not.toContain('RunCutOff')

      const child = execa(
        process.execPath,
        [join(root, 'node_modules/vitest/vitest.mjs'), ...args],
        {
          cwd: project.folder,
          reject: false,
          stdin: 'ignore',
          timeout: 120_000,
          env: { NO_COLOR: '1', CI: '', CLUSTERGATE_CLUSTER: undefined, HANG: '1', TMPDIR },
        },
      )
      try {
        const report = () => textOf(project, 'reports/clustergate.json')
        await expect.poll(report, { timeout: 90_000 }).toContain('RunCutOff')
        // Reporters begin one after the other.
        for (const { format, file } of formats) {
          await expect.poll(() => textOf(project, file)).toMatch(cutOff(format))
        }
      } finally {
        child.kill(signal)
      }
      await child
      // Only SIGKILL leaves no time for that.
      expect(await ownFolders()).toHaveLength(signal === 'SIGKILL' ? 2 : 1)
      for (const { format, file } of formats) {
        expect(await textOf(project, file)).toMatch(cutOff(format))
      }
    },
    180_000,
  )

  test('that cannot be written are one message each, and do not affect the others or the exit code', async () => {
    await using project = await createProject({
      'specs/network/a.spec.yaml': green,
      reports: 'a file\n',
      'vitest.config.ts': config(`[
        ['clustergate/reporters/ctrf', { outputFile: 'reports/ctrf.json' }],
        ['clustergate/reporters/tap', { outputFile: 'other/run.tap' }],
      ]`),
    })
    const { exitCode, output } = await project.vitest(['run'])
    expect(exitCode).toBe(0)
    const about = output.split('\n').filter((line) => line.includes('cannot be written'))
    expect(about).toEqual([
      expect.stringMatching(/reports\/ctrf\.json cannot be written: .*reports is a file and not/),
    ])
    expect(output).not.toMatch(/reporters\/[\w-]+\.ts:\d/)
    expect(await textOf(project, 'other/run.tap')).toContain('ok 1')
  }, 120_000)

  test('are written to --outputFile, unless their own option differs', async () => {
    await using project = await createProject({
      'specs/network/a.spec.yaml': green,
      'vitest.config.ts': config(`[
        'clustergate/reporters/junit', 'clustergate/reporters/tap',
        ['clustergate/reporters/ctrf', { outputFile: 'own.json' }],
      ]`),
    })
    await project.vitest(['run', '--outputFile.junit=out/a.xml', '--outputFile.ctrf=out/b.json'])
    expect(await readdir(join(project.folder, 'out'))).toEqual(['a.xml'])
    expect(await readdir(join(project.folder, 'reports'))).toEqual(['clustergate.tap'])
    expect(existsSync(join(project.folder, 'own.json'))).toBe(true)

    const { output } = await project.vitest(['run', '--outputFile=one.txt'])
    expect(await textOf(project, 'one.txt')).toContain('<testsuites')
    expect(output).toContain('one.txt is already another report, so tap was not written')
  }, 120_000)

  test('of several concurrent runs are each of one run, without leftover files', async () => {
    await using project = await createProject({ 'specs/network/a.spec.yaml': green })
    const args = ['run', reporter('json'), reporter('junit')]
    const runs = await Promise.all([1, 2, 3].map(() => project.vitest(args)))
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    const names = ['clustergate.json', 'clustergate.jsonl', 'clustergate.junit.xml']
    expect((await readdir(join(project.folder, 'reports'))).toSorted()).toEqual(names)
    const lines = (await textOf(project, 'reports/clustergate.jsonl')).trimEnd().split('\n')
    const kinds = lines.map((line) => JSON.parse(line).kind)
    expect(kinds).toEqual(['start', 'cluster', 'case', 'case', 'case', 'file', 'end'])
  }, 120_000)

  test('of two packages of one checkout have different case names, and paths from the checkout root', async () => {
    await using project = await createProject({})
    await mkdir(join(project.folder, '.git'))
    const found: string[] = []
    for (const name of ['eu', 'us']) {
      await project.write(`packages/${name}/specs/network/a.spec.yaml`, green)
      await project.write(`packages/${name}/vitest.config.ts`, config('[]'))
      const cwd = join(project.folder, 'packages', name)
      await project.vitest(['run', reporter('junit'), reporter('ctrf')], { cwd })
      const xml = await textOf(project, `packages/${name}/reports/clustergate.junit.xml`)
      found.push(...(xml.match(/<testcase name="[^"]*" classname="[^"]*"/g) ?? []))
      expect(xml).toContain(` file="packages/${name}/specs/network/a.spec.yaml" line="2"`)
      const ctrf = JSON.parse(
        await textOf(project, `packages/${name}/reports/clustergate.ctrf.json`),
      )
      found.push(...ctrf.results.tests.map(({ id }: { id: string }) => id))
    }
    expect(found).toHaveLength(12)
    expect(new Set(found).size).toBe(12)
  }, 120_000)
})

describe('a test', () => {
  test('that --bail cuts off is skipped, and fails no other', async () => {
    const check = (name: string, run: string) =>
      `  - { name: ${name}, command: { run: ${run} }, expect: { exit_code: 0 } }\n`
    const slow = check('slow', '[sleep, "2"]')
    const measures = (name: string) => `  test.concurrent('${name}', async ({ cluster }) => {
    await new Promise((done) => setTimeout(done, 1_500))
    expect((await cluster.worker('w1').tcp()).metrics.open).toBe('never')
  })
`
    await using project = await createProject({
      'specs/network/a.spec.yaml': `suite: N\ntests:\n${slow}${check('bad', '["false"]')}${slow.replace('slow', 'slow too')}`,
      'specs/network/b.spec.ts': `import { expect, suite } from 'clustergate'
suite('T', ({ test }) => {
${measures('measures')}
  test.concurrent('bad', () => { throw new TypeError('boom') })
${measures('measures too')}
})
`,
      'workers.yaml': `allow_commands: true
workers: [{ id: w1, host: 127.0.0.1, port: 9, type: openai }]
`,
    })
    const cluster = { CLUSTERGATE_CLUSTER: 'workers.yaml', CLUSTERGATE_ALLOW_COMMANDS: '1' }
    const ctrf = contracts.find(({ format }) => format === 'ctrf')
    for (const [file, names] of [
      ['a.spec.yaml', ['N > slow', 'N > bad', 'N > slow too']],
      ['b.spec.ts', ['T > measures', 'T > bad', 'T > measures too']],
    ] as const) {
      const args = ['run', file, '--bail=1', reporter('json'), reporter('ctrf')]
      const { output, exitCode } = await project.vitest(args, { env: cluster })
      expect(exitCode).toBe(1)
      expect(output).not.toContain('Cannot annotate')
      const run = JSON.parse(await textOf(project, 'reports/clustergate.json'))
      const [{ cases }] = run.files as [{ cases: { name: string; status: string }[] }]
      const bad = file === 'a.spec.yaml' ? 'failed' : 'error'
      expect(cases.map(({ name, status }) => [name, status])).toEqual([
        ...[
          [names[0], 'skipped'],
          [names[1], bad],
          [names[2], 'skipped'],
        ],
      ])
      expect(await ctrf?.problems(join(project.folder, 'reports/clustergate.ctrf.json'))).toEqual(
        [],
      )
    }
  }, 120_000)

  test('in TypeScript that misses its budget has failed; one that throws is an error', async () => {
    await using project = await createProject({
      'specs/network/a.spec.ts': `import { expect, suite } from 'clustergate'
suite('T', ({ test }) => {
  test('missed', async ({ cluster }) => {
    expect(await cluster.worker('sim-1').tcp()).toMeet({ connect_time: '< 1ns' })
  })
  test('missed by another matcher', async ({ cluster }) => {
    expect(await cluster.worker('sim-1').tcp()).toRespondWithin('0.0001ms')
  })
  test('broken', () => { throw new TypeError('boom') })
})
`,
    })
    await project.vitest(['run', reporter('junit'), reporter('json')])
    const xml = await textOf(project, 'reports/clustergate.junit.xml')
    expect(xml).toMatch(/<testsuite [^>]*tests="3" failures="2" errors="1"/)
    const { files } = JSON.parse(await textOf(project, 'reports/clustergate.json'))
    const [{ cases }] = files as [{ cases: { status: string; errors: { name: string }[] }[] }]
    expect(cases.map(({ status, errors }) => [status, errors[0]?.name])).toEqual([
      ['failed', 'BudgetMissed'],
      ['failed', 'BudgetMissed'],
      ['error', 'TypeError'],
    ])
  }, 120_000)
})

test('a missing TMPDIR is created, and one that cannot be created is one message', async () => {
  await using project = await createProject({ 'specs/network/a.spec.yaml': green, file: 'x' })
  const runIn = (folder: string) =>
    project.vitest(['run'], { env: { TMPDIR: join(project.folder, folder) } })
  expect((await runIn('new/tmp')).exitCode).toBe(0)
  const { exitCode, output } = await runIn('file/tmp')
  expect(exitCode).toBe(1)
  expect(output).toMatch(/no temporary file can be written in .*file\/tmp \(ENOTDIR\)/)
  expect(output).not.toMatch(/temporary-folder\.ts:\d/)
}, 120_000)

function config(reporters: string): string {
  return `
import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({
  plugins: [clustergate()],
  test: { reporters: ['default', ...${reporters}] },
})
`
}

test('--merge-reports keeps cluster, environment, start and duration of the shards', async () => {
  await using project = await createProject({
    'specs/network/a.spec.yaml': green,
    'specs/network/b.spec.yaml': green.replace('port open', 'port still open'),
  })
  for (const shard of ['1/2', '2/2']) {
    const file = `blobs/${shard.replace('/', '-')}.json`
    const env = { GITLAB_CI: 'true', CI_JOB_URL: `https://ci.example/${shard[0]}` }
    const args = ['run', `--shard=${shard}`, '--reporter=blob', `--outputFile=${file}`]
    expect((await project.vitest(args, { env })).exitCode).toBe(0)
  }
  const mergedMs = Date.now()
  await project.vitest(['run', '--merge-reports=blobs', reporter('json')])
  const run = JSON.parse(await textOf(project, 'reports/clustergate.json'))
  expect(run).toMatchObject({
    ended: 'complete',
    environment: { ci: { name: 'GitLab CI', url: 'https://ci.example/1' } },
    cluster: { workers: [{ id: 'sim-1' }, { id: 'sim-2' }, { id: 'sim-3' }] },
    files: [{ cases: [{}, {}, {}] }, { cases: [{}, {}, {}] }],
  })
  // Two runs of Vitest after each other, both before the merge.
  expect(Date.parse(run.startedAt) + run.durationMs).toBeLessThan(mergedMs)
  expect(run.durationMs).toBeGreaterThan(0)
}, 120_000)

test('--changed reruns the specs whose workload has changed, and nothing without a change', async () => {
  await using project = await createProject({
    'specs/balancer/a.spec.yaml': `suite: B
tests:
  - name: serves
    balance: { requests: 6, concurrency: 3, workload: ../../workloads/own.yaml }
    expect: { success_rate: 100% }
`,
    'workloads/own.yaml': 'prompts: [Hello, Hi there]\n',
  })
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
      cwd: project.folder,
    })
  await git('init', '-q')
  await git('add', '-A')
  await git('commit', '-qm', 'first')
  const changed = ['run', '--changed', '--project=balancer']
  expect((await project.vitest(changed)).output).not.toContain('1 passed')
  await project.write('workloads/own.yaml', 'prompts: [Hello, Good day]\n')
  expect((await project.vitest(changed)).output).toMatch(/Tests +1 passed/)
}, 120_000)

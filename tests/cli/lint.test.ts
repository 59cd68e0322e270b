import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')

describe('clustergate lint', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-lint-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const lint = (...args: string[]) => {
    const { CLUSTERGATE_CLUSTER: _, ...env } = process.env
    return execa(process.execPath, [command, 'lint', ...args], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      extendEnv: false,
      env: { ...env, NO_COLOR: '1' },
    })
  }
  const spec = (check: string, expectations: string) =>
    `suite: S\ntests:\n  - name: t\n    ${check}\n    expect: { ${expectations} }\n`
  const target = '; target: embedded cluster, 3 simulated workers'
  const valid = spec('tcp: {}', 'open: true')

  test('reads the folder `specs` without a path', async () => {
    await write('specs/network/a.spec.yaml', valid)
    await write('specs/perf/deep/b.spec.yml', spec('benchmark: {}', 'success_rate: 100%'))
    const { stdout, stderr, exitCode } = await lint()
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: `2 spec files are valid${target}\nworkload short-chat: prompts with a cold prefix`,
      stderr: '',
      exitCode: 0,
    })
  })

  test('exits with 2 for a mistake in any file of a folder, with its position', async () => {
    await write('specs/network/a.spec.yaml', valid)
    await write('specs/network/b.spec.yaml', spec('tcp: {}', 'opened: true'))
    const { stderr, exitCode } = await lint('specs')
    expect(stderr).toMatch(/^specs\/network\/b\.spec\.yaml:5:\d+: unknown metric `opened`/m)
    expect(exitCode).toBe(2)
  })

  test('names the prefix that a workload starts with', async () => {
    const load = (workload: string) =>
      spec(`load: { rate: 1/s, ${workload} }`, 'success_rate: 100%')
    await write('specs/perf/a.spec.yaml', load('workload: short-chat'))
    await write('specs/perf/b.spec.yaml', load('workload: { prompts: [a], prefix: warm }'))
    const { stdout } = await lint()
    expect(stdout).toContain('\nworkload short-chat: prompts with a cold prefix')
    expect(stdout).toContain('\nworkload inline: prompts with a warm prefix')
  })

  test.each([
    ['specs/network/ports.yaml', 'ports.spec.yaml'],
    ['specs/network/more.test.yaml', 'more.spec.yaml'],
    ['specs/network/latency.test.ts', 'latency.spec.ts'],
  ])('warns about %s, which nothing runs, with the name that would be run', async (name, right) => {
    await write('specs/network/a.spec.yaml', valid)
    await write(name, valid)
    const { stdout, stderr, exitCode } = await lint('specs')
    expect(stderr).toContain(`warning: ${name}: nothing runs this file`)
    expect(stderr).toContain(`did you mean \`${right}\`?`)
    expect(stdout).toBe(`1 spec file is valid, 1 warning${target}`)
    expect(exitCode).toBe(0)
    expect((await lint('--strict', 'specs')).exitCode).toBe(2)
  })

  test('warns about a TypeScript spec outside the stage folders', async () => {
    await write('specs/network/a.spec.yaml', valid)
    await write('specs/mine/b.spec.ts', '')
    const { stderr, stdout } = await lint()
    expect(stderr).toContain('specs/mine/b.spec.ts: nothing runs this file')
    expect(stdout).toBe(
      `1 spec file is valid, 1 in TypeScript or JavaScript not read, 1 warning${target}`,
    )
  })

  test('does not report files as valid if none of them is a spec', async () => {
    await write('specs/network/ports.yaml', valid)
    const { stdout, stderr, exitCode } = await lint('specs')
    expect(stdout).toBe('')
    expect(stderr).toContain('there are no specs in specs')
    expect(exitCode).toBe(2)
  })

  test('reads a workload file of a spec, and does not report it as unused', async () => {
    const uses = spec('benchmark: { workload: ./short.yaml }', 'success_rate: 100%')
    await write('specs/perf/a.spec.yaml', uses)
    await write('specs/perf/short.yaml', 'prompts: [hello]\n')
    expect(await lint()).toMatchObject({
      stderr: '',
      stdout: `1 spec file is valid${target}\nworkload short: prompts with a cold prefix`,
    })
    await write('specs/perf/short.yaml', 'prompt: [hello]\n')
    const { stderr, exitCode } = await lint()
    expect(stderr).toMatch(/specs\/perf\/short\.yaml:1:1: unknown key `prompt`/)
    expect(exitCode).toBe(2)
  })

  test('reads a trace of a spec, and reports the line of a mistake in it', async () => {
    await write('specs/perf/a.spec.yaml', spec('load: { trace: trace.csv }', 'achieved: 100%'))
    await write('trace.csv', 'timestamp\n0\n10\n')
    expect(await lint()).toMatchObject({ stderr: '', exitCode: 0 })
    await write('trace.csv', 'timestamp\n0\nsoon\n')
    const { stderr, exitCode } = await lint()
    expect(stderr).toMatch(/trace\.csv:3:1: /)
    await write('specs/perf/a.spec.yaml', spec('load: { trace: none.csv }', 'achieved: 100%'))
    expect((await lint('specs')).stderr).toMatch(
      /^specs\/perf\/a\.spec\.yaml:3:\d+: the file none\.csv does not exist/,
    )
    expect(exitCode).toBe(2)
  })

  test.each([
    ['ping: {}', 'rtt.avg: 10ms', '< 10ms'],
    ['benchmark: {}', 'latency.p95: 1s', '< 1s'],
    ['benchmark: {}', 'throughput: 20/s', '>= 20/s'],
    ['benchmark: {}', 'latency.p95: "> 1s"', '< 1s'],
    ['benchmark: {}', 'throughput: <= 20/s', '>= 20/s'],
    ['balance: {}', 'share.each: 33%', '33% ± 5%'],
    ['ping: {}', 'rtt.avg: [10ms, "> 1ms"]', '< 10ms'],
  ])('%s with `%s` is a warning that suggests `%s`', async (check, condition, suggestion) => {
    const stage = check.startsWith('ping') ? 'network' : 'perf'
    await write(`specs/${stage}/a.spec.yaml`, spec(check, condition))
    const { stderr, exitCode } = await lint()
    expect(stderr).toMatch(new RegExp(`^warning: specs/${stage}/a\\.spec\\.yaml:5:\\d+: `))
    expect(stderr).toContain(`did you mean \`${suggestion}\`?`)
    expect(exitCode).toBe(0)
  })

  test.each([
    ['ping: {}', 'packet_loss: 0%'],
    ['benchmark: {}', 'success_rate: 100%'],
    ['benchmark: {}', 'latency.p95: == 1s'],
    ['benchmark: {}', 'requests: 100'],
    ['overload: {}', 'rejected: "> 0"'],
  ])('%s with `%s` has no warning', async (check, condition) => {
    await write('specs/perf/a.spec.yaml', spec(check, condition))
    expect(await lint()).toMatchObject({ stderr: '', exitCode: 0 })
  })

  test('reports a path that does not exist as one error', async () => {
    const { stderr, exitCode } = await lint('nowhere')
    expect(stderr).toMatch(/^there is no file or folder nowhere/)
    expect(exitCode).toBe(2)
  })
})

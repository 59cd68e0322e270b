import { readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jsonChunks } from '../../../reporters/json.ts'
import { writeReport } from '../../../reporters/kit/write-report.ts'
import { root } from '../../docs/pages.ts'
import { createProject, type Project } from '../../e2e/project.ts'
import { createHistoryFolder, historyCase, speedup } from '../../history/runs.ts'
import { condition, fileOf, judgedCase, runOfFiles } from '../../reporters/records.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(root, 'dist/lib/cli/main.js')

async function docs(cwd: string, ...args: string[]) {
  const { stdout, stderr, exitCode } = await execa(process.execPath, [command, 'docs', ...args], {
    cwd,
    reject: false,
    timeout: 60_000,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined, CI: '', CLUSTERGATE_CLUSTER: undefined },
  })
  return { stdout, stderr, exitCode }
}

const network = `suite: Net
owner: platform-team
tests:
  - name: port open
    tcp: {}
    expect: { open: true, connect_time: < 1s }
  - name: near
    ping: { count: 3, interval: 20ms, method: tcp }
    expect: { packet_loss: 0% }
`

const scaling = `suite: Scaling
tests:
  - name: three workers beat one
    benchmark: { concurrency: 15 }
    expect: { success_rate: ">= 95%" }
`

describe('`clustergate docs`', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-docs-'))
    await write('specs/network/net.spec.yaml', network)
    await write('specs/network/more.spec.ts', '// known when it runs')
    await write('specs/perf/scaling.spec.yaml', scaling)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function write(path: string, text: string): Promise<void> {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }

  const target = '; target: embedded cluster, 3 simulated workers'
  const page = (path = 'docs/slos.md') => readFile(join(folder, path), 'utf8')

  test('writes the page with links to the specs, and creates its folder', async () => {
    const { stderr, stdout, exitCode } = await docs(folder)
    expect([stdout, exitCode]).toEqual(['', 0])
    expect(stderr).toBe(`docs: docs/slos.md, 4 objectives in 3 tests of 2 suites${target}`)
    expect(await page()).toContain('](../specs/network/net.spec.yaml#L6)')
    expect((await page()).match(/Last verdict: never run/g)).toHaveLength(3)
    await docs(folder, '--output', 'slos.md')
    expect(await page('slos.md')).toContain('](specs/network/net.spec.yaml#L6)')
  })

  test('takes files and folders, and the format', async () => {
    const { stderr } = await docs(folder, 'specs/perf', 'specs/network/net.spec.yaml', '-f', 'html')
    expect(stderr).toBe(`docs: docs/slos.html, 4 objectives in 3 tests of 2 suites${target}`)
    expect(await page('docs/slos.html')).toMatch(/^<!DOCTYPE html>/)
    expect(await page('docs/slos.html')).not.toContain('more.spec.ts')
  })

  test.each(['markdown', 'html'])(
    '`--check` passes for a page that was written in %s',
    async (format) => {
      const output = join(folder, 'page')
      await docs(folder, '--format', format, '--output', output)
      const before = statSync(output).mtimeMs
      expect(await docs(folder, '--check', '--format', format, '--output', output)).toEqual({
        stdout: '',
        stderr: '',
        exitCode: 0,
      })
      expect(statSync(output).mtimeMs).toBe(before)
    },
  )

  test('`--check` exits with 1 and reports the first line that differs', async () => {
    await docs(folder)
    await write('specs/network/net.spec.yaml', network.replace('< 1s', '< 2s'))
    const { stderr, exitCode } = await docs(folder, '--check')
    const line = (await page()).split('\n').findIndex((text) => text.includes('< 1s')) + 1
    expect(stderr).toMatch(
      new RegExp(
        `^docs/slos\\.md:${line}: the page is stale.*\n  there: \\| \`connect_time\` \\| \`< 1s\`.*\n  now: +\\| \`connect_time\` \\| \`< 2s\`.*\nRun the same command without`,
      ),
    )
    expect(exitCode).toBe(1)
  })

  test('`--check` exits with 1 if there is no page', async () => {
    const { stderr, exitCode } = await docs(folder, '--check')
    expect(stderr).toContain('docs/slos.md is not there')
    expect(exitCode).toBe(1)
  })

  test('a further run does not make a page stale', async () => {
    await docs(folder, '--no-verdicts')
    expect(await page()).not.toContain('verdict')
    expect((await docs(folder, '--check')).exitCode).toBe(0)
    const file = 'specs/network/net.spec.yaml'
    const open = { metric: 'open', dimension: 'boolean', condition: 'true' } as const
    const cases = [
      judgedCase(
        { file, status: 'failed' },
        { conditions: [condition({ ...open, status: 'fail', formatted: 'false' })] },
        { test: 'port open' },
      ),
    ]
    writeReport(
      join(folder, 'reports/clustergate.json'),
      jsonChunks(runOfFiles([fileOf(cases, { file })])),
    )
    expect((await docs(folder, '--check')).exitCode).toBe(0)
    await docs(folder)
    expect(await page()).toContain('Last verdict: **failed**, 2026-01-02 03:04 UTC')
    expect(await page()).toContain('`true`<!-- verdict --> failed: false<!-- /verdict -->')
    expect(await page()).toContain('Verdicts: `reports/clustergate.json`.')
    expect((await docs(folder, '--check')).exitCode).toBe(0)
  })

  test('shows the last verdict of the history for a test that was not in the last run', async () => {
    await using history = await createHistoryFolder()
    await history.store([
      historyCase([speedup(2.4)], { status: 'failed' }),
      historyCase([speedup(2.8)]),
    ])
    const { stderr } = await docs(folder, '--history', history.file)
    expect(stderr).not.toContain('left out')
    expect(await page()).toContain('Last verdict: **passed**, 2026-01-02 03:00 UTC')
    expect((await page()).match(/never run/g)).toHaveLength(3)
  })

  test.each([
    [['nowhere'], 'there is no file or folder nowhere'],
    [['specs/perf/../../package.json'], 'there is no file or folder'],
    [['other.yaml'], 'other.yaml is not a spec'],
    [['empty'], 'there are no specs in empty'],
    [['--run', 'none.json'], 'none.json does not exist'],
    [['--history', 'none.db'], 'none.db'],
    [['--format', 'pdf'], 'Allowed choices are markdown, html'],
    [['--output', 'specs'], 'the file specs cannot be written'],
    [['broken'], 'broken.spec.yaml:4:'],
  ])('refuses %j', async (args, words) => {
    await write('other.yaml', 'a: 1\n')
    await write('empty/none.yaml', 'a: 1\n')
    await write('broken/network/broken.spec.yaml', network.replace('open: true', 'opn: true'))
    const { stderr, exitCode } = await docs(folder, ...args)
    expect(stderr.replaceAll(/broken\.spec\.yaml:\d+:/g, 'broken.spec.yaml:4:')).toContain(words)
    expect(exitCode).toBe(2)
  })
})

describe('the page of a real run', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject({
      'specs/network/net.spec.yaml': network,
      'specs/network/more.spec.ts': `import { expect, suite } from 'clustergate'
suite('More', ({ eachWorker }) => {
  eachWorker('connects', async (worker) => {
    expect(await worker.tcp()).toBeOpen()
  })
})
`,
    })
    const { exitCode, output } = await project.vitest([
      'run',
      '--reporter=clustergate/reporters/json',
    ])
    if (exitCode !== 0) throw new Error(output)
  }, 120_000)
  afterAll(() => project[Symbol.asyncDispose]())

  test('has the verdicts of its tests, including those in TypeScript', async () => {
    await docs(project.folder)
    const text = await readFile(join(project.folder, 'docs/slos.md'), 'utf8')
    const today = new Date().toISOString().slice(0, 8)
    expect(text.match(/Last verdict: \*\*passed\*\*, (\S{8})/g)).toEqual([
      `Last verdict: **passed**, ${today}`,
      `Last verdict: **passed**, ${today}`,
    ])
    expect(text).toMatch(/`< 1s`<!-- verdict --> passed: [\d.]+[µm]?s/)
    expect(text).toMatch(
      / {2}- More \\> connects \(\[specs\/network\/more\.spec\.ts:3\].*\*\*passed\*\*/,
    )
    expect((await docs(project.folder, '--check')).exitCode).toBe(0)
  })
})

describe('docs/slos.md of this project', () => {
  test('is up to date with the specs', async () => {
    const { stderr, exitCode } = await docs(root, '--check')
    expect([stderr, exitCode]).toEqual(['', 0])
  })

  test('has no verdicts, which would change with each run', () => {
    expect(readFileSync(join(root, 'docs/slos.md'), 'utf8')).not.toContain('verdict -->')
  })
})

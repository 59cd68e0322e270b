import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { openRun } from '../../lib/cli/kit/open-run.ts'
import { wholeRun } from '../../lib/record/run/run-record.ts'
import { formats } from '../../reporters/formats.ts'
import { writeReport } from '../../reporters/kit/write-report.ts'
import { createProject, type Project } from '../e2e/project.ts'
import { vitestCommand } from '../e2e/toolchain.ts'
import { contracts } from './contract/contracts.ts'

const specs = {
  'specs/network/a.spec.yaml': `suite: Measured
tests:
  - { name: port open, tcp: {}, expect: { open: true } }
`,
  'specs/network/b.spec.ts': `import { suite } from 'clustergate'
suite('Hanging', ({ test }) => {
  test('never ends', () => new Promise(() => {}), 120_000)
})
`,
}

/** A run that has written the cases that ended; the caller stops it. */
async function startedRun(project: Project) {
  // A worker for each file: the one that hangs must not be alone.
  const args = ['run', '--maxWorkers=2', '--reporter=clustergate/reporters/json']
  const child = execa(process.execPath, [vitestCommand, ...args], {
    cwd: project.folder,
    reject: false,
    stdin: 'ignore',
    timeout: 120_000,
    env: { NO_COLOR: '1', CI: '', CLUSTERGATE_CLUSTER: undefined },
  })
  const written = () =>
    readFile(join(project.folder, 'reports/clustergate.jsonl'), 'utf8').catch(() => '')
  try {
    await expect
      .poll(async () => (await written()).match(/"kind":"case"/g)?.length, { timeout: 90_000 })
      .toBe(3)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  // Not the child itself: it would be awaited.
  return { child }
}

test('a run killed with SIGKILL leaves all of its measurements, and every report of it shows that', async () => {
  await using project = await createProject(specs)
  const { child } = await startedRun(project)
  child.kill('SIGKILL')
  expect((await child).signal).toBe('SIGKILL')
  const report = JSON.parse(
    await readFile(join(project.folder, 'reports/clustergate.json'), 'utf8'),
  )
  expect(report).toMatchObject({ ended: 'cut_off', files: [], errors: [{ name: 'RunCutOff' }] })

  for (const { format, missing, problems } of contracts) {
    const report = join(project.folder, 'report')
    using record = await openRun(join(project.folder, 'reports/clustergate.jsonl'))
    const render = await formats[format]?.()
    writeReport(report, render?.(record.run, { root: project.folder }) ?? [])
    const text = await readFile(report, 'utf8')
    expect(text).toMatch(format === 'openmetrics' ? 'clustergate_run_complete 0' : 'was cut off')
    if (format === 'json') {
      expect(JSON.parse(text)).toMatchObject({
        ended: 'cut_off',
        cluster: { workers: [{}, {}, {}] },
        files: [{ stage: 'network', cases: [{ status: 'passed' }, {}, {}] }],
      })
    }
    if (missing.length === 0) {
      expect(await problems(report)).toEqual([])
    }
  }
}, 180_000)

test('a run that was stopped before its end reports that, and which tests it did not run', async () => {
  await using project = await createProject({
    'specs/network/a.spec.ts': `import { expect, suite } from 'clustergate'
suite('Stopped', ({ test }) => {
  test('fails', () => expect(1).toBe(2))
  test('comes later', () => {})
})
`,
  })
  await project.vitest(['run', '--bail=1', '--reporter=clustergate/reporters/json'])
  const path = (name: string) => join(project.folder, 'reports', name)
  const run = JSON.parse(await readFile(path('clustergate.json'), 'utf8'))
  expect(run).toMatchObject({ ended: 'interrupted', errors: [{ name: 'RunInterrupted' }] })
  expect(run.files[0].cases).toMatchObject([
    { name: 'Stopped > fails', status: 'failed' },
    { name: 'Stopped > comes later', status: 'skipped' },
  ])
  using lines = await openRun(path('clustergate.jsonl'))
  expect(JSON.parse(JSON.stringify(wholeRun(lines.run)))).toEqual(run)
}, 120_000)

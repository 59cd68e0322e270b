import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunSource } from '../../lib/record/run/run-record.ts'
import { ctrfChunks } from '../../reporters/ctrf/document.ts'
import { junitChunks } from '../../reporters/junit/document.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { everyOutcome, nastyRun } from '../reporters/records.ts'

const programs = join(import.meta.dirname, 'node_modules/.bin')
const readers = ['allure', 'ctrf', 'datadog-ci', 'junit-to-ctrf']
const missing = readers.some((name) => !existsSync(join(programs, name)))
  ? ['npm install --prefix tests/readers']
  : []

/** Outcomes of each kind, with names and messages that break markup and terminals. */
const runs: Readonly<Record<string, RunSource>> = { every: everyOutcome, nasty: nastyRun(50) }

describeWith(missing, 'reports are accepted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-readers-'))
  const names = Object.keys(runs)
  const file = (name: string) => join(folder, name)
  const json = (name: string) => JSON.parse(readFileSync(file(name), 'utf8'))

  beforeAll(() => {
    mkdirSync(file('junit'))
    for (const [name, run] of Object.entries(runs)) {
      writeFileSync(file(`junit/${name}.xml`), [...junitChunks(run, 'rich')].join(''))
      writeFileSync(file(`${name}.json`), [...ctrfChunks(run)].join(''))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(names)(
    'by `ctrf validate` and junit-to-ctrf, with the same tests: %s',
    async (name) => {
      await read('ctrf', ['validate', file(`${name}.json`)], folder)
      await read('junit-to-ctrf', [`junit/${name}.xml`, '-o', `from-${name}.json`], folder)
      const [ours, converted] = [json(`${name}.json`), json(`from-${name}.json`)]
      expect(converted.results.summary.tests).toBe(ours.results.tests.length)
      const passed = ({ status }: { status: string }) => status === 'passed'
      expect(converted.results.tests.filter(passed)).toHaveLength(
        ours.results.tests.filter(passed).length,
      )
    },
  )

  test('by Allure, and tests that did not pass are failed, broken or skipped there too', async () => {
    await read('allure', ['generate', 'junit', '-o', 'allure'], folder)
    const { stats } = json('allure/summary.json')
    const all = names.flatMap((name) => json(`${name}.json`).results.tests)
    expect(stats.total).toBe(
      new Set(all.map((each) => JSON.stringify([each.suite, each.name]))).size,
    )
    expect(stats.passed).toBeLessThanOrEqual(all.filter((each) => each.status === 'passed').length)
    expect(stats.passed).toBeGreaterThan(0)
  })

  test('by datadog-ci without errors', async () => {
    const options = ['--dry-run', '--service', 'clustergate', '--skip-git-metadata-upload']
    const output = await read('datadog-ci', ['junit', 'upload', ...options, 'junit'], folder)
    expect(output).toContain(`Uploaded ${names.length} files`)
    expect(output).not.toMatch(/invalid/i)
  })
})

/** Runs a reader without a network, if this user may remove it; fails if the reader does. */
async function read(name: string, options: readonly string[], cwd: string): Promise<string> {
  const offline = process.getuid?.() === 0 && hasTool('unshare') ? ['unshare', '-n'] : []
  const [program = '', ...rest] = [...offline, join(programs, name), ...options]
  const { stdout } = await execa(program, rest, {
    cwd,
    timeout: 60_000,
    all: true,
    env: { DATADOG_API_KEY: 'none', NO_COLOR: '1' },
  })
  return stdout
}

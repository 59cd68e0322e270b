import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { benchCommand } from '../../../lib/cli/bench/bench.ts'
import { exitCodes } from '../../../lib/cli/kit/exit-codes.ts'
import { fencesOf, readPage } from '../../docs/pages.ts'
import { missingTools, testWith } from '../../hosts/requirements.ts'
import { type BenchFolder, command, createBenchFolder, simulated } from './bench-folder.ts'

const page = readPage('docs/bench.md')
const scripts = fencesOf(page).filter(({ language }) => language === 'sh')

/** Commands of the guide's table that can be run unchanged. */
const tableCommands = [...page.text.matchAll(/^\|.*\| `(npx clustergate [^`]+)`/gm)].map(
  ([, text = '']) => text,
)

describe('docs/bench.md', () => {
  let folder: BenchFolder
  beforeAll(async () => {
    folder = await createBenchFolder()
    const fast = { time_to_first_token: '5ms', token_time: '0.1ms' }
    const studios = [1, 2, 3].map((number) => simulated(`mac-studio-${number}`, fast))
    await folder.cluster('config/my_workers.json', ...studios)
    await folder.cluster('config/single_studio.json', ...studios.slice(0, 1))
    const npx = join(folder.path, 'bin/npx')
    await mkdir(join(folder.path, 'bin'))
    await writeFile(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${command}" "$@"\n`)
    await chmod(npx, 0o755)
  })
  afterAll(() => folder[Symbol.asyncDispose]())

  const shell = (script: string) =>
    execa('sh', ['-c', script], {
      cwd: folder.path,
      reject: false,
      timeout: 100_000,
      env: {
        NO_COLOR: '1',
        CI: '',
        CLUSTERGATE_CLUSTER: undefined,
        PATH: `${join(folder.path, 'bin')}${delimiter}${process.env.PATH}`,
      },
    })

  test('has scripts and commands to run', () => {
    expect(scripts.length).toBeGreaterThan(4)
    expect(tableCommands.length).toBeGreaterThan(7)
  })

  const withoutJq = (text: string) => text.replaceAll(/^.*\bjq .*$/gm, 'true')
  const jqLines = (text: string) => text.match(/^.*\bjq .*$/gm)?.join('\n')

  async function runs(script: string): Promise<string> {
    const { stdout, stderr, exitCode } = await shell(script)
    expect(stderr).not.toMatch(/error|jq:/)
    // On a busy machine, a result is void; `jq -e` then exits with 1.
    expect([exitCodes.met, exitCodes.missed, exitCodes.inconclusive]).toContain(exitCode)
    return stdout
  }

  // In the order of the page: later ones read files of earlier ones.
  for (const { line, text } of scripts) {
    test(`the script on line ${line} runs`, async () => {
      await runs(withoutJq(text))
    }, 120_000)
    const reads = jqLines(text)
    if (reads === undefined) continue
    testWith(missingTools('jq'), `jq reads what the script on line ${line} wrote`, async () => {
      const stdout = await runs(reads)
      if (reads.includes('rps:')) expect(stdout).toMatch(/"rps": [\d.]+/)
      if (reads.includes('echo')) expect(stdout).toMatch(/Single:\n[\d.]+\nMultiple:\n[\d.]+$/)
    })
  }

  test.each(tableCommands.map((text) => [text]))(
    '%s runs',
    async (text) => {
      const { stdout, stderr, exitCode } = await shell(text)
      expect(stderr).not.toContain('error')
      expect(stdout).not.toBe('')
      expect([exitCodes.met, exitCodes.inconclusive]).toContain(exitCode)
    },
    120_000,
  )

  test('lists all options of `bench`', () => {
    const options = benchCommand(() => undefined).options.map(({ flags }) =>
      flags.replace(/^-\w, /, ''),
    )
    const listed = [...page.text.matchAll(/^\| (?:`-\w`, )?`(--[^`]+)` /gm)].map(
      ([, flags]) => flags,
    )
    expect(listed).toEqual(options)
  })

  test('lists the exit codes', () => {
    const listed = [...page.text.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
    expect(listed).toEqual(Object.values(exitCodes))
  })
})

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonChunks } from '../../reporters/json.ts'
import { everyOutcome } from '../reporters/records.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-closed-'))
  await mkdir(join(folder, 'specs/network'), { recursive: true })
  await writeFile(join(folder, 'run.json'), [...jsonChunks(everyOutcome)].join(''))
  await writeFile(
    join(folder, 'specs/network/a.spec.yaml'),
    'suite: S\ntests:\n  - { name: t, tcp: {}, expect: { open: true } }\n',
  )
})
afterAll(() => rm(folder, { recursive: true }))

/** In a shell whose exit code is that of the command, whatever reads its output. */
function shell(script: string) {
  return execa('bash', ['-o', 'pipefail', '-c', script], {
    cwd: folder,
    reject: false,
    timeout: 60_000,
    env: {
      NO_COLOR: '1',
      CLUSTERGATE_CLUSTER: undefined,
      CLUSTERGATE: `${process.execPath} ${command}`,
    },
  })
}

describe('a command whose output is not read to its end', () => {
  test.each([
    ['--help', 0],
    ['bench --help', 0],
    ['validate', 0],
    ['validate --json', 0],
    ['lint specs/network/a.spec.yaml', 0],
    ['lint nowhere.spec.yaml', 2],
    ['report run.json --format json', 0],
    ['report run.json --format html', 0],
    ['docs', 0],
    ['export --help', 0],
    ['baseline list --json', 0],
    ['baseline save run.json', 1],
    ['history', 2],
    ['bench --requests 2 --concurrency-levels 1 --warmup 0', 0],
  ])('exits with its own code and without a stack trace: %s', async (args, expected) => {
    const { stdout, stderr } = await shell(
      `$CLUSTERGATE ${args} 2> errors | sleep 0; echo "exit \${PIPESTATUS[0]}"; cat errors`,
    )
    expect(stdout.split('\n')[0]).toBe(`exit ${expected}`)
    expect(stdout).not.toMatch(/EPIPE|^\s+at /m)
    expect(stderr).toBe('')
  })

  test('may also have its standard error closed', async () => {
    const { stdout, exitCode } = await shell('{ $CLUSTERGATE lint nowhere.spec.yaml 2>&1; } | true')
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
  })
})

test.skipIf(!existsSync('/dev/full'))(
  'a full disk is reported in one sentence with exit code 2',
  async () => {
    const { stderr, exitCode } = await shell('$CLUSTERGATE validate > /dev/full')
    expect(stderr).toMatch(/^the standard output cannot be written: .*ENOSPC/m)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(exitCode).toBe(2)
  },
)

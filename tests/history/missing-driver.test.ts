import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPage } from '../docs/pages.ts'
import { runVitest } from '../e2e/project.ts'

const root = join(import.meta.dirname, '../..')

/** A project with the built package and all that it needs, except the one package. */
let folder: string
const modules = () => join(folder, 'node_modules')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-no-sqlite-'))
  for (const name of await packageNames()) {
    if (name === 'better-sqlite3' || name === 'clustergate') continue
    await mkdir(dirname(join(modules(), name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(modules(), name))
  }
  for (const part of ['dist', 'schemas', 'config', 'package.json', 'specs/network']) {
    await cp(join(root, part), join(modules(), 'clustergate', part), { recursive: true })
  }
  await write('package.json', '{ "type": "module" }')
  await write(
    'vitest.config.ts',
    `import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({
  plugins: [clustergate()],
  test: { reporters: ['default', ['clustergate/reporters/history', { stages: ['network'] }]] },
})
`,
  )
  await write(
    'specs/network/a.spec.yaml',
    'suite: A\ntests:\n  - { name: port open, tcp: {}, expect: { open: true } }\n',
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function packageNames(): Promise<string[]> {
  const names = await readdir(join(root, 'node_modules'))
  const scoped = names.filter((name) => name.startsWith('@'))
  const inside = await Promise.all(
    scoped.map(async (scope) =>
      (await readdir(join(root, 'node_modules', scope))).map((name) => `${scope}/${name}`),
    ),
  )
  return [...names.filter((name) => !/^[.@]/.test(name)), ...inside.flat()]
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

const command = (...args: string[]) =>
  execa(process.execPath, [join(modules(), 'clustergate/dist/lib/cli/main.js'), ...args], {
    cwd: folder,
    reject: false,
    timeout: 30_000,
    env: { NO_COLOR: '1', CI: '' },
  })

const installations =
  /Install it: (npm: .*)$/m.exec(readPage('docs/reporters/history.md').text)?.[1] ?? 'none'
const words =
  `nothing is stored: the history needs Node.js 22.13 or later (this is ${process.version}), or the ` +
  `package better-sqlite3 in your project. Install it: ${installations}`

const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined

describe.skipIf(hasSqlite)('without better-sqlite3, on a Node.js without SQLite', () => {
  test('the reporter reports once that nothing is stored and what to do; the tests pass', async () => {
    const run = await runVitest(['run'], { cwd: folder })
    expect(run.exitCode).toBe(0)
    expect(run.output.split(words)).toHaveLength(2)
    expect(run.output).toContain(` history: ${words}`)
  })

  test('the command exits with 2 and the same message', async () => {
    for (const args of [[], ['speedup'], ['prune', '--keep', '5'], ['export']]) {
      const { stderr, stdout, exitCode } = await command('history', ...args)
      expect(stderr).toBe(words)
      expect(stdout).toBe('')
      expect(exitCode).toBe(2)
    }
  })

  test('the rest of the command works', async () => {
    expect((await command('lint', 'specs/network/a.spec.yaml')).exitCode).toBe(0)
  })

  test('the version to install is the one that is tested', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    expect(manifest.devDependencies['better-sqlite3']).toMatch(/^12\./)
    expect(manifest.peerDependencies['better-sqlite3']).toBe('^12.0.0')
  })
})

describe.skipIf(hasSqlite)('with a native module that does not load', () => {
  beforeAll(async () => {
    await write(
      'node_modules/better-sqlite3/package.json',
      '{ "name": "better-sqlite3", "main": "index.js" }',
    )
    await write(
      'node_modules/better-sqlite3/index.js',
      "module.exports = class { constructor() { throw new Error('NODE_MODULE_VERSION 108\\nmore') } }",
    )
  })

  test('the command reports why, and how to rebuild it', async () => {
    const { stderr, exitCode } = await command('history')
    expect(stderr).toMatch(
      /^nothing is stored: the native part of better-sqlite3 does not load with this version of Node\.js \(v[\d.]+\) on \w+ \w+: NODE_MODULE_VERSION 108\. Use Node\.js 22\.13 or later, which needs no package, or install it with its build: /,
    )
    expect(stderr.endsWith(`: ${installations}`)).toBe(true)
    expect(exitCode).toBe(2)
  })
})

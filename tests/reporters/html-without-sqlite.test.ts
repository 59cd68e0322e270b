import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judged, run } from './html-records.ts'

const root = join(import.meta.dirname, '../..')

/** The built package with all that it needs, except the one package. */
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-page-no-sqlite-'))
  for (const name of await packageNames()) {
    if (name === 'better-sqlite3') continue
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  await execa('cp', ['-r', join(root, 'dist'), join(root, 'package.json'), folder])
  await writeFile(join(folder, 'run.json'), JSON.stringify(run([judged({})])))
}, 60_000)
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

const child = `
import { readFileSync } from 'node:fs'
import { htmlWithHistory } from './dist/reporters/html.js'
const render = await htmlWithHistory('.')
for (const text of render(JSON.parse(readFileSync('run.json', 'utf8')))) process.stdout.write(text)
`

async function page(): Promise<string> {
  const { stdout, stderr } = await execa('node', ['--input-type=module', '--eval', child], {
    cwd: folder,
  })
  expect(stderr).toBe('')
  return stdout
}

const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined

test.skipIf(hasSqlite)(
  'a page without better-sqlite3 has no trend, and reports that if there is a history',
  async () => {
    const silent = await page()
    expect(silent).toContain('<h1 id="verdict"')
    expect(silent).not.toContain('class="notice"')
    await mkdir(join(folder, '.clustergate'))
    await writeFile(join(folder, '.clustergate/history.db'), '')
    expect(await page()).toContain(
      '<p class="notice">No trend is drawn, since the history cannot be read: it takes Node.js 22.13 or later, or the package <code>better-sqlite3</code>.</p>',
    )
  },
  60_000,
)

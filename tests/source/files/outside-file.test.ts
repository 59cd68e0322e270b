import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { expectInside, expectNoLinkOut } from '../../../lib/source/files/outside-file.ts'

let folder = ''
let project = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outside-'))
  project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(folder, 'outside.txt'), 'secret')
  writeFileSync(join(project, 'inside.txt'), 'prompt')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('a file of the project may be read, whether it exists or not', () => {
  for (const name of ['inside.txt', 'none.txt', 'a/b.txt', '..a.txt']) {
    expect(() => expectInside(join(project, name), [project])).not.toThrow()
  }
})

test.each(['../outside.txt', '../none.txt', '../project2/a.txt', '/proc/self/environ'])(
  'a file outside the project is refused: %s',
  (name) => {
    const file = name.startsWith('/') ? name : join(project, name)
    expect(() => expectInside(file, [project])).toThrow(/outside the project/)
  },
)

test('a symbolic link counts as its target', () => {
  symlinkSync(join(folder, 'outside.txt'), join(project, 'link.txt'))
  symlinkSync(folder, join(project, 'up'))
  expect(() => expectInside(join(project, 'link.txt'), [project])).toThrow(/outside/)
  expect(() => expectInside(join(project, 'up/outside.txt'), [project])).toThrow(/outside/)
})

test('a hidden file of the project is refused, also through a link', () => {
  mkdirSync(join(project, '.git'))
  writeFileSync(join(project, '.git/config'), 'secret')
  symlinkSync('.git/config', join(project, 'notes.txt'))
  for (const name of ['.env', '.git/config', 'notes.txt', '.git/../.npmrc']) {
    expect(() => expectInside(join(project, name), [project])).toThrow(/hidden/)
  }
  vi.stubEnv('CLUSTERGATE_FILES', join(project, '.git'))
  expect(() => expectInside(join(project, 'notes.txt'), [project])).not.toThrow()
})

test('a file in the folder of a Kubernetes mount is not hidden', () => {
  mkdirSync(join(project, '..2026_11_29'))
  writeFileSync(join(project, '..2026_11_29/a.yaml'), '')
  symlinkSync('..2026_11_29', join(project, '..data'))
  symlinkSync('..data/a.yaml', join(project, 'a.yaml'))
  expect(() => expectInside(join(project, 'a.yaml'), [project])).not.toThrow()
  expect(() => expectNoLinkOut(join(project, 'a.yaml'), project)).not.toThrow()
})

test('a link out of the project is refused, and a file outside that is named itself is not', () => {
  symlinkSync(join(folder, 'outside.txt'), join(project, 'link.txt'))
  writeFileSync(join(project, '.env'), 'secret')
  symlinkSync('.env', join(project, 'hidden.txt'))
  symlinkSync('inside.txt', join(project, 'good.txt'))
  mkdirSync(join(project, '.lab'))
  writeFileSync(join(project, '.lab/a.txt'), '')
  const check = (name: string) => () => expectNoLinkOut(join(project, name), project)
  expect(check('link.txt')).toThrow(/link\.txt is a link out of the project, so it is not used/)
  expect(check('hidden.txt')).toThrow(/is a link to a hidden file/)
  for (const name of ['good.txt', 'inside.txt', 'none.txt', '.lab/a.txt', '../outside.txt']) {
    expect(check(name)).not.toThrow()
  }
  vi.stubEnv('CLUSTERGATE_FILES', folder)
  expect(check('link.txt')).not.toThrow()
})

test('CLUSTERGATE_FILES permits further folders', () => {
  vi.stubEnv('CLUSTERGATE_FILES', folder)
  expect(() => expectInside(join(folder, 'outside.txt'), [project])).not.toThrow()
})

test('a link to a file that is missing counts as that file, also over several links', () => {
  symlinkSync(join(folder, 'missing'), join(project, 'dangling'))
  symlinkSync('dangling', join(project, 'chain'))
  symlinkSync('missing-here', join(project, 'harmless'))
  symlinkSync('none/../loop', join(project, 'loop'))
  for (const name of ['dangling', 'chain', 'dangling/deeper']) {
    expect(() => expectNoLinkOut(join(project, name), project)).toThrow(/a link out/)
    expect(() => expectInside(join(project, name), [project])).toThrow(/outside/)
  }
  for (const name of ['harmless', 'loop']) {
    expect(() => expectNoLinkOut(join(project, name), project)).not.toThrow()
  }
})

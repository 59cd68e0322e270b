import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { expectInside } from '../../lib/source/outside-file.ts'

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

test('CLUSTERGATE_FILES permits further folders', () => {
  vi.stubEnv('CLUSTERGATE_FILES', folder)
  expect(() => expectInside(join(folder, 'outside.txt'), [project])).not.toThrow()
})

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UserError } from '../../lib/source/user-error.ts'
import { specFiles } from '../../lib/spec/spec-files.ts'
import { readSpecText } from '../../lib/spec/spec-text.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clustergate-specs-'))
  mkdirSync(join(root, 'specs/network'), { recursive: true })
  writeFileSync(join(root, 'specs/network/a.spec.yaml'), 'suite: A\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function problems(): string[] {
  try {
    specFiles({ root, specs: 'specs' })
  } catch (error) {
    if (error instanceof UserError)
      return error.problems.map(({ code, message }) => `${code}: ${message}`)
    throw error
  }
  return []
}

test('a link to a spec is a spec', () => {
  symlinkSync(join(root, 'specs/network/a.spec.yaml'), join(root, 'specs/network/b.spec.yaml'))
  const paths = specFiles({ root, specs: 'specs' }).map(({ path }) => path)
  expect(paths).toEqual(['specs/network/a.spec.yaml', 'specs/network/b.spec.yaml'])
})

test('a folder that cannot be read is one sentence', () => {
  const folder = join(root, 'specs/network/a.spec.yaml')
  const asked = () => specFiles({ root, specs: folder })
  expect(asked).toThrow(UserError)
  expect(asked).toThrow(/the folder .*a\.spec\.yaml cannot be read \(ENOTDIR\)/)
})

test('a folder with the name of a spec is a mistake, because nothing would run it', async () => {
  symlinkSync('/nowhere/at/all', join(root, 'specs/network/gone.spec.ts'))
  mkdirSync(join(root, 'specs/folder.spec.yml'))
  const socket = createServer().listen(join(root, 'specs/network/s.spec.yaml'))
  await new Promise((resolve) => socket.once('listening', resolve))
  try {
    expect(problems()).toEqual([
      expect.stringMatching(/^spec_not_a_file: .*folder\.spec\.yml is named .* is a folder/),
      expect.stringMatching(/^spec_not_a_file: .*gone\.spec\.ts is named .* is a link to no file/),
      expect.stringMatching(/^spec_not_a_file: .*s\.spec\.yaml is named .* is a device or pipe/),
    ])
  } finally {
    await new Promise((resolve) => socket.close(resolve))
  }
})

test('a link to itself is a mistake as well', () => {
  symlinkSync('a-loop.spec.yaml', join(root, 'specs/network/a-loop.spec.yaml'))
  expect(problems()).toEqual([expect.stringMatching(/a-loop\.spec\.yaml is named .* no file/)])
})

test('the text of a spec that is a link out of the project is not read', () => {
  const outside = mkdtempSync(join(tmpdir(), 'clustergate-outside-'))
  try {
    writeFileSync(join(outside, 'b.spec.yaml'), 'stage: perf\n')
    const link = join(root, 'specs/network/out.spec.yaml')
    symlinkSync(join(outside, 'b.spec.yaml'), link)
    symlinkSync(outside, join(root, 'specs/network/folder'))
    symlinkSync('/proc/self/environ', join(root, 'specs/network/environ.spec.yaml'))
    expect(problems()).toEqual([
      expect.stringMatching(/^spec_link: .*environ\.spec\.yaml is a link to a file that is not/),
      expect.stringMatching(/^spec_link: .*folder.b\.spec\.yaml is a link out of the project/),
      expect.stringMatching(/^spec_link: .*out\.spec\.yaml is a link out of the project/),
    ])
    expect(() => readSpecText(link, root)).toThrow(/out\.spec\.yaml is a link out of the project/)
  } finally {
    rmSync(outside, { recursive: true })
  }
})

test('the stage of a spec that cannot be read is that of its folder, so that it runs and fails', () => {
  mkdirSync(join(root, 'specs/perf'))
  writeFileSync(join(root, 'specs/perf/large.spec.yaml'), Buffer.alloc(2_000_000, '#'))
  expect(specFiles({ root, specs: 'specs' }).map(({ stage }) => stage)).toEqual(['network', 'perf'])
})

test('dependencies and other names are not specs', () => {
  mkdirSync(join(root, 'specs/node_modules/x/y.spec.yaml'), { recursive: true })
  mkdirSync(join(root, 'specs/network/folder.yaml'))
  expect(problems()).toEqual([])
})

test('a project without its folder has no specs', () => {
  expect(specFiles({ root, specs: 'nowhere' })).toEqual([])
})

test('a link in the folder changes nothing about which of its files are specs', () => {
  const write = (path: string) => {
    mkdirSync(dirname(join(root, 'specs', path)), { recursive: true })
    writeFileSync(join(root, 'specs', path), '')
  }
  const specs = ['.hidden/network/h.spec.yml', 'network/deep/d.spec.yaml', 'perf/m.spec.mjs']
  const others = ['network/node_modules/n.spec.yaml', 'network/a.spec.cjs', 'perf/aspec.ts']
  for (const path of [...specs, ...others]) write(path)
  const listed = () => specFiles({ root, specs: 'specs' }).map(({ path }) => path)
  const expected = ['network/a.spec.yaml', ...specs].map((path) => `specs/${path}`).toSorted()
  expect(listed()).toEqual(expected)
  symlinkSync(join(root, 'specs/perf/aspec.ts'), join(root, 'specs/perf/link.ts'))
  expect(listed()).toEqual(expected)
})

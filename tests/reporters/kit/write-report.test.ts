import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isSystemError, unwritable } from '../../../reporters/kit/unwritable.ts'
import { isSpecial, writeReport } from '../../../reporters/kit/write-report.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-write-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function failureOf(file: string): string {
  try {
    writeReport(file, ['text\n'])
    return 'it was written'
  } catch (error) {
    return isSystemError(error) ? unwritable(file, error) : `another error: ${error}`
  }
}

describe('writing a report', () => {
  test('replaces the whole file and leaves no other', () => {
    const file = join(folder, 'new/report.txt')
    writeReport(file, ['a', 'b'])
    writeReport(file, ['c\n'])
    expect(readFileSync(file, 'utf8')).toBe('c\n')
    expect(readdirSync(join(folder, 'new'))).toEqual(['report.txt'])
  })

  test('that fails midway leaves the file unchanged', () => {
    const file = join(folder, 'report.txt')
    writeReport(file, ['old'])
    const breaking = function* () {
      yield 'new'
      throw new Error('no more')
    }
    expect(() => writeReport(file, breaking())).toThrow('no more')
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['report.txt'])
  })

  test('replaces the target of a link, and writes to a device directly', () => {
    writeFileSync(join(folder, 'target'), 'old')
    symlinkSync(join(folder, 'target'), join(folder, 'link'))
    writeReport(join(folder, 'link'), ['new'])
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new')
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
    expect(isSpecial('/dev/null')).toBe(true)
    writeReport('/dev/null', ['lost'])
    expect(lstatSync('/dev/null').isFile()).toBe(false)
  })

  test('refuses a link out of the project, and leaves its target as it is', () => {
    const target = join(folder, 'target')
    writeFileSync(target, 'old')
    const inside = mkdtempSync(join(process.cwd(), '.tmp-links-'))
    try {
      symlinkSync(target, join(inside, 'a.json'))
      expect(failureOf(join(inside, 'a.json'))).toMatch(
        /a\.json cannot be written: it is a link out of the project.* permit its folder by CLUSTERGATE_FILES/,
      )
      expect(readFileSync(target, 'utf8')).toBe('old')
    } finally {
      rmSync(inside, { recursive: true })
    }
  })

  test("refuses a link out of Vitest's root, wherever the working directory is", () => {
    const root = join(folder, 'root')
    mkdirSync(root)
    const target = join(folder, 'target')
    writeFileSync(target, 'old')
    symlinkSync(target, join(root, 'a.json'))
    expect(() => writeReport(join(root, 'a.json'), ['new'], root)).toThrow(/a link out/)
    expect(readFileSync(target, 'utf8')).toBe('old')
    writeReport(join(folder, 'named.json'), ['new'], root)
    expect(readFileSync(join(folder, 'named.json'), 'utf8')).toBe('new')
  })

  test('reports an obstacle in one sentence with what to do', () => {
    writeFileSync(join(folder, 'reports'), '')
    expect(failureOf(join(folder, 'reports/deep/a.json'))).toMatch(
      /a\.json cannot be written: .*reports is a file and not a folder: remove it, or choose another `outputFile`$/,
    )
    mkdirSync(join(folder, 'b.json/c'), { recursive: true })
    expect(failureOf(join(folder, 'b.json'))).toMatch(/b\.json cannot be written: it is a folder/)
    expect(failureOf(join(folder, 'x'.repeat(300)))).toMatch(/the name is too long/)
    expect(existsSync(join(folder, 'reports'))).toBe(true)
  })

  test('on a full disk reports that', () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), {
      code: 'ENOSPC',
      syscall: 'write',
    })
    const file = join(folder, 'old.json')
    writeFileSync(file, '{}')
    expect(unwritable(file, full)).toMatch(
      /the disk is full: free some space, or choose another `outputFile` \(ENOSPC\); the file there is of an earlier run$/,
    )
  })
})

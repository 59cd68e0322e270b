import { describe, expect, test } from 'vitest'
import { outputFileOf } from '../../../reporters/kit/output-file.ts'

const junit = { name: 'junit', option: undefined, takesUnnamed: true }

describe('where a report goes', () => {
  test('the option of the reporter comes first, as with the reporters of Vitest', () => {
    expect(outputFileOf({ outputFile: 'cli.xml' }, { ...junit, option: 'own.xml' })).toBe('own.xml')
  })

  test('without one, --outputFile says it, and --outputFile.junit for this report alone', () => {
    expect(outputFileOf({ outputFile: 'cli.xml' }, junit)).toBe('cli.xml')
    expect(outputFileOf({ outputFile: { junit: 'a.xml', json: 'b.json' } }, junit)).toBe('a.xml')
    expect(outputFileOf({ outputFile: { json: 'b.json' } }, junit)).toBeUndefined()
    expect(outputFileOf({}, junit)).toBeUndefined()
  })

  test("the short name belongs to Vitest's own reporter where that takes part", () => {
    const outputFile = { junit: 'vitest.xml' }
    for (const reporters of [['junit'], [['junit', {}]]]) {
      expect(outputFileOf({ outputFile, reporters }, junit)).toBeUndefined()
    }
    const named = { ...outputFile, 'clustergate/reporters/junit': 'ours.xml' }
    expect(outputFileOf({ outputFile: named, reporters: ['junit'] }, junit)).toBe('ours.xml')
  })

  test('a report that is usually printed is a file only where it is named', () => {
    const github = { name: 'github', option: undefined, takesUnnamed: false }
    expect(outputFileOf({ outputFile: 'cli.xml' }, github)).toBeUndefined()
    expect(outputFileOf({ outputFile: { github: 'a.txt' } }, github)).toBe('a.txt')
  })
})

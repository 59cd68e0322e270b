import { describe, expect, test } from 'vitest'
import { outputFileOf } from '../../../reporters/kit/output-file.ts'

const junit = { name: 'junit', option: undefined, takesUnnamed: true }

describe('the destination of a report', () => {
  test('is the option of the reporter first, as with the reporters of Vitest', () => {
    expect(outputFileOf({ outputFile: 'cli.xml' }, { ...junit, option: 'own.xml' })).toBe('own.xml')
  })

  test('is --outputFile without an option, or --outputFile.junit for this report alone', () => {
    expect(outputFileOf({ outputFile: 'cli.xml' }, junit)).toBe('cli.xml')
    expect(outputFileOf({ outputFile: { junit: 'a.xml', json: 'b.json' } }, junit)).toBe('a.xml')
    expect(outputFileOf({ outputFile: { json: 'b.json' } }, junit)).toBeUndefined()
    expect(outputFileOf({}, junit)).toBeUndefined()
  })

  test("does not use the short name if Vitest's own reporter is active", () => {
    const outputFile = { junit: 'vitest.xml' }
    for (const reporters of [['junit'], [['junit', {}]]]) {
      expect(outputFileOf({ outputFile, reporters }, junit)).toBeUndefined()
    }
    const named = { ...outputFile, 'clustergate/reporters/junit': 'ours.xml' }
    expect(outputFileOf({ outputFile: named, reporters: ['junit'] }, junit)).toBe('ours.xml')
  })

  test('that is standard output by default is a file only if one is named', () => {
    const github = { name: 'github', option: undefined, takesUnnamed: false }
    expect(outputFileOf({ outputFile: 'cli.xml' }, github)).toBeUndefined()
    expect(outputFileOf({ outputFile: { github: 'a.txt' } }, github)).toBe('a.txt')
  })
})

import { describe, expect, test } from 'vitest'
import { checkErrorCodes, diagnosisCodes, errorCodes } from './codes-in-source.ts'
import { codesInTables, readPage } from './pages.ts'

describe('docs/errors.md', () => {
  const listed = codesInTables(readPage('docs/errors.md'))

  test('lists every error code of the sources, and no other', () => {
    const known = [...errorCodes(), ...checkErrorCodes()]
    expect(known.length).toBeGreaterThan(60)
    expect(listed.toSorted()).toEqual([...new Set(known)].toSorted())
  })
})

describe('docs/diagnoses.md', () => {
  const listed = codesInTables(readPage('docs/diagnoses.md'))

  test('lists every diagnosis of the sources, and no other', () => {
    // A check that could not run is diagnosed by the code of its error.
    const known = [...diagnosisCodes(), ...checkErrorCodes().map((code) => code.toLowerCase())]
    expect(listed.toSorted()).toEqual([...new Set(known)].toSorted())
  })
})

import { expect, test } from 'vitest'
import { codesInTables, readPage } from './pages.ts'

test('docs/dependencies.md gives a reason for each dependency, and for no other', () => {
  const packaged = JSON.parse(readPage('package.json').text)
  const { dependencies, devDependencies, optionalDependencies } = packaged
  const listed = codesInTables(readPage('docs/dependencies.md'))
  const wanted = [dependencies, devDependencies, optionalDependencies].flatMap(Object.keys)
  expect(listed.toSorted()).toEqual(wanted.toSorted())
})

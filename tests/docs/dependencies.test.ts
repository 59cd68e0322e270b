import { expect, test } from 'vitest'
import { codesInTables, readPage } from './pages.ts'

test('docs/dependencies.md gives a reason for each dependency, and for no other', () => {
  const { dependencies, devDependencies } = JSON.parse(readPage('package.json').text)
  const listed = codesInTables(readPage('docs/dependencies.md'))
  const wanted = [...Object.keys(dependencies), ...Object.keys(devDependencies)]
  expect(listed.toSorted()).toEqual(wanted.toSorted())
})

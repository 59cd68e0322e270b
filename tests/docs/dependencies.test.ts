import { expect, test } from 'vitest'
import { codesInTables, readPage } from './pages.ts'

test('docs/dependencies.md gives a reason for each dependency, and for no other', () => {
  const packaged = JSON.parse(readPage('package.json').text)
  const { dependencies, devDependencies } = packaged
  const listed = codesInTables(readPage('docs/dependencies.md'))
  const wanted = [dependencies, devDependencies].flatMap(Object.keys)
  expect(listed.toSorted()).toEqual(wanted.toSorted())
})

test('no installed dependency has an install script', () => {
  const { packages } = JSON.parse(readPage('package-lock.json').text)
  const entries = Object.entries(packages) as [
    string,
    { dev?: boolean; hasInstallScript?: boolean },
  ][]
  const installed = entries.filter(([path, { dev }]) => path !== '' && dev !== true)
  expect(installed.length).toBeGreaterThan(10)
  // Vitest's: the user's own choice, whose scripts are optional.
  const withScript = installed.filter(([, { hasInstallScript }]) => hasInstallScript)
  expect(withScript.map(([path]) => path)).toEqual([])
})

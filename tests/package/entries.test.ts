import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageExports } from '../../scripts/build/entries.mjs'
import { readPage } from '../docs/pages.ts'

test('`exports` of package.json are the entry points in lib/ and the reporters in reporters/', () => {
  const { exports } = JSON.parse(readPage('package.json').text)
  expect(exports).toEqual(packageExports(join(import.meta.dirname, '../..')))
  expect(Object.keys(exports)).toContain('./reporters/junit')
})

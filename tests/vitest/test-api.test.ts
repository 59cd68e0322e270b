import * as vitest from 'vitest'
import { expect, test } from 'vitest'
import { expect as ours } from '../../lib/vitest/expect.ts'
import { testApi } from '../../lib/vitest/test-api.ts'

test('Vitest provides its functions for tests without an import', () => {
  const { describe, expect: theirs, inject, test: define } = testApi()
  expect(theirs).toBe(vitest.expect)
  expect(define).toBe(vitest.test)
  expect(describe).toBe(vitest.describe)
  expect(inject).toBe(vitest.inject)
})

test('`expect` of the package is the one of Vitest', () => {
  expect(ours).toBe(vitest.expect)
})

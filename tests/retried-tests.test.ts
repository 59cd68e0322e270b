import { expect, test } from 'vitest'
import { retriedTests } from './retried-tests.ts'

test('each retried test is printed with how often it was retried and the first line of its first error', () => {
  const name = 'tests/hosts/hosts.test.ts > hosts > a healthy worker answers ping'
  const words = retriedTests([
    { name, retryCount: 1, state: 'passed', error: 'no reply within 2s\nsecond line' },
    { name: 'b', retryCount: 2, state: 'failed', error: 'expected 1 to be 2' },
  ])
  expect(words?.split('\n')).toEqual([
    ' Retried: 2 tests',
    `   ${name}: passed, retried once`,
    '     no reply within 2s',
    '   b: failed, retried 2 times',
    '     expected 1 to be 2',
  ])
})

test('nothing is printed if no test was retried', () => {
  expect(retriedTests([])).toBeUndefined()
})

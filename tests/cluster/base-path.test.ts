import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultOfBasePath, normalizeBasePath } from '../../lib/cluster/base-path.ts'

test.each([
  ['', ''],
  ['/', ''],
  ['llm', '/llm'],
  ['/llm/', '/llm'],
  ['//a//b//', '/a/b'],
  ['/v1', ''],
  ['/openai/v1/', '/openai'],
  ['/v1beta', '/v1beta'],
])('%j is normalised to %j', (written, path) => {
  expect(normalizeBasePath(written)).toBe(path)
})

test('a normalised base path is empty, or starts with a slash and does not end with one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z/v1]{0,12}$/), (written) => {
      const path = normalizeBasePath(written)
      expect(path).toMatch(/^(?:\/(?:.*[^/])?)?$/)
      expect(path).not.toBe('/')
    }),
  )
})

test.each([
  ['http://h/llm', 'URL'],
  ['/llm?x=1', 'query'],
  ['/llm#x', 'fragment'],
  ['/l lm', 'blank'],
  ['\\llm', 'backslash'],
  ['/a/../b', '`..`'],
  ['./a', '`.`'],
])('%s is not a base path', (written, word) => {
  expect(faultOfBasePath(written)?.message).toContain(word)
})

test.each(['', '/llm', 'llm/v1', '/a.b/..c'])('%j is a base path', (written) => {
  expect(faultOfBasePath(written)).toBeUndefined()
})

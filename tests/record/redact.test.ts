import { expect, test } from 'vitest'
import { redact } from '../../lib/record/redact.ts'

test('a secret is replaced anywhere in plain data, and nothing else changes', () => {
  const data = { a: 'Bearer sk-1', b: ['sk-1 sk-1', 5, null], c: { d: true } }
  expect(redact(data, ['sk-1', ''])).toEqual({
    a: 'Bearer ***',
    b: ['*** ***', 5, null],
    c: { d: true },
  })
  expect(redact(data, [])).toBe(data)
})

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

test('a secret is replaced in the forms that a server may repeat', () => {
  const secret = 'sk-live/12+34"56'
  const encoded = (text: string) => Buffer.from(text).toString('base64')
  const forms = [
    JSON.stringify({ key: secret }),
    `https://host/?key=${encodeURIComponent(secret)}`,
    encoded(secret),
    encoded(`user:${secret}`),
    encoded(`u:${secret}:x`),
    Buffer.from(`us:${secret}`).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ]
  for (const form of forms) expect(redact(form, [secret])).toContain('***')
  const texts = forms.map((form) => redact(form, [secret])).join('\n')
  for (const part of ['live', '12+34', '12%2B34', 'xpdmUv', 'MTIrMz', '6c697665']) {
    expect(texts).not.toContain(part)
  }
})

test('of two secrets that begin alike nothing is left, and names of properties are redacted', () => {
  expect(redact('a sk-12 sk-1234', ['sk-12', 'sk-1234'])).toBe('a *** ***')
  expect(redact({ 'HTTP 401: sk-1': 1, 'HTTP 401: sk-2': 2 }, ['sk-1', 'sk-2'])).toEqual({
    'HTTP 401: ***': 1,
    'HTTP 401: *** (2)': 2,
  })
})

import { describe, expect, test } from 'vitest'
import { redact } from '../../../lib/source/secrets/redact.ts'

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

describe('a secret that is split or cut off is replaced', () => {
  const secret = 'correct-horse/battery+staple-0123456789'
  const base64 = Buffer.from(`user:${secret}:${'x'.repeat(80)}`).toString('base64')

  test.each([
    ['on two lines', 'key correct-horse/bat\ntery+staple-0123456789 refused', 'key *** refused'],
    ['on indented lines', 'correct-horse/bat\r\n\t tery+staple-\n  0123456789!', '***!'],
    ['with its line ends made blanks', 'a correct-horse/bat tery+staple-0123456789', 'a ***'],
    ['with line ends escaped in JSON', '"correct-horse/bat\\ntery+staple-0123456789"', '"***"'],
    ['in JSON in JSON', 'correct-horse/bat\\\\r\\\\ntery+staple-0123456789', '***'],
    ['in a URL', '?k=correct-horse%2Fbat%0D%0Atery%2Bstaple-0123456789&b', '?k=***&b'],
    ['with its end cut off', 'key correct-horse/bat… (400 more)', 'key ***… (400 more)'],
    ['with its end cut off by a server', 'key correct-horse/b... is wrong', 'key ***... is wrong'],
    ['with its end cut off on its second line', 'correct-ho rse/bat…', '***…'],
    ['with its beginning masked already', 'key *** tery+staple-0123456789!', 'key *** ***!'],
    ['with its beginning masked and its end cut off', '*** tery+stap…', '*** ***…'],
  ])('%s', (_, text, masked) => {
    expect(redact(text, [secret])).toBe(masked)
  })

  test.each([64, 76, 20])('as base64 in lines of %i characters', (width) => {
    const lines = (base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n')
    const masked = redact(lines, [secret]).replaceAll('\n', '')
    expect(masked).toMatch(/^[\w+/]{6,8}\*\*\*[\w+/=]+$/)
    expect(Buffer.from(masked, 'base64').toString()).not.toMatch(/horse|batt|staple|0123/)
  })

  test.each([
    'correct',
    'correct-…',
    'correct-horse',
    'correct horse battery staple',
    'a correct-horse/bat is not it',
    '*** battery+staple-0',
  ])('and less than that stays: %s', (text) => {
    const shown = redact(text, [secret, 'short'])
    expect(shown).toBe(text === 'correct-…' ? '***…' : text)
  })

  test('but a short one only if it is whole', () => {
    expect(redact('sh\nort short shor…', ['short'])).toBe('sh\nort *** shor…')
  })

  test('and a long text that repeats its beginning stays', () => {
    const long = 'a'.repeat(200)
    const text = `${'a '.repeat(20_000)}${'\\\\'.repeat(20_000)}`
    expect(redact(text, [`${long}b`])).toBe(text)
  })
})

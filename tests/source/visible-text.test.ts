import { describe, expect, test } from 'vitest'
import { visibleJson, visibleText } from '../../lib/source/visible-text.ts'

const invisible = [
  '\u001b',
  '\u0007',
  '\r',
  '\u007f',
  '\u009b',
  '\u0085',
  '\u202e',
  '\u2066',
  '\u2028',
  '\ud800',
]

describe('text for a terminal', () => {
  test.each(invisible)('shows invisible characters, and keeps its length: %j', (character) => {
    expect(visibleText(`a${character}b`)).toBe('a\ufffdb')
  })

  test('keeps tabs, line feeds, accents and emoji', () => {
    expect(visibleText('a\tb\n\u00e9 \u{1f600}')).toBe('a\tb\n\u00e9 \u{1f600}')
  })

  test('is escaped as in JSON, with the same value', () => {
    const value = { name: invisible.join('-') }
    const json = visibleJson(JSON.stringify(value))
    expect(JSON.parse(json)).toEqual(value)
    expect(visibleText(json)).toBe(json)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFault } from '../../lib/source/json-fault.ts'

function place(text: string): string {
  const { line, column, message } = jsonFault(text)
  return `${line}:${column} ${message.replace('not valid JSON: ', '')}`
}

const here = 'a mistake here, or just before'
const early = 'it ends too early'

describe('the mistake in a text that is not JSON', () => {
  test.each([
    ['', `1:1 ${early}`],
    ['{"a": 1,\n "b', `2:2 ${here}`],
    ['{"a": 1,\n "b":', `2:6 ${early}`],
    ['[1, 2', `1:6 ${early}`],
    ['[1,]', `1:4 ${here}`],
    ['{"a": 1,}', `1:9 ${here}`],
    ['{"a" 1}', `1:6 ${here}`],
    ['{"a": 1]', `1:8 ${here}`],
    ['[01]', `1:2 ${here}`],
    ['"a\tb"', `1:1 ${here}`],
    ['PASSWORD=x', `1:1 ${here}`],
    ['{} {}', `1:4 ${here}`],
    ['1 }', `1:3 ${here}`],
    ['[nul]', `1:2 ${here}`],
    ['\n\n  ]', `3:3 ${here}`],
  ])('of %j is found', (text, expected) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(place(text)).toBe(expected)
  })

  test('is found at any depth and length', () => {
    expect(place('['.repeat(100_000))).toBe(`1:100001 ${early}`)
    expect(place(`["${'a'.repeat(5_000_000)}", x]`)).toBe(`1:5000006 ${here}`)
  })

  test('is never before a part that is valid, and is at the end of a text that only lacks its rest', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        expect(place(text)).toBe(`1:${text.trimEnd().length + 1} ${early}`)
        expect(place(`${text} ?`)).toBe(`1:${text.length + 2} ${here}`)
        expect(jsonFault(text.slice(0, cut % text.length)).column).toBeLessThanOrEqual(
          (cut % text.length) + 1,
        )
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { firstDifference } from '../../lib/slo/page/declared-part.ts'

const page = (verdict: string, target = '< 1s') => `# Title

${verdict}
| \`a\` | ${target}${verdict && `<!-- verdict --> passed: 1ms<!-- /verdict -->`} |
end
`

describe('the first difference between two pages', () => {
  test('is absent if only verdicts differ, in lines of their own and within others', () => {
    const reported = page('<!-- verdict -->\nLast verdict: failed\n\nmore\n<!-- /verdict -->\n')
    expect(firstDifference(reported, page(''))).toBeUndefined()
    expect(firstDifference(page(''), reported)).toBeUndefined()
    expect(firstDifference(reported.replaceAll('\n', '\r\n'), page(''))).toBeUndefined()
  })

  test('is reported with the line of the existing page', () => {
    const reported = page('<!-- verdict -->\nLast verdict: failed\n<!-- /verdict -->\n')
    expect(firstDifference(reported, page('', '< 2s'))).toEqual({
      line: 7,
      found: '| `a` | < 1s |',
      expected: '| `a` | < 2s |',
    })
  })

  test('is reported if one ends before the other', () => {
    expect(firstDifference('a\nb\n', 'a\n')).toEqual({ line: 2, found: 'b', expected: undefined })
    expect(firstDifference('a\n', 'a\nb\n')).toEqual({ line: 2, found: undefined, expected: 'b' })
    expect(firstDifference('', 'a\n')).toEqual({ line: 1, found: undefined, expected: 'a' })
  })
})

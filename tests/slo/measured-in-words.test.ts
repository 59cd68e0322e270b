import { describe, expect, test } from 'vitest'
import { measuredInWords, runsInWords, type Words } from '../../lib/slo/measured-in-words.ts'
import type { SloTest } from '../../lib/slo/slo.ts'
import { declaredTest } from './declared.ts'

function inWords(words: Words): string {
  return words.map((word) => (typeof word === 'string' ? word : `\`${word.code}\``)).join('')
}

function measured(check: string, expectations: string): string {
  const [first] = declaredTest(check, expectations).tests
  return measuredInWords(first as SloTest)
    .map(inWords)
    .join(', ')
}

describe('the description of how a test is measured', () => {
  test.each([
    ['ping: {}', '{ packet_loss: 0% }', '10 packets'],
    ['tcp: { count: 1 }', '{ open: true }', '1 connection'],
    ['model: {}', '{ answers: true }', ''],
    [
      'benchmark: { concurrency: [5, 15], workers: 3, compare: { baseline: [a] }, repetitions: 2 }',
      '{ success_rate: ">= 95%" }',
      '100 requests at each level, by each side, at a concurrency of 5 and 15, on 3 workers, the workers `all` against `a`, each level twice at least, workload `short-chat` with a cold prefix',
    ],
    [
      'soak: { rate: 2/s, duration: 1m, strategy: p2c }',
      '{ success_rate: ">= 95%" }',
      'at a rate of `2/s`, for `1m`, workload `short-chat` with a cold prefix, strategy `p2c`',
    ],
    [
      'command: { run: [curl, -H, "Authorization: Bearer abc123"] }',
      '{ exit_code: 0 }',
      'runs `curl -H Authorization: ***`',
    ],
    [
      'http: { path: /x, headers: { X-Team: mine } }',
      '{ ok: true }',
      'path `/x`, headers of its own',
    ],
    ['idle: { spread: 40% }', '{ idle: true }', '10 samples, `spread: 40%`'],
  ])('for %s %s', (check, expectations, words) => {
    expect(measured(check, expectations)).toBe(words)
  })

  test.each([
    ['tcp: {}', '', 'each worker'],
    ['tcp: {}', 'for: [a, b]', 'each of `a` and `b`'],
    ['subnet: {}', 'for: all workers', 'all workers together'],
    ['subnet: {}', 'requires: { workers: 2 }', 'all workers together; needs 2 workers'],
    ['subnet: {}', 'for: c', '`c` together'],
  ])('names its targets: %s %s', (check, more, words) => {
    const metric = check.startsWith('tcp') ? 'open' : 'same_subnet'
    const [first] = declaredTest(check, `{ ${metric}: true }`, { more }).tests
    expect(inWords(runsInWords(first as SloTest))).toBe(words)
  })
})

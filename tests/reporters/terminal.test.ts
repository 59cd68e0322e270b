import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { TestRecord } from '../../lib/record/test-record.ts'
import type { ConditionVerdict, Verdict } from '../../lib/record/verdict.ts'
import { suiteTables } from '../../reporters/terminal.ts'

function condition(
  metric: string,
  text: string,
  formatted: string,
  changes: Partial<ConditionVerdict> = {},
): ConditionVerdict {
  return {
    ...{ metric, dimension: 'multiplier', condition: text, status: 'pass' },
    ...{ measured: 1, formatted, ...changes },
  }
}

function record(conditions: readonly ConditionVerdict[], changes: Partial<Verdict> = {}) {
  const testRecord: TestRecord = {
    ...{ schemaVersion: 1, suite: 'Scaling', stage: 'perf', test: 'three workers beat one' },
    ...{ subject: 'cluster', check: 'benchmark' },
    verdict: { status: 'pass', conditions, ...changes },
  }
  return testRecord
}

function shown(records: readonly TestRecord[], width = 100): string {
  return stripVTControlCharacters(suiteTables(records, width)).trim()
}

const at = (concurrency: number, status: ConditionVerdict['status'] = 'pass') => ({
  at: { concurrency },
  status,
})

describe('the table of a benchmark', () => {
  test('has a row for each level, and one for what must hold at all of them', () => {
    const conditions = [
      condition('success_rate', '>= 95%', '99%..100%'),
      condition('speedup', '>= 2.5x', '1.04x', at(5, 'fail')),
      condition('speedup', '>= 2.5x', '2.69x', at(15)),
      condition('latency.p95', '< 1s', '400ms', at(15)),
    ]
    expect(shown([record(conditions, { status: 'fail' })])).toBe(
      `
Scaling
                              success_rate >= 95%  speedup >= 2.5x  latency.p95 < 1s
   cluster                    ✓ 99%..100%
   cluster at concurrency 5                        ✗ 1.04x
   cluster at concurrency 15                       ✓ 2.69x          ✓ 400ms
`.trim(),
    )
  })

  test('grows by rows with its levels, not by columns', () => {
    const levels = [1, 2, 5, 10, 20, 50, 100]
    const metrics = ['success_rate', 'speedup', 'latency.p95', 'ttft.p95']
    const conditions = levels.flatMap((level) =>
      metrics.map((metric) => condition(metric, '< 1', String(level), at(level))),
    )
    const lines = shown([record(conditions)]).split('\n')
    expect(lines).toHaveLength(2 + levels.length)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
    expect(lines.at(-1)).toMatch(/^ {3}cluster at concurrency 100( +✓ 100){4}$/)
  })

  test('has the rows of every worker under each other', () => {
    const rows = ['mac-1', 'mac-2'].map((subject) => ({
      ...record([condition('speedup', '> 1x', '2x', at(5)), condition('retries', '0', '0')]),
      subject,
    }))
    const names = shown(rows)
      .split('\n')
      .slice(2)
      .map((line) => line.split('✓')[0]?.trim())
    expect(names).toEqual(['mac-1', 'mac-1 at concurrency 5', 'mac-2', 'mac-2 at concurrency 5'])
  })

  test('says once, in the row of its subject, that a test was skipped', () => {
    const judged = { ...record([condition('speedup', '> 1x', '2x', at(5))]), subject: 'mac-1' }
    const skipped = { ...record([], { status: 'skipped' }), subject: 'mac-2' }
    expect(shown([judged, skipped]).split('\n').slice(2)).toEqual([
      '   mac-1 at concurrency 5  ✓ 2x',
      '   mac-2                   skipped',
    ])
  })
})

describe('what stays open', () => {
  test('is told with its level', () => {
    const open = condition('speedup', '>= 2.5x', '2.6x', {
      ...at(15, 'inconclusive'),
      reason: '2.6x (2.4x to 2.8x at 95%) straddles >= 2.5x',
    })
    expect(shown([record([open], { status: 'inconclusive' })])).toContain(
      '? three workers beat one › cluster: speedup at concurrency 15 is inconclusive: 2.6x (2.4x',
    )
  })

  test('is told once for a measurement that is unfit, with every reason', () => {
    const reason = 'not judged: the client was the limit'
    const open = [5, 15].map((level) =>
      condition('speedup', '>= 2.5x', '2.6x', { ...at(level, 'inconclusive'), reason }),
    )
    const measurement = {
      ...{ check: 'benchmark', subject: { name: 'cluster' }, metrics: {}, evidence: [] },
      ...{ notes: [], startedAt: '', durationMs: 1 },
      unfit: ['the client was the limit', 'the run drifted'],
    }
    const lines = shown([record(open, { status: 'inconclusive', measurement })]).split('\n')
    expect(lines.filter((line) => line.trim().startsWith('?'))).toEqual([
      '   ? three workers beat one › cluster is not judged: the client was the limit; the run drifted',
    ])
    expect(lines.join('\n')).toContain('cluster at concurrency 15  ? 2.6x')
  })
})

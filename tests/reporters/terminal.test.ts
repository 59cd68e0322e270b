import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import type { TestRecord } from '../../lib/record/test-record.ts'
import type { ConditionVerdict, Verdict } from '../../lib/record/verdict.ts'
import { displayWidth } from '../../lib/rendering/text-table.ts'
import { budgetsLine } from '../../reporters/terminal/budgets-line.ts'
import { sparkline } from '../../reporters/terminal/sparkline.ts'
import { suiteTables } from '../../reporters/terminal/suite-tables.ts'
import { widthOf } from '../../reporters/terminal.ts'
import { sourceModules } from '../../scripts/build/source-modules.mjs'

function condition(
  metric: string,
  text: string,
  formatted: string,
  changes: Partial<ConditionVerdict> = {},
): ConditionVerdict {
  return {
    metric,
    dimension: 'multiplier',
    condition: text,
    status: 'pass',
    measured: 1,
    formatted,
    ...changes,
  }
}

function record(conditions: readonly ConditionVerdict[], changes: Partial<Verdict> = {}) {
  const testRecord: TestRecord = {
    schemaVersion: 1,
    suite: 'Scaling',
    stage: 'perf',
    test: 'three workers beat one',
    subject: 'cluster',
    check: 'benchmark',
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
  test('has the levels as columns if that takes fewer lines', () => {
    const conditions = [
      condition('success_rate', '>= 95%', '99%..100%'),
      condition('speedup', '>= 2.5x', '2.7x', at(30)),
      condition('speedup', '>= 2.5x', '1.04x', at(5, 'fail')),
      condition('speedup', '>= 2.5x', '2.69x', at(15)),
      condition('latency.p95', '< 1s', '400ms', at(15)),
    ]
    expect(shown([record(conditions, { status: 'fail' })])).toBe(
      `
Scaling
   cluster by concurrency  all          5        15       30
   success_rate >= 95%     ✓ 99%..100%
   speedup >= 2.5x                      ✗ 1.04x  ✓ 2.69x  ✓ 2.7x
   latency.p95 < 1s                              ✓ 400ms
`.trim(),
    )
  })

  test('has the levels as rows if that takes fewer lines', () => {
    const conditions = [5, 15].flatMap((level) =>
      ['a', 'b', 'c'].map((metric) => condition(metric, '< 9', String(level), at(level))),
    )
    expect(shown([record(conditions)])).toBe(
      `
Scaling
                              a < 9  b < 9  c < 9
   cluster at concurrency 5   ✓ 5    ✓ 5    ✓ 5
   cluster at concurrency 15  ✓ 15   ✓ 15   ✓ 15
`.trim(),
    )
  })

  const levels = [1, 2, 5, 10, 20, 50]
  const metrics = [
    ...['success_rate', 'speedup', 'throughput', 'tokens_per_second.output', 'latency.p50'],
    ...['latency.p95', 'latency.p99', 'ttft.p95', 'itl.p95', 'share.each'],
  ]
  const large = levels.flatMap((level) =>
    metrics.map((metric) =>
      condition(metric, '< 100', `${level}ms`, { ...at(level), measured: level }),
    ),
  )

  test('of six levels and ten budgets has a line for each budget, with a sparkline', () => {
    const lines = shown([record(large)], 120).split('\n')
    expect(lines).toHaveLength(2 + metrics.length)
    expect(lines[2]).toMatch(/^ {3}success_rate < 100 +✓ 1ms( +✓ \d+ms){5} {2}▁▁▂▂▄█$/)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  test.each([80, 60, 40, 20])('of six levels and ten budgets fits into %d columns', (width) => {
    const lines = shown([record(large)], width).split('\n')
    const values = lines.join('\n').match(/✓/g) ?? []
    expect(values).toHaveLength(large.length)
    // On a line of its own, a name may be longer than the width of a log.
    const longest = '     ✓ tokens_per_second.output 50ms (< 100)'.length
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(width, longest))
    if (width <= 40) expect(lines).toContain('     ✓ latency.p95 50ms (< 100)')
  })

  test('puts budgets that differ from level to level beside the values', () => {
    const conditions = [
      condition('latency.p95', '< 1s', '400ms', at(5)),
      condition('latency.p95', '< 2s', '900ms', at(15)),
    ]
    expect(shown([record(conditions)])).toBe(
      `
Scaling
   cluster by concurrency  5               15
   latency.p95             ✓ 400ms (< 1s)  ✓ 900ms (< 2s)
`.trim(),
    )
  })

  test('separates two budgets of one metric', () => {
    const twice = [condition('speedup', '>= 1x', '2x'), condition('speedup', '< 3x', '2x')]
    expect(shown([record(twice)])).toMatch(/speedup >= 1x {2}speedup < 3x\n +cluster +✓ 2x +✓ 2x$/)
  })

  test('groups the rows of every worker', () => {
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

  test('shows once, in the row of its subject, that a test was skipped', () => {
    const judged = { ...record([condition('speedup', '> 1x', '2x', at(5))]), subject: 'mac-1' }
    const skipped = { ...record([], { status: 'skipped' }), subject: 'mac-2' }
    expect(shown([judged, skipped]).split('\n').slice(2)).toEqual([
      '   mac-1 at concurrency 5  ✓ 2x',
      '   mac-2                   skipped',
    ])
  })
})

describe('the table of very many workers', () => {
  const workers = (status: (index: number) => ConditionVerdict['status']) =>
    Array.from({ length: 20_000 }, (_, index) => ({
      ...record([condition('open', 'true', 'true', { status: status(index) })]),
      subject: `w${index}`,
    }))

  test('shows those first that miss a budget', () => {
    const lines = shown(workers((index) => (index % 1_000 === 7 ? 'fail' : 'pass'))).split('\n')
    expect(lines.filter((line) => line.includes('✗'))).toHaveLength(20)
    expect(lines.at(-1)).toBe('   and 19980 more rows, all met')
  })

  test('shows how many more there are, and that they are not met if so', () => {
    const lines = shown(workers(() => 'fail')).split('\n')
    expect(lines).toHaveLength(2 + 40 + 1)
    expect(lines.at(-1)).toBe('   and 19960 more rows, of which 19960 are not met')
  })
})

describe('names in the terminal report', () => {
  test('cannot break the lines of the terminal, nor colour them', () => {
    const odd = '\u001b[31mred\u001b[0m\nnext\u0007'
    const text = suiteTables(
      [{ ...record([condition(odd, odd, odd)]), suite: odd, subject: odd }],
      100,
    )
    const lines = text.split('\n').filter(Boolean)
    expect(lines).toHaveLength(3)
    expect(stripVTControlCharacters(text)).not.toContain('\u0007')
    expect(text).not.toContain('\u001b[31mred')
  })

  test('with wide characters keep their columns', () => {
    const [wide, narrow] = ['機械', 'mac1'].map((subject) => ({
      ...record([condition('open', 'true', 'yes')]),
      subject,
    }))
    const [, , first = '', second = ''] = shown([wide, narrow] as TestRecord[]).split('\n')
    expect(first.indexOf('✓') + 2).toBe(second.indexOf('✓'))
    expect(displayWidth('é😀')).toBe(3)
  })
})

describe('an undecided condition in the terminal report', () => {
  test('is reported with its level', () => {
    const open = condition('speedup', '>= 2.5x', '2.6x', {
      ...at(15, 'inconclusive'),
      reason: '2.6x (2.4x to 2.8x at 95%) straddles >= 2.5x',
    })
    expect(shown([record([open], { status: 'inconclusive' })])).toContain(
      '? three workers beat one › cluster: speedup at concurrency 15 is inconclusive: 2.6x (2.4x',
    )
  })

  test('is reported once for a measurement that is unfit, with every reason', () => {
    const reason = 'not judged: the client was the limit'
    const open = [5, 15].map((level) =>
      condition('speedup', '>= 2.5x', '2.6x', { ...at(level, 'inconclusive'), reason }),
    )
    const measurement = {
      check: 'benchmark',
      subject: { name: 'cluster' },
      metrics: {},
      evidence: [],
      notes: [],
      startedAt: '',
      durationMs: 1,
      unfit: ['the client was the limit', 'the run drifted'],
    }
    const lines = shown([record(open, { status: 'inconclusive', measurement })]).split('\n')
    expect(lines.filter((line) => line.trim().startsWith('?'))).toEqual([
      '   ? three workers beat one › cluster is not judged: the client was the limit; the run drifted',
    ])
    expect(lines.join('\n')).toContain('speedup >= 2.5x         ? 2.6x  ? 2.6x')
  })
})

describe('the last line of the terminal report', () => {
  test('counts the budgets of the run by status', () => {
    const statuses = ['pass', 'pass', 'fail', 'no_data', 'inconclusive'] as const
    const conditions = statuses.map((status) => condition('open', 'true', 'true', { status }))
    expect(stripVTControlCharacters(budgetsLine([record(conditions), record([])]))).toBe(
      ' Budgets  ✓ 2 met  ✗ 1 missed  ✗ 1 without data  ? 1 inconclusive',
    )
  })

  test('is missing if there is no budget', () => {
    expect(budgetsLine([record([])])).toBe('')
  })
})

describe('a sparkline', () => {
  test.each([
    [[1, 2, 3], '▁▅█'],
    [[3, undefined, 1, 2], '█ ▁▅'],
    [[1, 2], ''],
    [[5, 5, 5], ''],
    [[1, Number.NaN, 2, 3], '▁ ▅█'],
  ])('of %j is %j', (values, picture) => {
    expect(sparkline(values)).toBe(picture)
  })
})

describe('the width and colours of the terminal', () => {
  test('are from the terminal, or its environment, or the default of a log', () => {
    expect(widthOf({ columns: 66 }, { COLUMNS: '77' })).toBe(66)
    expect(widthOf({}, { COLUMNS: '77' })).toBe(77)
    expect(widthOf({ columns: 0 }, {})).toBe(120)
  })

  test.each([
    [{ NO_COLOR: '1', FORCE_COLOR: undefined }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: undefined }, true],
    [{ CI: 'true', NO_COLOR: undefined, FORCE_COLOR: undefined }, true],
    [{ CI: 'true', NO_COLOR: '1', FORCE_COLOR: undefined }, false],
  ])('with %j include colours: %j', async (env, hasColours) => {
    const folder = join(import.meta.dirname, '../../node_modules/.tmp/suite-tables')
    const [module] = await sourceModules(['reporters/terminal/suite-tables'], folder)
    const records = JSON.stringify([record([condition('speedup', '> 1x', '2x')])])
    const script = `import { suiteTables } from '${module}'
console.log(suiteTables(${records}, 100))`
    const { stdout } = await execa('node', ['--input-type=module', '-e', script], { env })
    expect(stdout !== stripVTControlCharacters(stdout)).toBe(hasColours)
  })
})

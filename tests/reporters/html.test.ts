import { describe, expect, test } from 'vitest'
import type { Diagnosis } from '../../lib/record/verdict.ts'
import { renderHtml } from '../../reporters/html.ts'
import { condition, file, judged, measurement, run, testCase } from './html-records.ts'

/** The visible text of a page, without its style. */
function textOf(page: string): string {
  return page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<title>[^<]*<\/title>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll(/\s+/g, ' ')
}

function headings(page: string): string[] {
  return [...page.matchAll(/<(h[1-4])[^>]*>(.*?)<\/\1>/g)].map(
    ([, level, text = '']) => `${level} ${textOf(text).trim()}`,
  )
}

const refused: Diagnosis = {
  code: 'connection_refused',
  symptom: '10.0.0.2:1234 refuses connections',
  cause: 'the server is not running',
  remedy: ['start it: `lms server start`', 'see what listens'],
}

function refusedCase(subject: string) {
  return judged(
    {
      status: 'fail',
      conditions: [
        condition({
          metric: 'open',
          dimension: 'boolean',
          condition: 'true',
          status: 'fail',
          measured: false,
          formatted: 'false',
          reason: 'false is not true',
        }),
      ],
      diagnosis: { ...refused, symptom: `${subject} refuses connections` },
    },
    { subject, test: 'port open', stage: 'network', check: 'tcp' },
  )
}

describe('the verdict of the HTML report', () => {
  test.each([
    [[testCase()], 'Passed', 'Every one of 1 test case passed.'],
    [
      [testCase(), testCase({ status: 'skipped' })],
      'Passed',
      '1 of 2 test cases passed, the others were skipped.',
    ],
    [
      [testCase({ status: 'skipped' })],
      'Nothing was tested',
      'Every test case was skipped, which proves nothing.',
    ],
    [[], 'Nothing was tested', 'No test was run.'],
    [
      [testCase(), testCase({ status: 'inconclusive' })],
      'Inconclusive',
      '1 of 2 test cases stayed inconclusive',
    ],
    [
      [testCase({ status: 'failed' }), testCase({ status: 'inconclusive' })],
      'Failed',
      'Of 2 test cases, 1 failed and 1 stayed inconclusive.',
    ],
    [[testCase({ status: 'error' })], 'Failed', 'Of 1 test case, 1 ended in an error.'],
  ] as const)('%#: $1', (cases, word, sentence) => {
    const page = renderHtml(run(cases))
    expect(headings(page)[0]).toMatch(new RegExp(`^h1 . ${word}$`))
    expect(textOf(page)).toContain(sentence)
    expect(page).toContain(`<title>${word} · Clustergate</title>`)
  })

  test('is failed if something broke outside the tests', () => {
    const error = { name: 'UserError', message: 'a.spec.yaml:3 cannot be read\ndetails' }
    const page = renderHtml(run([testCase()], { files: [file([testCase()], { errors: [error] })] }))
    expect(headings(page)).toEqual(
      expect.arrayContaining(['h1 ✗ Failed', 'h3 ! a.spec.yaml:3 cannot be read']),
    )
    expect(textOf(page)).toContain(
      '1 of 1 test case passed, and something went wrong outside them.',
    )
    expect(textOf(page)).toContain('1 passed, 1 error outside tests')
    const empty = renderHtml(run([], { files: [file([], { errors: [error] })] }))
    expect(textOf(empty)).toContain('No test of this stage came to be run: what went wrong')
    expect(textOf(renderHtml(run([], { files: [], errors: [error] })))).toContain(
      'The run failed outside its tests.',
    )
  })

  test.each([['interrupted'], ['cut_off']] as const)('shows that a run was %s', (ended) => {
    expect(textOf(renderHtml(run([testCase()], { ended })))).toMatch(
      /The run was (interrupted|cut off):/,
    )
    expect(textOf(renderHtml(run([testCase()], { ended: 'complete' })))).not.toContain(
      'The run was',
    )
  })
})

describe('the causes in the HTML report', () => {
  test('are reported once, with the remedy and all failures that they explain', () => {
    const cases = ['w1', 'w2', 'w3'].map(refusedCase)
    const page = renderHtml(run(cases))
    const findings = page.match(/<article class="finding.*?<\/article>/g)
    expect(findings).toHaveLength(1)
    const text = textOf(findings?.[0] ?? '')
    expect(text).toContain(
      'w1 refuses connections Cause: the server is not running Remedy: start it: lms server start',
    )
    expect(text).toMatch(/port open › w1.*port open › w2 : w2 refuses connections.*port open › w3/)
    expect(findings?.[0]).toContain('<code>lms server start</code>')
  })

  test('in the network precede those of their consequences, with undecided ones last', () => {
    const slow = { ...refused, code: 'worker_slower', symptom: 'w2 is slow' }
    const open = { ...refused, code: 'client_limited', symptom: 'the client was the limit' }
    const perf = file([
      judged({ status: 'inconclusive', diagnosis: open }, { test: 'a' }),
      judged({ status: 'inconclusive', diagnosis: open }, { test: 'b' }),
      judged({ status: 'fail', diagnosis: slow }, { test: 'c' }),
      judged({ status: 'fail', diagnosis: slow }, { test: 'd' }),
    ])
    const network = file([refusedCase('w1')], {
      stage: 'network',
      file: 'specs/network/a.spec.yaml',
    })
    const page = renderHtml(run([], { files: [perf, network] }))
    expect(
      headings(page)
        .filter((each) => each.startsWith('h3 '))
        .slice(0, 3),
    ).toEqual(['h3 ✗ w1 refuses connections', 'h3 ✗ w2 is slow', 'h3 ? the client was the limit'])
  })

  test('that a matcher reports in TypeScript are merged with those of the specs', () => {
    const message = [
      'open: false is not true',
      '  worker: w1 (10.0.0.2:1234)',
      `  cause: ${refused.cause}`,
      '  remedy: start it',
      '          see what listens',
    ].join('\n')
    const typed = testCase({
      name: 'TS > connects › w1',
      status: 'failed',
      errors: [{ name: 'Error', message }],
    })
    const joined = renderHtml(run([refusedCase('w1'), typed]))
    expect(joined.match(/<article class="finding/g)).toHaveLength(1)
    expect(textOf(joined)).toContain('connects › w1 : open: false is not true')
    const alone = textOf(renderHtml(run([typed])))
    expect(alone).toContain('Cause: the server is not running Remedy: start it see what listens')
  })

  test('that are unknown leave the message', () => {
    const errors = [{ name: 'Error', message: 'fetch failed\n  at somewhere' }]
    const text = textOf(renderHtml(run([testCase({ status: 'error', errors })])))
    expect(text).toContain('fetch failed')
    expect(text).toContain('at somewhere')
  })

  test('contain a closed gate once for all files behind it', () => {
    const closed = {
      name: 'GateClosed',
      message: 'the network gate is closed, so nothing was sent\nport open › w2',
    }
    const skipped = testCase({ status: 'skipped', reason: 'the network gate is closed' })
    const files = ['a', 'b'].map((name) =>
      file([skipped], { file: `specs/perf/${name}.spec.yaml`, errors: [closed, closed] }),
    )
    const page = renderHtml(run([], { files }))
    expect(page.match(/<article class="finding/g)).toHaveLength(1)
    expect(page).toContain('<details open=""><summary>Full message</summary>')
    expect(textOf(page)).toMatch(/Seen in specs\/perf\/a\.spec\.yaml specs\/perf\/b\.spec\.yaml/)
    expect(textOf(page)).toContain('Performance gate closed, nothing sent')
  })
})

describe('a test in the HTML report', () => {
  test('is shown once for all of its workers, unfolded only if something went wrong', () => {
    const slow = (subject: string, measured: number) =>
      judged(
        {
          status: measured < 1_000 ? 'pass' : 'fail',
          conditions: [
            condition({ measured, status: measured < 1_000 ? 'pass' : 'fail', reason: 'too slow' }),
          ],
          measurement: measurement({ metrics: { 'latency.p95': measured } }),
        },
        { subject, test: 'answers' },
      )
    const page = renderHtml(run([slow('w1', 400), slow('w2', 1_200), judged({}, { test: 'fine' })]))
    expect(headings(page)).toEqual(
      expect.arrayContaining(['h4 ✗ failed answers 1 of 2 passed', 'h4 ✓ passed fine']),
    )
    expect(page.match(/<details class="test failed" id="test-1-1" open="">/g)).toHaveLength(1)
    expect(page).toContain('<details class="test passed" id="test-1-2">')
    expect(textOf(page)).toContain('w2: latency.p95: too slow')
    expect(page).toContain(
      'aria-label="latency.p95: 400ms to 1.2s in 2 values, budget &lt; 1s: outside the budget"',
    )
  })

  test('that was skipped has its reason', () => {
    const skipped = (name: string) =>
      testCase({ name: `Suite > ${name}`, status: 'skipped', reason: 'needs 5 workers' })
    const text = textOf(renderHtml(run([skipped('a'), skipped('b')])))
    expect(text).toMatch(/2 tests skipped: needs 5 workers a b/)
  })

  test('that passed with a warning shows it', () => {
    const doubt = judged({
      status: 'inconclusive',
      conditions: [condition({ status: 'inconclusive', reason: 'straddles' })],
    })
    const text = textOf(renderHtml(run([{ ...doubt, status: 'passed' }])))
    expect(text).toContain('latency.p95: straddles')
  })

  test('shows which values have no data', () => {
    const cases = [
      judged({ conditions: [condition()], measurement: measurement() }, { subject: 'w1' }),
      judged(
        {
          status: 'fail',
          conditions: [
            condition({
              status: 'no_data',
              measured: null,
              formatted: 'no data',
              reason: 'no data',
            }),
          ],
        },
        { subject: 'w2' },
      ),
    ]
    expect(textOf(renderHtml(run(cases)))).toContain('400ms, 1 without data')
  })

  test('that was retried shows that, with the earlier failures', () => {
    const again = testCase({ retries: 1, earlierErrors: [{ name: 'Error', message: 'first try' }] })
    const text = textOf(renderHtml(run([again])))
    expect(text).toContain('run again 1 time')
    expect(text).toContain('Error: first try')
  })
})

describe('the environment', () => {
  test('links to the CI run, and to nothing that is not on the web', () => {
    const environment = {
      node: 'v20',
      platform: 'linux x64',
      cpus: '2',
      clustergate: '0.1.0',
      commit: '0123456789abcdef',
      hasChanges: true,
      ci: { name: 'GitHub Actions', url: 'https://github.com/a/b/actions/runs/1' },
    }
    const page = renderHtml(run([testCase()], { environment }))
    expect(page).toContain('<a href="https://github.com/a/b/actions/runs/1">GitHub Actions</a>')
    expect(textOf(page)).toContain('0123456789ab, with changes')
    const ci = { name: 'X', url: 'javascript:alert(1)' }
    expect(renderHtml(run([], { environment: { ...environment, ci } }))).not.toContain(
      'javascript:',
    )
  })
})

describe('a large run', () => {
  const many = (count: number, status: 'pass' | 'fail') =>
    Array.from({ length: count }, (_, index) =>
      judged(
        { status, conditions: [condition({ status })], measurement: measurement() },
        { test: `${status} ${index}` },
      ),
    )

  test('of 1,000 tests is a file of a few megabytes with passed tests folded', () => {
    const page = renderHtml(run([...many(990, 'pass'), ...many(10, 'fail')]))
    expect(page.length).toBeLessThan(4e6)
    expect(/<summary>.{0,90} 990 tests passed<\/summary>/.test(page)).toBe(true)
    expect(page.match(/<details class="test failed" [^>]* open=""/g)).toHaveLength(10)
  })

  test('of 100,000 tests shows failures and counts the rest', () => {
    const cases = many(100_000, 'pass')
    cases[99_999] = { ...testCase({ name: 'Suite > the one', status: 'failed' }) }
    const page = renderHtml(run(cases))
    expect(page.length).toBeLessThan(6e6)
    expect(headings(page)).toContain('h4 ✗ failed the one')
    expect(page.includes('and 99,000 more test cases in the run record')).toBe(true)
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.filter((id) => !page.includes(` id="${id}"`))).toEqual([])
  })

  test('with a message of 10 MB stays small', () => {
    const errors = [{ name: 'Error', message: `it broke\n${'x'.repeat(1e7)}` }]
    const page = renderHtml(run([testCase({ status: 'failed', errors })]))
    expect(page.length).toBeLessThan(100_000)
    expect(textOf(page)).toMatch(/… 9\d{6} more characters in the run record/)
  })
})

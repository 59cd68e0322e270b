import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import type { CaseRecord, RunRecord } from '../../lib/record/run/run-record.ts'
import { junitChunks } from '../../reporters/junit/document.ts'
import type { Dialect } from '../../reporters/junit/elements.ts'
import JUnitReporter from '../../reporters/junit.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { pythonWith, readByPython, schemaErrors, withJUnitFile } from './junit-readers.ts'
import {
  condition,
  everyOutcome,
  judgedCase,
  measurement,
  outcomes,
  runOfCases,
  testCase,
} from './records.ts'

function junitXml(run: RunRecord, dialect: Dialect = 'rich'): string {
  return [...junitChunks(run, dialect)].join('')
}

describe('a JUnit report', () => {
  test('has a case per test with its position, time and metrics', () => {
    const xml = junitXml(runOfCases([outcomes.failed]))
    expect(xml).toContain(
      '<testcase name="S > is near › w1" classname="network.specs/network/a.spec.yaml" file="specs/network/a.spec.yaml" line="4" time="1.234">'.replace(
        '1.234',
        (1_234.5 / 1_000).toFixed(3),
      ),
    )
    expect(xml).toContain('<property name="ping.rtt.avg" value="51"/>')
    expect(xml).toContain('<property name="diagnosis" value="slow_link"/>')
  })

  test('has no property for a metric without data', () => {
    expect(junitXml(runOfCases([outcomes.passed]))).not.toContain('rtt.max')
  })

  test('has one failure for a missed budget, with every message and its lines of the spec', () => {
    expect(junitXml(runOfCases([outcomes.failed]))).toContain(
      `      <failure message="rtt.avg: 51ms is not &lt; 10ms (and 1 more)" type="BudgetMissed"><![CDATA[rtt.avg: 51ms is not < 10ms
  cause: Wi-Fi

specs/network/a.spec.yaml:8:7
> 8 |       rtt.avg: < 10ms

rtt.max: no data: nothing was measured]]></failure>
`,
    )
  })

  test('has an error for a check that could not run', () => {
    expect(junitXml(runOfCases([outcomes.error]))).toContain(
      '<error message="there is no ping here" type="ProbeError"><![CDATA[there is no ping here]]></error>',
    )
  })

  test('has a failure of a separate type for an inconclusive test', () => {
    expect(junitXml(runOfCases([outcomes.inconclusive]))).toMatch(
      /<failure message="[^"]*" type="Inconclusive">/,
    )
  })

  test('has the reason of a skipped test, and whether it was the closed gate', () => {
    const xml = junitXml(runOfCases([outcomes.skipped, outcomes.behindGate]))
    expect(xml).toContain('<skipped message="the switch is being replaced"/>')
    expect(xml).toMatch(
      /<skipped message="the network gate is closed: &quot;[^"]*" type="GateClosed"/,
    )
  })

  test('shows attempts before the last', () => {
    const flaky = junitXml(runOfCases([outcomes.flaky]))
    expect(flaky).toContain(
      '<flakyFailure message="rtt.avg: 12ms is not &lt; 10ms" type="BudgetMissed"',
    )
    expect(flaky).toContain('<property name="retries" value="1"/>')
    expect(flaky).toContain('failures="0"')
    const inVain = junitXml(runOfCases([outcomes.retriedInVain]))
    expect(inVain).toMatch(/message="rtt\.avg: 51ms[^\n]*<!\[CDATA[\s\S]*<rerunFailure[^\n]*77ms/)
  })

  test('has a failure for a case that failed without an error', () => {
    expect(junitXml(runOfCases([testCase({ status: 'failed' })]))).toContain(
      '<failure message="it failed" type="Error"><![CDATA[it failed]]></failure>',
    )
  })

  describe('of a benchmark', () => {
    const metrics = { 'speedup{concurrency=5}': 1.04, 'speedup{concurrency=15}': 2.7 }
    const asked = (concurrency: number, line: number) =>
      condition({
        metric: 'speedup',
        at: { concurrency },
        dimension: 'multiplier',
        status: 'fail',
        place: { file: '/home/me/specs/perf/a.spec.yaml', line, column: 9 },
        frame: `> ${line} |         speedup: ">= 3x"`,
      })
    const benchmark = judgedCase(
      {
        status: 'failed',
        errors: [5, 15].map((level) => ({
          name: 'BudgetMissed',
          message: `speedup at concurrency ${level}: 1x is not >= 3x`,
        })),
      },
      {
        status: 'fail',
        conditions: [asked(5, 8), asked(15, 10)],
        measurement: measurement({ check: 'benchmark', metrics }),
      },
      { check: 'benchmark' },
    )

    test('has the metrics of every level under their keys', () => {
      const xml = junitXml(runOfCases([benchmark]))
      expect(xml).toContain('<property name="benchmark.speedup{concurrency=5}" value="1.04"/>')
      expect(xml).toContain('<property name="benchmark.speedup{concurrency=15}" value="2.7"/>')
    })

    test('has its own lines of the spec for each condition', () => {
      const xml = junitXml(runOfCases([benchmark]))
      expect(xml).toMatch(/speedup at concurrency 5: [^|]*a\.spec\.yaml:8:9\n> 8 \|/)
      expect(xml).toMatch(/speedup at concurrency 15: [^|]*a\.spec\.yaml:10:9\n> 10 \|/)
    })

    test('that passes with a warning reports what is undecided, with every reason', () => {
      const xml = junitXml(runOfCases([outcomes.warned]))
      expect(xml).toContain(
        '<property name="inconclusive" value="speedup at concurrency 15: not judged: the client was the limit"/>',
      )
      expect(xml).toContain('<property name="not_judged" value="the client was the limit"/>')
    })
  })

  test('has a case for a file that failed as a whole', () => {
    const xml = junitXml(
      runOfCases([outcomes.behindGate], {
        errors: [{ name: 'GateClosed', message: 'the network gate is closed' }],
      }),
    )
    expect(xml).toContain('<error message="the network gate is closed" type="GateClosed">')
    expect(xml).toContain('tests="2" failures="0" errors="1" skipped="1"')
  })

  test('refuses an unknown dialect', () => {
    expect(() => new JUnitReporter({ dialect: 'loose' as Dialect })).toThrow(
      "the JUnit reporter's dialect is loose: expected rich or strict",
    )
  })
})

describe('the strict dialect', () => {
  const strict = junitXml(everyOutcome, 'strict')

  test('has neither files nor lines, no properties of cases and no `skipped` of the whole', () => {
    expect(strict).not.toMatch(/ (?:file|line)="/)
    expect(strict).not.toMatch(/<testcase[^>]*>\s*<properties>/)
    expect(strict).toMatch(
      /<testsuites name="clustergate" tests="12" failures="4" errors="3" time=/,
    )
  })

  test('has the metrics as properties of the suite, and as lines in the output of their case', () => {
    expect(strict).toContain('<property name="S > is near › w1 › ping.rtt.avg" value="51"/>')
    expect(strict).toMatch(
      /name="S > is near › w1"[\s\S]*?<system-out><!\[CDATA\[\[\[PROPERTY\|ping\.rtt\.avg=51\]\]\n/,
    )
  })

  test('writes a level in words, because a name ends at the first equals sign', () => {
    expect(strict).toContain('[[PROPERTY|benchmark.speedup at concurrency 15=2.6]]')
  })
})

const readable = [
  ['a run of every outcome', everyOutcome],
  ['a run of nothing', runOfCases([])],
] as const

describeWith(hasTool('xmllint') ? [] : ['xmllint'], 'xmllint, given JUnit reports,', () => {
  for (const dialect of ['rich', 'strict'] as const) {
    test.each(readable)(`finds the ${dialect} dialect of %s valid`, async (_, run) => {
      await withJUnitFile(run, dialect, async (file) => {
        expect(await schemaErrors(file, dialect)).toBe('')
      })
    })
  }

  test('refuses the rich dialect with the schema of the strict one', async () => {
    await withJUnitFile(everyOutcome, 'rich', async (file) => {
      expect(await schemaErrors(file, 'strict')).toContain("The attribute 'skipped' is not allowed")
    })
  })
})

const readByPythonOf = (dialect: 'rich' | 'strict') => () => {
  const read = (run: RunRecord) => withJUnitFile(run, dialect, readByPython)

  test('has counts that add up', async () => {
    for (const suite of await read(everyOutcome)) {
      const of = (tag: string) => suite.cases.filter(({ result }) => result === tag).length
      expect(suite).toMatchObject({
        tests: suite.cases.length,
        failures: of('failure'),
        errors: of('error'),
        skipped: of('skipped'),
      })
    }
  })

  test('has every case with its name, its state and its complete message', async () => {
    const cases = (await read(everyOutcome)).flatMap((suite) => suite.cases)
    const ends = Object.fromEntries(cases.map(({ name, result, type }) => [name, { result, type }]))
    expect(ends).toEqual({
      'S > answers › w1': { result: null, type: null },
      'S > is near › w1': { result: 'failure', type: 'BudgetMissed' },
      'S > can be pinged › w1': { result: 'error', type: 'ProbeError' },
      'S > is steady › w1': { result: 'failure', type: 'Inconclusive' },
      'S > three beat one': { result: null, type: null },
      'S > later › w1': { result: 'skipped', type: null },
      'S > sometimes › w1': { result: null, type: null },
      'S > never › w1': { result: 'failure', type: 'BudgetMissed' },
      'T > adds up': { result: 'failure', type: 'AssertionError' },
      'specs/perf/c.spec.yaml': { result: 'error', type: 'GateClosed' },
      'L > answers › w1': { result: 'skipped', type: 'GateClosed' },
      'the run': { result: 'error', type: 'Error' },
    })
    const near = cases.find(({ name }) => name === 'S > is near › w1')
    expect(near?.text).toContain('> 8 |       rtt.avg: < 10ms')
  })

  test('returns a text unchanged that XML could misread', async () => {
    const text = 'a ]]> b <![CDATA[ c &amp; "d" \' < > 😀 é'
    const odd: CaseRecord = testCase({
      name: text,
      status: 'failed',
      errors: [{ name: text, message: text }],
    })
    const [suite] = await read(runOfCases([odd]))
    expect(suite?.cases[0]).toMatchObject({ name: text, message: text, type: text, text })
  })

  test('drops colours, shows characters that XML forbids as U+FFFD, and keeps the rest', async () => {
    const text = 'a\u0000\u0008b\ud800c\ufffe\uffffd\u001b[31mred\u001b[0m 😀'
    const [suite] = await read(runOfCases([testCase({ name: text })]))
    expect(suite?.cases[0]?.name).toBe('a\ufffd\ufffdb\ufffdc\ufffd\ufffddred 😀')
  })
}

for (const dialect of ['rich', 'strict'] as const) {
  const missing = pythonWith('xml.etree') ? [] : ['python3']
  describeWith(missing, `the ${dialect} dialect, read by Python`, readByPythonOf(dialect))
}

const python = pythonWith('junitparser')

/** Debian's python3-junitparser. */
describeWith(python ? [] : ['python3-junitparser'], 'junitparser, given JUnit reports,', () => {
  test('reads the rich dialect and counts its cases', async () => {
    const script = `
import json, sys
from junitparser import JUnitXml
xml = JUnitXml.fromfile(sys.argv[1])
told = [xml.tests, xml.failures, xml.errors, xml.skipped]
xml.update_statistics()
counted = [xml.tests, xml.failures, xml.errors, xml.skipped]
names = [case.name for suite in xml for case in suite]
json.dump([told, counted, names], sys.stdout)
`
    await withJUnitFile(everyOutcome, 'rich', async (file) => {
      const { stdout } = await execa(python ?? '', ['-c', script, file])
      const [reported, counted, names] = JSON.parse(stdout)
      expect(reported).toEqual([12, 4, 3, 2])
      expect(counted).toEqual(reported)
      expect(names).toHaveLength(12)
    })
  })
})

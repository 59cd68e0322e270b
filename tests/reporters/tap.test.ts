import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { writeReport } from '../../reporters/kit/write-report.ts'
import { tapChunks } from '../../reporters/tap/document.ts'
import { yamlBlock } from '../../reporters/tap/yaml-block.ts'
import { describeWith } from '../hosts/requirements.ts'
import { hasTapParser, readByPerl, yamlBlocks } from './contract/tap-readers.ts'
import { cutOff, everyOutcome, outcomes, runOfCases, testCase } from './records.ts'

function tap(run: RunRecord): string {
  return [...tapChunks(run)].join('')
}

async function perl(run: RunRecord) {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-tap-'))
  try {
    const file = join(folder, 'run.tap')
    writeReport(file, tapChunks(run))
    return await readByPerl(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a TAP report', () => {
  test('has a test point for each case, with details as YAML', () => {
    const text = tap(runOfCases([outcomes.failed]))
    expect(text).toMatch(
      /^TAP version 14\n# target: \/home\/me\/cluster\.yaml, 1 worker\n# network specs\/network\/a\.spec\.yaml\nnot ok 1 - S > is near › w1\n/,
    )
    expect(text).toMatch(/\n1\.\.1\n$/)
    expect(yamlBlocks(text).get(1)).toEqual({
      status: 'failed',
      file: 'specs/network/a.spec.yaml',
      line: 4,
      duration_ms: 1_234.5,
      message: `rtt.avg: 51ms is not < 10ms
  cause: Wi-Fi

specs/network/a.spec.yaml:8:7
> 8 |       rtt.avg: < 10ms

rtt.max: no data: nothing was measured`,
      diagnosis: 'slow_link',
      metrics: { 'ping.rtt.avg': 51, 'ping.method': 'icmp' },
    })
  })

  test('of nothing plans nothing', () => {
    expect(tap(runOfCases([]))).toMatch(/\n1\.\.0 # SKIP there were no tests\n$/)
  })

  test('of a run that was cut off has no plan', () => {
    expect(tap(cutOff)).toMatch(/\nBail out! the run was cut off[^\n]*\n$/)
    expect(tap(cutOff)).not.toMatch(/^1\.\./m)
  })
})

describe('the YAML of a TAP test point', () => {
  test('has no plain scalar that YAML would read as another type', () => {
    // Section 5.1 of YAML 1.2: most of C1, and a byte order mark within a text.
    expect(yamlBlock({ message: 'a\u0085b\u009fc\ufeffd\u007f' })).toBe(
      '  ---\n  message: "a\ufffdb\ufffdc\ufffdd\ufffd"\n  ...\n',
    )
  })

  test('has numbers that JSON cannot represent', () => {
    const block = yamlBlock({ metrics: { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: -0.5 } })
    expect(block).toBe('  ---\n  metrics:\n    "a": .nan\n    "b": .inf\n    "c": -0.5\n  ...\n')
  })
})

describeWith(hasTapParser() ? [] : ['perl'], 'TAP::Parser, given a TAP report,', () => {
  test('reads every case and its state', async () => {
    const { points, failed, planned } = await perl(everyOutcome)
    expect([planned, failed]).toEqual([12, 7])
    expect(
      points.map(({ isOk, description, directive }) => [isOk, description, directive]),
    ).toEqual([
      [true, '- S > answers › w1', ''],
      [false, '- S > is near › w1', ''],
      [false, '- S > can be pinged › w1', ''],
      [false, '- S > is steady › w1', ''],
      [true, '- S > three beat one', ''],
      [true, '- S > later › w1', 'SKIP'],
      [true, '- S > sometimes › w1', ''],
      [false, '- S > never › w1', ''],
      [false, '- T > adds up', ''],
      [false, '- specs/perf/c.spec.yaml', ''],
      [true, '- L > answers › w1', 'SKIP'],
      [false, '- the run', ''],
    ])
    expect(points[10]?.reason).toContain('gate closed: the network gate is closed')
  })

  test('does not read a name as a directive', async () => {
    const { points } = await perl(
      runOfCases([
        testCase({ name: 'a # SKIP b', status: 'failed' }),
        testCase({ name: '# TODO' }),
      ]),
    )
    expect(points.map(({ isOk, directive }) => [isOk, directive])).toEqual([
      [false, ''],
      [true, ''],
    ])
  })

  test('detects that a run was cut off', async () => {
    expect(await perl(cutOff)).toMatchObject({ isBailedOut: true, failed: 1 })
  })
})

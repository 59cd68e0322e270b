import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { writeReport } from '../../reporters/kit/write-report.ts'
import { openMetricsChunks } from '../../reporters/openmetrics/exposition.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { readOpenMetrics } from './contract/openmetrics-grammar.ts'
import { pythonWith } from './junit-readers.ts'
import {
  cutOff,
  everyOutcome,
  judgedCase,
  measurement,
  nastyRun,
  outcomes,
  runOfCases,
  testCase,
} from './records.ts'

function exposition(run: RunRecord): string {
  return [...openMetricsChunks(run)].join('')
}

function family(run: RunRecord, name: string) {
  const found = readOpenMetrics(exposition(run)).find((each) => each.name === name)
  if (!found) throw new Error(`no family ${name}`)
  return found
}

describe('an OpenMetrics report', () => {
  test('has each metric in base units, with its description', () => {
    const metrics = { 'rtt.avg': 51, packet_loss: 2.5, 'rtt.max': null, method: 'icmp' }
    const run = runOfCases([judgedCase({}, { measurement: measurement({ metrics }) })])
    expect(family(run, 'clustergate_measured_rtt_avg_seconds')).toMatchObject({
      type: 'gauge',
      unit: 'seconds',
      help: expect.stringMatching(/./),
      samples: [
        {
          value: 0.051,
          labels: {
            stage: 'network',
            file: 'specs/network/a.spec.yaml',
            suite: 'S',
            test: 't',
            subject: 'w1',
            check: 'ping',
          },
        },
      ],
    })
    expect(family(run, 'clustergate_measured_packet_loss_ratio').samples[0]?.value).toBe(0.025)
    expect(exposition(run)).not.toMatch(/rtt_max|method/)
  })

  test('has a sample for each level, and for each member of a family', () => {
    const metrics = {
      'speedup{concurrency=5}': 1.04,
      'speedup{concurrency=15}': 2.7,
      'share.mac-1{concurrency=15}': 33,
    }
    const run = runOfCases([
      judgedCase({}, { measurement: measurement({ check: 'benchmark', metrics }) }),
    ])
    const levels = family(run, 'clustergate_measured_speedup').samples
    expect(levels.map(({ labels, value }) => [labels.concurrency, value])).toEqual([
      ['5', 1.04],
      ['15', 2.7],
    ])
    expect(family(run, 'clustergate_measured_share_ratio').samples[0]).toMatchObject({
      labels: { member: 'mac-1', concurrency: '15' },
      value: 0.33,
    })
  })

  test('distinguishes true from false, and leaves out non-numeric values', () => {
    const metrics = { open: false, reachable: true, state: 'refused', odd: Number.NaN }
    const run = runOfCases([
      judgedCase({}, { measurement: measurement({ check: 'tcp', metrics }) }),
    ])
    expect(family(run, 'clustergate_measured_open').samples[0]?.value).toBe(0)
    expect(family(run, 'clustergate_measured_reachable').samples[0]?.value).toBe(1)
    expect(exposition(run)).not.toMatch(/_state|_odd/)
  })

  test('has the status of each test and each condition', () => {
    const statuses = family(everyOutcome, 'clustergate_test_status').samples
    const ends = statuses.map(({ labels }) => labels.status)
    expect(ends.filter((status) => status === 'inconclusive')).toHaveLength(1)
    expect(ends.filter((status) => status === 'gate_closed')).toHaveLength(1)
    expect(family(everyOutcome, 'clustergate_condition_status').samples).toContainEqual(
      expect.objectContaining({
        labels: expect.objectContaining({ metric: 'rtt.max', status: 'no_data', test: 'is near' }),
      }),
    )
    expect(family(everyOutcome, 'clustergate_errors_outside_tests').samples[0]?.value).toBe(2)
  })

  test('distinguishes tests of the same name, and names that differ only in punctuation', () => {
    const twice = judgedCase({}, { measurement: measurement({ metrics: { 'a.b': 1, 'a-b': 2 } }) })
    const { samples } = family(runOfCases([twice, twice]), 'clustergate_measured_a_b')
    expect(samples.map(({ labels, value }) => [labels.occurrence, labels.metric, value])).toEqual([
      [undefined, undefined, 1],
      [undefined, 'a-b', 2],
      ['2', undefined, 1],
      ['2', 'a-b', 2],
    ])
  })

  test('has the environment of the run', () => {
    expect(family(runOfCases([testCase()]), 'clustergate_run_info').samples[0]).toMatchObject({
      name: 'clustergate_run_info',
      labels: { node: 'v20.19.0', commit: 'a'.repeat(40), ci: 'GitHub Actions' },
    })
    expect(family(cutOff, 'clustergate_run_complete').samples[0]?.value).toBe(0)
  })
})

describe('the OpenMetrics reader of these tests', () => {
  test.each([
    ['a 1\n# EOF\n', 'a sample of another family, or of none'],
    ['# TYPE a gauge\na{b="1",b="2"} 1\n# EOF\n', 'a label twice'],
    ['# TYPE a gauge\na 1\na 2\n# EOF\n', 'the same labels twice'],
    ['# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n', 'the name does not end with the unit'],
    ['# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# HELP a x\n# EOF\n', 'comes again'],
    ['# TYPE a gauge\na{b="\\t"} 1\n# EOF\n', 'neither a descriptor nor a sample'],
    ['# TYPE a gauge\na 1', 'the end is missing'],
  ])('refuses %j', (text, words) => {
    expect(() => readOpenMetrics(text)).toThrow(words)
  })
})

async function withFile<T>(run: RunRecord, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-openmetrics-'))
  try {
    const file = join(folder, 'run.prom')
    writeReport(file, openMetricsChunks(run))
    return await use(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const python = pythonWith('prometheus_client.openmetrics.parser')

/** Debian's python3-prometheus-client: the reference parser of the format. */
describeWith(
  python ? [] : ['python3-prometheus-client'],
  'the parser of prometheus_client, given an OpenMetrics report,',
  () => {
    test.each([
      ['every outcome', everyOutcome],
      ['arbitrary names', nastyRun()],
    ])('parses the report of %s like the reader of these tests', async (_, run) => {
      const script = `
import json, sys
from prometheus_client.openmetrics.parser import text_fd_to_metric_families
families = text_fd_to_metric_families(open(sys.argv[1], encoding='utf-8', newline='\\n'))
json.dump({family.name: len(family.samples) for family in families}, sys.stdout)
`
      const counted = await withFile(run, async (file) =>
        JSON.parse((await execa(python ?? '', ['-c', script, file])).stdout),
      )
      const ours = readOpenMetrics(exposition(run)).map(({ name, samples }) => [
        name,
        samples.length,
      ])
      expect(counted).toEqual(Object.fromEntries(ours))
    })
  },
)

/** It parses the older text format, of which this report is one: UNIT and EOF are comments there. */
describeWith(
  hasTool('promtool') ? [] : ['promtool'],
  'promtool, given an OpenMetrics report,',
  () => {
    test('reports no problem', async () => {
      const { stdout, stderr, exitCode } = await execa('promtool', ['check', 'metrics'], {
        input: exposition(everyOutcome),
        reject: false,
      })
      expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 })
    })
  },
)

test('the OpenMetrics series of a test are the same whether it ran or not', () => {
  const { record: _, ...unrun } = { ...outcomes.passed, status: 'skipped' as const, durationMs: 0 }
  const labelsOf = (run: RunRecord) =>
    family(run, 'clustergate_test_duration_seconds').samples.map(({ labels }) => labels)
  expect(labelsOf(runOfCases([unrun]))).toEqual(labelsOf(runOfCases([outcomes.passed])))
  expect(labelsOf(runOfCases([unrun]))).toEqual([
    {
      stage: 'network',
      file: 'specs/network/a.spec.yaml',
      suite: 'S',
      test: 'answers',
      subject: 'w1',
    },
  ])
})

test('two packages of one checkout have different OpenMetrics series', () => {
  const run = runOfCases([outcomes.passed])
  const environment = { ...run.environment, folder: 'packages/eu' } as RunRecord['environment']
  const { samples } = family(
    { ...run, ...(environment && { environment }) },
    'clustergate_test_status',
  )
  expect(samples[0]?.labels).toMatchObject({ folder: 'packages/eu' })
})

test('an OpenMetrics case without a check has its name', () => {
  const { samples } = family(runOfCases([outcomes.typescript]), 'clustergate_test_status')
  expect(samples[0]?.labels).toMatchObject({ suite: 'T', test: 'adds up', status: 'failed' })
})

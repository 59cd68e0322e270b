import fc from 'fast-check'
import type { Measurement } from '../../lib/record/measurement.ts'
import type {
  CaseRecord,
  FileRecord,
  RunRecord,
  RunSource,
} from '../../lib/record/run/run-record.ts'
import type { TestRecord } from '../../lib/record/test-record.ts'
import type { ConditionVerdict, Verdict } from '../../lib/record/verdict.ts'

/** Records for the tests of reporters: small ones by hand, and unusual ones. */

const specFile = 'specs/network/a.spec.yaml'

export function testCase(changes: Partial<CaseRecord> = {}): CaseRecord {
  return {
    file: specFile,
    line: 4,
    name: 'S > t › w1',
    status: 'passed',
    startedAt: '2026-01-02T03:04:06.000Z',
    durationMs: 1_234.5,
    retries: 0,
    errors: [],
    ...changes,
  }
}

export function measurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    check: 'ping',
    subject: { name: 'w1' },
    metrics: {},
    evidence: [],
    notes: [],
    startedAt: '2026-01-02T03:04:06.000Z',
    durationMs: 1,
    ...changes,
  }
}

export function condition(changes: Partial<ConditionVerdict> = {}): ConditionVerdict {
  return {
    metric: 'rtt.avg',
    dimension: 'duration',
    condition: '< 10ms',
    status: 'pass',
    measured: 5,
    formatted: '5ms',
    ...changes,
  }
}

/** A case of a check; parts that `record` omits are those of a ping of one worker. */
export function judgedCase(
  changes: Partial<CaseRecord>,
  verdict: Partial<Verdict>,
  record: Partial<TestRecord> = {},
): CaseRecord {
  return testCase({
    ...changes,
    record: {
      schemaVersion: 1,
      suite: 'S',
      stage: 'network',
      test: 't',
      subject: 'w1',
      check: 'ping',
      verdict: { status: 'pass', conditions: [], ...verdict },
      ...record,
    },
  })
}

export function fileOf(
  cases: readonly CaseRecord[],
  changes: Partial<FileRecord> = {},
): FileRecord {
  return { file: specFile, stage: 'network', durationMs: 12.5, errors: [], cases, ...changes }
}

export function runOfFiles(
  files: readonly FileRecord[],
  changes: Partial<RunRecord> = {},
): RunRecord {
  return {
    schemaVersion: 1,
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1_234,
    ended: 'complete',
    files,
    errors: [],
    environment: {
      node: 'v20.19.0',
      platform: 'linux x64',
      cpus: '8 × CPU',
      clustergate: '0.1.0',
      vitest: '4.1.12',
      ci: { name: 'GitHub Actions', url: 'https://ci.example/1' },
      commit: 'a'.repeat(40),
      branch: 'main',
      hasChanges: false,
    },
    cluster: {
      file: '/home/me/cluster.yaml',
      workers: [{ id: 'w1', host: '127.0.0.1', port: 1, type: 'ollama', model: 'tiny' }],
    },
    ...changes,
  }
}

export function runOfCases(
  cases: readonly CaseRecord[],
  file: Partial<FileRecord> = {},
): RunRecord {
  return runOfFiles([fileOf(cases, file)])
}

const place = (line: number, column = 7) => ({ file: `/home/me/${specFile}`, line, column })

const missedCondition = condition({
  status: 'fail',
  measured: 51,
  formatted: '51ms',
  reason: '51ms is not < 10ms',
  place: place(8),
  frame: '> 8 |       rtt.avg: < 10ms',
})

/** One case of each status. */
export const outcomes = {
  passed: judgedCase(
    { name: 'S > answers › w1' },
    {
      conditions: [condition()],
      measurement: measurement({
        metrics: { 'rtt.avg': 5, method: 'icmp', 'rtt.max': null, packet_loss: 0, reachable: true },
        notes: ['0 of 10 lost: the loss is below 25.9% (95% confidence)'],
      }),
    },
  ),
  failed: judgedCase(
    {
      name: 'S > is near › w1',
      status: 'failed',
      errors: [
        { name: 'BudgetMissed', message: 'rtt.avg: 51ms is not < 10ms\n  cause: Wi-Fi' },
        { name: 'NoData', message: 'rtt.max: no data: nothing was measured' },
      ],
    },
    {
      status: 'fail',
      conditions: [
        missedCondition,
        condition({ metric: 'rtt.max', status: 'no_data', measured: null, formatted: 'no data' }),
      ],
      diagnosis: {
        code: 'slow_link',
        symptom: 'pings are slow',
        cause: 'w1 is on Wi-Fi',
        remedy: ['use a cable', 'run `iperf3`'],
      },
      measurement: measurement({ metrics: { 'rtt.avg': 51, method: 'icmp' } }),
    },
    { test: 'is near' },
  ),
  error: judgedCase(
    {
      name: 'S > can be pinged › w1',
      status: 'error',
      line: 11,
      errors: [{ name: 'ProbeError', message: 'there is no ping here' }],
    },
    { status: 'error', reason: 'there is no ping here' },
    { test: 'can be pinged' },
  ),
  inconclusive: judgedCase(
    {
      name: 'S > is steady › w1',
      status: 'inconclusive',
      errors: [
        {
          name: 'Inconclusive',
          message: 'rtt.avg: 9ms (8ms to 11ms at 95%) straddles < 10ms',
        },
      ],
    },
    {
      status: 'inconclusive',
      conditions: [
        condition({
          status: 'inconclusive',
          measured: 9,
          formatted: '9ms',
          place: place(15),
          reason: '9ms (8ms to 11ms at 95%) straddles < 10ms',
          interval: { low: 8, high: 11, confidence: 0.95 },
        }),
      ],
      measurement: measurement({ metrics: { 'rtt.avg': 9 } }),
    },
    { test: 'is steady' },
  ),
  warned: judgedCase(
    { name: 'S > three beat one', line: 20 },
    {
      status: 'inconclusive',
      conditions: [
        condition({
          metric: 'speedup',
          at: { concurrency: 15 },
          dimension: 'multiplier',
          condition: '>= 2.5x',
          status: 'inconclusive',
          measured: 2.6,
          formatted: '2.6x',
          reason: 'not judged: the client was the limit',
          level: { concurrency: 15 },
        }),
      ],
      measurement: measurement({
        check: 'benchmark',
        metrics: { 'speedup{concurrency=5}': 1.04, 'speedup{concurrency=15}': 2.6 },
        unfit: ['the client was the limit'],
      }),
    },
    { check: 'benchmark', stage: 'perf', subject: 'cluster', test: 'three beat one' },
  ),
  skipped: judgedCase(
    { name: 'S > later › w1', status: 'skipped', reason: 'the switch is being replaced' },
    { status: 'skipped', reason: 'the switch is being replaced' },
    { test: 'later' },
  ),
  behindGate: testCase({
    name: 'L > answers › w1',
    status: 'skipped',
    isBehindGate: true,
    reason: 'the network gate is closed: "port open" failed',
  }),
  flaky: judgedCase(
    {
      name: 'S > sometimes › w1',
      retries: 1,
      earlierErrors: [{ name: 'BudgetMissed', message: 'rtt.avg: 12ms is not < 10ms' }],
    },
    { conditions: [condition()], measurement: measurement({ metrics: { 'rtt.avg': 5 } }) },
    { test: 'sometimes' },
  ),
  retriedInVain: judgedCase(
    {
      name: 'S > never › w1',
      status: 'failed',
      retries: 1,
      errors: [{ name: 'BudgetMissed', message: 'rtt.avg: 51ms is not < 10ms' }],
      earlierErrors: [{ name: 'BudgetMissed', message: 'rtt.avg: 77ms is not < 10ms' }],
    },
    { status: 'fail', conditions: [missedCondition] },
    { test: 'never' },
  ),
  typescript: testCase({
    file: 'specs/network/b.spec.ts',
    name: 'T > adds up',
    status: 'failed',
    errors: [{ name: 'AssertionError', message: 'expected 1 to be 2' }],
  }),
} as const satisfies Record<string, CaseRecord>

/** Every outcome in one run, a file behind the closed gate, and an error of no file. */
export const everyOutcome: RunRecord = runOfFiles(
  [
    fileOf(
      Object.values(outcomes).filter(({ file, name }) => file === specFile && !/^L/.test(name)),
    ),
    fileOf([outcomes.typescript], { file: 'specs/network/b.spec.ts' }),
    fileOf([{ ...outcomes.behindGate, file: 'specs/perf/c.spec.yaml' }], {
      file: 'specs/perf/c.spec.yaml',
      stage: 'perf',
      errors: [{ name: 'GateClosed', message: 'the network gate is closed, so nothing was sent' }],
    }),
  ],
  { errors: [{ name: 'Error', message: 'a promise was rejected and nobody listened' }] },
)

/** A run whose process was killed. */
export const cutOff: RunRecord = runOfFiles([fileOf([outcomes.passed])], {
  ended: 'cut_off',
  durationMs: 900,
  errors: [{ name: 'RunCutOff', message: 'the run was cut off: its process ended before' }],
})

const nasty = [
  ...['\u0000\u0008', '\ud800', '\udc00', '\ufffe\uffff', '\u001b[31mred\u001b[0m', '\u0085\u2028'],
  ...[
    ']]>',
    '<![CDATA[',
    '&amp;"\'',
    '😀',
    '\r\n\t',
    '\n',
    '::error::',
    '%0A',
    '# SKIP',
    '\\',
    '`',
  ],
  ...[
    '| a |',
    'b\\|c',
    '<script>',
    '@someone',
    '"',
    '...',
    '---',
    '{concurrency=1}',
    '# EOF',
    '=',
    ']]',
  ],
]

const nastyText = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary' })), { maxLength: 8 })
  .map((parts) => parts.join(''))

const metricValue = fc.oneof(
  fc.double(),
  fc.boolean(),
  nastyText,
  fc.array(nastyText),
  fc.constant(null),
)

/** Arbitrary names, messages, metrics and values. */
const nastyCase: fc.Arbitrary<CaseRecord> = fc
  .record({
    name: nastyText,
    message: nastyText,
    title: nastyText,
    reason: nastyText,
    status: fc.constantFrom('passed', 'failed', 'error', 'inconclusive', 'skipped'),
    metrics: fc.dictionary(nastyText, metricValue),
    retries: fc.nat(2),
    check: fc.oneof(fc.constant('ping'), nastyText),
  })
  .map(({ name, message, title, reason, status, metrics, retries, check }) =>
    judgedCase(
      {
        name,
        reason,
        status,
        retries,
        errors: [{ name: title, message }],
        ...(retries > 0 && { earlierErrors: [{ name: title, message }] }),
      },
      {
        conditions: [
          condition({
            metric: title,
            condition: message,
            formatted: reason,
            status: 'fail',
            place: place(3),
            frame: message,
          }),
        ],
        measurement: measurement({ check, metrics, notes: [message], unfit: [reason] }),
      },
      { suite: title, test: name, subject: reason, check },
    ),
  )

export function nastyRun(count = 200): RunRecord {
  const cases = fc.sample(nastyCase, { numRuns: count, seed: 7 })
  const [name = '', message = ''] = fc.sample(nastyText, { numRuns: 2, seed: 8 })
  const file = 'specs/network/b.spec.yaml'
  const others = cases.slice(0, 3).map((each) => ({ ...each, file }))
  return runOfFiles([fileOf(cases), fileOf(others, { file, errors: [{ name, message }] })], {
    errors: [{ name, message }],
  })
}

/** A run of very many cases, none of which is kept in memory. */
export function largeRun(count: number): RunSource {
  const kinds = Object.values(outcomes).filter(({ file }) => file === specFile)
  const files = 10
  return {
    ...runOfFiles([]),
    files: Array.from({ length: files }, (_, index) => ({
      ...fileOf([], { file: `specs/network/${index}.spec.yaml` }),
      cases: {
        *[Symbol.iterator]() {
          for (let at = index; at < count; at += files) {
            const kind = kinds[at % kinds.length] as CaseRecord
            yield { ...kind, name: `${kind.name} ${at}` }
          }
        },
      },
    })),
  }
}

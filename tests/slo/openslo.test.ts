import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSloFile } from '../../lib/slo/openslo/documents.ts'
import { ObjectNames } from '../../lib/slo/openslo/object-name.ts'
import type { SloSuite } from '../../lib/slo/slo.ts'
import { clusterOf, declaredTest } from './declared.ts'
import { documentsOf, faultsOf, queriesOf } from './openslo-documents.ts'

function exported(...suites: SloSuite[]) {
  const options = { service: 'llm', window: '28d', target: 0.99, cluster: clusterOf() }
  const { text, slos, leftOut } = openSloFile(suites, options)
  const documents = documentsOf(text)
  const kind = (name: string) => documents.filter((each) => each.kind === name)
  return { documents, slos: kind('SLO'), slis: kind('SLI'), count: slos, leftOut }
}

const objectivesOf = (check: string, expectation: string) =>
  exported(declaredTest(check, expectation)).slos.flatMap(({ spec }) => spec.objectives ?? [])

describe('OpenSLO documents', () => {
  test('are a service, an indicator and an SLO that refer to each other', () => {
    const suite = declaredTest(
      'benchmark: { concurrency: 15 }',
      '{ at: { concurrency: 15 }, speedup: ">= 2.5x" }',
    )
    const { documents, slos, slis, count } = exported({ ...suite, owner: 'platform-team' })
    expect(faultsOf(documents)).toEqual([])
    expect([documents.length, count]).toEqual([3, 1])
    expect(slis[0]?.spec.thresholdMetric?.metricSource.spec.query).toBe(
      'min(clustergate_measured_speedup{file="specs/perf/one.spec.yaml",test="holds",concurrency="15"})',
    )
    expect(slos[0]).toMatchObject({
      metadata: {
        name: 'holds-speedup-at-concurrency-15',
        labels: { stage: 'perf' },
        annotations: {
          'clustergate.dev/declared': 'specs/perf/one.spec.yaml:6',
          'clustergate.dev/condition': 'speedup at concurrency 15: >= 2.5x',
          'clustergate.dev/owner': 'platform-team',
        },
      },
      spec: {
        service: 'llm',
        indicatorRef: slis[0]?.metadata.name,
        timeWindow: [{ duration: '28d' }],
        objectives: [{ op: 'gte', value: 2.5, target: 0.99 }],
      },
    })
  })

  test('have a ratio with the declared target for a success rate that the front counts', () => {
    const { slos, slis, documents } = exported(
      declaredTest('balance: {}', '[{ success_rate: ">= 95%" }, { success_rate: ">= 99.9%" }]'),
    )
    expect(slis).toHaveLength(1)
    expect(queriesOf(documents)).toEqual([
      'sum(clustergate_requests_total{outcome="ok"})',
      'sum(clustergate_requests_total{outcome!="aborted"})',
    ])
    expect(slos.flatMap(({ spec }) => spec.objectives)).toMatchObject([
      { target: 0.95 },
      { target: 0.999 },
    ])
  })

  test.each([
    ['balance: {}', '{ success_rate: 100% }', [{ op: 'gte', value: 1 }]],
    ['balance: {}', '{ latency.p95: < 250ms }', [{ op: 'lt', value: 0.25 }]],
    [
      'balance: {}',
      '{ share.each: 33% ± 5% }',
      [
        { op: 'gte', value: 0.28 },
        { op: 'lte', value: 0.38 },
      ],
    ],
    [
      'slots: {}',
      '{ slots: 4..6 }',
      [
        { op: 'gte', value: 4 },
        { op: 'lte', value: 6 },
      ],
    ],
    ['balance: {}', '{ slots_exceeded: 0 }', [{ op: 'lte', value: 0 }]],
    ['ping: {}', '{ packet_loss: 0% }', [{ op: 'lte', value: 0 }]],
    [
      'soak: {}',
      '{ throughput.drift: 0% }',
      [
        { op: 'gte', value: 0 },
        { op: 'lte', value: 0 },
      ],
    ],
    [
      'slots: {}',
      '{ claim_holds: true, serialises: false }',
      [
        { op: 'gte', value: 1 },
        { op: 'lte', value: 0 },
      ],
    ],
    [
      'balance: {}',
      '{ latency.p95: ["> 1ms", "<= 1s"] }',
      [
        { op: 'gt', value: 0.001 },
        { op: 'lte', value: 1 },
      ],
    ],
  ])('have thresholds in base units for %s %s', (check, expectation, thresholds) => {
    expect(objectivesOf(check, expectation)).toMatchObject(
      thresholds.map((each) => ({ ...each, target: 0.99 })),
    )
  })

  test.each([
    ['http: {}', '{ body: contains ok }'],
    ['http: {}', '{ status: "one of [200, 204]" }'],
    ['http: {}', '{ status: "!= 500" }'],
    [
      'benchmark: { concurrency: 5 }',
      '{ at: { concurrency: 5 }, regression: { metric: throughput, within: 5% } }',
    ],
  ])('leave out %s %s, with a reason', (check, expectation) => {
    const { slos, leftOut } = exported(declaredTest(check, expectation))
    expect(slos).toEqual([])
    expect(leftOut).toMatchObject([{ reason: expect.stringContaining('OpenSLO') }])
  })

  test('cut long names and texts of users to the limits of OpenSLO', () => {
    const name = 'a test whose name is so long that no object can be called like that, in any tool'
    const suite = declaredTest('tcp: {}', '{ open: true, connect_time: < 1s }', {
      name: `"${name}"`,
    })
    const [one] = suite.tests
    const long = { ...suite, tests: one ? [{ ...one, description: 'why '.repeat(500) }] : [] }
    const { documents, slos } = exported(long)
    expect(faultsOf(documents)).toEqual([])
    expect(slos).toHaveLength(2)
  })

  test('may be of two suites with the same content', () => {
    const suite = declaredTest('tcp: {}', '{ open: true }')
    const { documents, slos } = exported(suite, { ...suite, file: 'specs/perf/two.spec.yaml' })
    expect(faultsOf(documents)).toEqual([])
    expect(slos).toHaveLength(2)
  })

  test('with a mistake are detected', () => {
    const { documents } = exported(declaredTest('tcp: {}', '{ open: true }'))
    const broken = documents.map((each) => ({
      ...each,
      spec: { ...each.spec, service: 'none', indicatorRef: '?' },
    }))
    expect(faultsOf(broken).length).toBeGreaterThan(3)
  })
})

describe('names of OpenSLO objects', () => {
  test('are DNS labels, unique for each object, whatever users write', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (all) => {
        const names = new ObjectNames()
        const given = all.map((words, index) => names.nameOf(words, `${index}`))
        for (const name of given) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
        expect(new Set(given).size).toBe(all.length)
      }),
    )
  })

  test('keep the readable characters', () => {
    const names = new ObjectNames()
    expect(names.nameOf('Überall schnell: p95 < 1s', 'a')).toBe('uberall-schnell-p95-1s')
    expect(names.nameOf('Überall schnell: p95 < 1s', 'a')).toBe('uberall-schnell-p95-1s')
    expect(names.nameOf('Überall schnell: p95 < 1s', 'b')).toMatch(
      /^uberall-schnell-p95-1s-[0-9a-f]{8}$/,
    )
    expect(names.nameOf('你好', 'c')).toMatch(/^slo-[0-9a-f]{8}$/)
  })
})

import { describe, expect, test } from 'vitest'
import { UserError } from '../../lib/source/user-error.ts'
import { declared, declaredTest } from './declared.ts'

const scaling = `suite: Scaling
owner: platform-team
description: What several workers are worth.
tags: [nightly]
tests:
  - name: beats one
    description: Each worker costs money.
    for: [a, b]
    requires: { workers: 2 }
    retries: 1
    benchmark: { concurrency: [5, 15], compare: { baseline: first } }
    expect:
      - success_rate: ">= 95%"
      - at: { concurrency: 15 }
        latency.p95: ["> 0ms", "< 1s"]
        share.each: 50% ± 5%
        share.a: "> 40%"
        regression: { metric: throughput, within: 5% }
`

describe('the SLOs that specs declare', () => {
  const [suite] = declared({ 'specs/perf/scaling.spec.yaml': scaling })
  const objectives = suite?.tests[0]?.objectives ?? []

  test('have owner, description, tags and stage', () => {
    expect(suite).toMatchObject({
      file: 'specs/perf/scaling.spec.yaml',
      name: 'Scaling',
      stage: 'perf',
      owner: 'platform-team',
      tags: ['nightly'],
      description: 'What several workers are worth.',
    })
  })

  test('have the preconditions of a test, and its position', () => {
    expect(suite?.tests[0]).toMatchObject({
      name: 'beats one',
      description: 'Each worker costs money.',
      check: 'benchmark',
      line: 6,
      selection: ['a', 'b'],
      requiredWorkers: 2,
      retries: 1,
      runs: 'together',
      writtenOptions: { concurrency: [5, 15], compare: { baseline: 'first' } },
    })
  })

  test('have each condition as written, with its level and line', () => {
    expect(
      objectives.map(({ metric, level, target, expectation }) => ({
        metric,
        level,
        target,
        line: expectation.place.line,
      })),
    ).toEqual([
      { metric: 'success_rate', level: undefined, target: '>= 95%', line: 13 },
      { metric: 'latency.p95', level: 'concurrency 15', target: '> 0ms and < 1s', line: 15 },
      { metric: 'share.each', level: 'concurrency 15', target: '50% ± 5%', line: 16 },
      { metric: 'share.a', level: 'concurrency 15', target: '> 40%', line: 17 },
      {
        metric: 'throughput',
        level: 'concurrency 15',
        target: 'within 5% of the baseline',
        line: 18,
      },
    ])
  })

  test('have families and their members', () => {
    expect(objectives.map(({ family }) => family)).toEqual([
      ...[undefined, undefined, { name: 'share' }, { name: 'share', member: 'a' }, undefined],
    ])
  })

  test('describe a metric with the text of its schema, without the example', () => {
    expect(objectives[0]?.meaning).toMatch(/^Share of the requests that got a complete response/)
    expect(objectives[0]?.meaning).not.toContain('Example')
  })

  test('are the same on every machine, because variables are not filled in', () => {
    const read = (limit: string) =>
      declaredTest('tcp: { timeout: "${WAIT:-2s}" }', '{ connect_time: "< ${LIMIT}" }', {
        name: 'answers ${WHO}',
        env: { CLUSTERGATE_ENV: 'LIMIT WHO', LIMIT: limit, WHO: 'me' },
      }).tests[0]
    const one = read('10ms')
    expect(one?.name).toBe('answers ${WHO}')
    expect(one?.recordName).toBe('answers me')
    expect(one?.writtenOptions).toEqual({ timeout: '${WAIT:-2s}' })
    expect(one?.objectives[0]?.target).toBe('< ${LIMIT}')
    expect(read('20ms')?.objectives[0]?.target).toBe('< ${LIMIT}')
    expect(one?.objectives[0]?.expectation.condition.text).toBe('< 10ms')
  })

  test('fail with the mistakes of all files', () => {
    const wrong = (metric: string) =>
      `suite: S\ntests:\n  - { name: t, tcp: {}, expect: { ${metric}: true } }\n`
    const files = {
      'specs/network/a.spec.yaml': wrong('opn'),
      'specs/network/b.spec.yaml': wrong('pen'),
    }
    expect(() => declared(files)).toThrow(UserError)
    expect(() => declared(files)).toThrow(/a\.spec\.yaml:3.*`opn`[\s\S]*b\.spec\.yaml:3.*`pen`/)
  })
})

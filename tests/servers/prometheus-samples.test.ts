import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import {
  isPrometheusText,
  MalformedMetric,
  prometheusSamples,
} from '../../lib/servers/prometheus-samples.ts'

const samples = (text: string, ...names: string[]) => prometheusSamples(text, new Set(names))
const values = (text: string, name = 'a') => samples(text, name).map(({ value }) => value)

describe('samples of a Prometheus text', () => {
  test.each([
    ['a line without a line end', 'a 1', [1]],
    ['lines that end as on Windows', 'a{x="1"} 1\r\na{x="2"} 2\r\n', [1, 2]],
    ['a time stamp', 'a 4 1395066363000\n', [4]],
    ['blanks and tabs', '  a\t{ x = "1" }   3 \n', [3]],
    ['a comma after the last label', 'a{x="1",} 1\n', [1]],
    ['empty labels', 'a{} 1\n', [1]],
    ['exponents and signs', 'a{x="1"} 1.5e-3\na{x="2"} -2E+2\na{x="3"} +.5\n', [0.0015, -200, 0.5]],
    [
      'values that are not numbers',
      'a{x="1"} NaN\na{x="2"} +Inf\na{x="3"} -Inf\n',
      [NaN, Infinity, -Infinity],
    ],
    ['an OpenMetrics exemplar', 'a 4 1.5 # {trace_id="x"} 0.67 1.6\n# EOF\n', [4]],
    ['types that are declared late, or are unknown', 'a 1\n# TYPE a untyped\n', [1]],
    ['a comment without a blank', '#a 2\n# a 3\na 1\n', [1]],
    ['a HELP with escapes and braces', '# HELP a b\\n {x="1"} 9\n# TYPE a gauge\na 1\n', [1]],
    ['lines of others that are damaged', 'b{x="1" 2\na 1\n', [1]],
    ['names with the same beginning', 'aa 2\na_b 3\na:c 4\na 1\n', [1]],
    ['nothing', '', []],
  ])('are read despite %s', (_what, text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  test('have their labels without the escapes', () => {
    const text = 'a:b{p="F:\\\\",q="say \\"hi\\"",n="x\\ny",e="x}y{z",c="1,2",u="é"} 5\n'
    expect(samples(text, 'a:b')).toEqual([
      {
        name: 'a:b',
        labels: { p: 'F:\\', q: 'say "hi"', n: 'x\ny', e: 'x}y{z', c: '1,2', u: 'é' },
        value: 5,
      },
    ])
  })

  test('of histograms keep their labels apart', () => {
    const text = '# TYPE h histogram\nh_sum{m="1"} 4\nh_count{m="1"} 3\nh_sum{m="2"} 5\n'
    expect(samples(text, 'h_sum').map(({ labels }) => labels)).toEqual([{ m: '1' }, { m: '2' }])
  })

  test('with a name like a property of Object.prototype are read like others', () => {
    expect(samples('constructor 2\n__proto__{constructor="x"} 1\n', 'constructor')).toEqual([
      { name: 'constructor', labels: {}, value: 2 },
    ])
  })

  test.each([
    ['labels without an end', 'a{x="1" 2\n'],
    ['a value that is a word', 'a{x="1"} soon\n'],
    ['no value', 'a{x="1"}\n'],
    ['a value in hexadecimal, which JavaScript would read', 'a{x="1"} 0x10\n'],
    ['one series with two values', 'a{x="1",y="2"} 1\na{y="2",x="1"} 2\n'],
  ])('are refused for %s', (_what, text) => {
    expect(() => values(text)).toThrow(MalformedMetric)
  })

  test('that are refused show no labels, which may be secret', () => {
    expect(() => values('a{token="s3cret"} soon\n')).toThrow(/^a line of `a` is not valid$/)
  })

  test('equal those that prom-client wrote', async () => {
    const registry = new Registry()
    const common = { help: 'some "help"\n\\', registers: [registry] }
    new Gauge({ ...common, name: 'g', labelNames: ['x'] }).set({ x: 'a "b"\\\n' }, -1.5)
    new Counter({ ...common, name: 'c_total' }).inc(3)
    new Histogram({ ...common, name: 'h', buckets: [1, 2] }).observe(1.5)
    const text = await registry.metrics()
    expect(samples(text, 'g', 'c_total', 'h_count')).toEqual([
      { name: 'g', labels: { x: 'a "b"\\\n' }, value: -1.5 },
      { name: 'c_total', labels: {}, value: 3 },
      { name: 'h_count', labels: {}, value: 1 },
    ])
  })

  test('are found among a million others', () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `m{i="${index}"} ${index}`)
    expect(values([...lines, 'a 7'].join('\n'))).toEqual([7])
  })
})

test.each([
  ['<html><body>404</body></html>', false],
  ['{"error":"not found"}', false],
  ['OK', false],
  ['', false],
  ['# HELP a b\n# TYPE a gauge\n', false],
  ['# TYPE a gauge\na{x="1"} 2\n', true],
  ['vllm:x 2.0', true],
  ['a NaN\n', true],
])('%j is a page of metrics: %s', (text, expected) => {
  expect(isPrometheusText(text)).toBe(expected)
})

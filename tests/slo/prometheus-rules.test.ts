import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { ruleFile } from '../../lib/slo/prometheus/rules.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { clusterOf, declared, declaredTest } from './declared.ts'

const missing = hasTool('promtool') ? [] : ['promtool']

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

const rulesIn = (text: string): Rule[] =>
  parse(text).groups.flatMap((group: { rules: Rule[] }) => group.rules)

function rulesOf(check: string, expectation: string): { text: string; rules: Rule[] } {
  const { text } = ruleFile([declaredTest(check, expectation)], clusterOf())
  return { text, rules: rulesIn(text) }
}

describe('the Prometheus rule file', () => {
  const twice = `suite: Twice
owner: platform-team
tests:
  - { name: first, balance: {}, expect: { success_rate: ">= 99%", imbalance: < 2x } }
  - { name: second, balance: { requests: 9 }, expect: { success_rate: ">= 99%" } }
`

  test('has one alert for what two tests promise, and names both positions', () => {
    const { text, alerts, leftOut } = ruleFile(
      declared({ 'specs/balancer/twice.spec.yaml': twice }),
      clusterOf(),
    )
    const rules = rulesIn(text)
    expect([alerts, rules.length]).toEqual([2, 2])
    expect(rules.map(({ labels }) => labels)).toEqual(
      ['critical', 'warning'].map((severity) => ({
        severity,
        stage: 'balancer',
        objective: 'success_rate: >= 99%',
        declared: 'specs/balancer/twice.spec.yaml:4',
      })),
    )
    expect(rules[0]?.annotations).toMatchObject({
      summary: 'success_rate: >= 99% is missed (Twice)',
      owner: 'platform-team',
      declared: 'specs/balancer/twice.spec.yaml:4, specs/balancer/twice.spec.yaml:5',
    })
    expect(leftOut).toMatchObject([{ reason: 'the front has no metric for it' }])
  })

  test('is empty if nothing can be watched', () => {
    expect(parse(rulesOf('ping: {}', '{ packet_loss: 0% }').text)).toEqual({ groups: [] })
  })

  test('has the same steps in every run', () => {
    const suites = declared({ 'specs/balancer/twice.spec.yaml': twice })
    expect(ruleFile(suites, clusterOf()).text).toBe(ruleFile(suites, clusterOf()).text)
  })

  test('has no burn-rate alert for a budget that all failing requests do not reach', () => {
    const severities = (target: string) =>
      rulesOf('balance: {}', `{ success_rate: "${target}" }`).rules.map(
        ({ labels }) => labels.severity,
      )
    expect(severities('>= 95%')).toEqual(['critical', 'warning'])
    expect(severities('>= 93%')).toEqual(['warning'])
    expect(severities('100%')).toEqual(['warning'])
  })
})

describeWith(missing, 'alert rules in Prometheus', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clustergate-rules-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const promtool = (...args: string[]) =>
    execa('promtool', args, { cwd: folder, reject: false, all: true, timeout: 60_000 })

  /** Series by name, with promtool's notation: `0+9x60` starts at 0 and grows by 9 sixty times, each minute. */
  type Series = Readonly<Record<string, string>>

  /** Labels of the alerts that fire after this time, as Prometheus itself evaluates the rules. */
  async function firing(text: string, series: Series, at: string): Promise<string[]> {
    const rules = rulesIn(text)
    // The test would have to know the expanded annotations.
    const bare = parse(text)
    for (const group of bare.groups) for (const rule of group.rules) delete rule.annotations
    writeFileSync(join(folder, 'bare.yaml'), stringify(bare))
    const fires = await Promise.all(
      rules.map(async ({ alert, labels }, index) => {
        const test = {
          rule_files: ['bare.yaml'],
          evaluation_interval: '1m',
          tests: [
            {
              interval: '1m',
              input_series: Object.entries(series).map(([name, values]) => ({
                series: name,
                values,
              })),
              // None is expected of an alert that does not fire; one that does is reported as unexpected.
              alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: [] }],
            },
          ],
        }
        const file = `test-${index}.yaml`
        writeFileSync(join(folder, file), stringify(test))
        const { exitCode, all = '' } = await promtool('test', 'rules', file)
        if (exitCode === 0) return []
        expect(all).toContain('got:[')
        const [, got = ''] = all.split('got:[')
        return got.includes(`severity="${labels.severity}"`) && got.includes('Labels:')
          ? [
              `${alert} ${labels.severity}${/worker="\w+"/.exec(got)?.[0].replace('worker=', ' ') ?? ''}`,
            ]
          : []
      }),
    )
    return fires.flat()
  }

  const requests = (ok: number, failed: number, aborted = 0): Series => ({
    'clustergate_requests_total{outcome="ok"}': `0+${ok}x400`,
    'clustergate_requests_total{outcome="timeout"}': `0+${failed}x400`,
    'clustergate_requests_total{outcome="aborted"}': `0+${aborted}x400`,
  })

  test('are well formed, and all different', async () => {
    const suites = declared({
      'specs/perf/all.spec.yaml': `suite: "All {{ of }} \\"them\\" $labels"
tests:
  - { name: a, balance: { concurrency: 15 }, expect: { success_rate: ">= 99%", share.each: 33% ± 5%, slots_exceeded: 0 } }
  - { name: b, balance: { requests: 9 }, expect: { share.each: 33% ± 5%, share.a: "> 1%", queue_wait.p95: < 1s } }
  - { name: c, for: [a, b], latency: {}, expect: { latency.p50: < 1s, latency.avg: < 1s } }
  - { name: d, soak: { rate: 5/s }, expect: { latency.p99: <= 2s, ttft.p95: < 500ms } }
  - { name: e, for: a, tcp: {}, expect: { open: true } }
`,
    })
    const { text, alerts } = ruleFile(suites, clusterOf())
    expect(alerts).toBe(12)
    writeFileSync(join(folder, 'all.yaml'), text)
    const { exitCode, all } = await promtool('check', 'rules', '--lint-fatal', 'all.yaml')
    expect(all).toContain('SUCCESS: 12 rules found')
    expect(exitCode).toBe(0)
  })

  test('fire if too many requests fail', async () => {
    const { text } = rulesOf('balance: {}', '{ success_rate: ">= 99%" }')
    expect(await firing(text, requests(97, 3), '6h')).toEqual(['ClustergateRequestsFail warning'])
    expect(await firing(text, requests(80, 20), '6h')).toEqual([
      'ClustergateRequestsFail critical',
      'ClustergateRequestsFail warning',
    ])
    expect(await firing(text, requests(100, 1), '6h')).toEqual([])
    // A caller that disconnects is neither served nor failed.
    expect(await firing(text, requests(97, 0, 50), '6h')).toEqual([])
    expect(await firing(text, requests(0, 0), '6h')).toEqual([])
  })

  test('fire over a quantile, and not above the load that it is declared for', async () => {
    const { text } = rulesOf('balance: { concurrency: 15 }', '{ latency.p95: < 1s }')
    const times = (slow: number, inFlight: number): Series => ({
      'clustergate_service_seconds_bucket{worker="a",le="1"}': `0+${100 - slow}x60`,
      'clustergate_service_seconds_bucket{worker="a",le="2.5"}': '0+100x60',
      'clustergate_service_seconds_bucket{worker="a",le="+Inf"}': '0+100x60',
      'clustergate_in_flight_requests{worker="a"}': `${inFlight}x60`,
      clustergate_queued_requests: '5x60',
    })
    const fires = ['ClustergateServiceTimeHigh warning']
    expect(await firing(text, times(10, 10), '40m')).toEqual(fires)
    expect(await firing(text, times(1, 10), '40m')).toEqual([])
    expect(await firing(text, times(10, 11), '40m')).toEqual([])
  })

  test('fire for the worker whose share is out of bounds, under the declared load', async () => {
    const { text } = rulesOf(
      'balance: { requests: 300, concurrency: 15 }',
      '{ share.each: 33% ± 5% }',
    )
    const shares = (perMinute: number, inFlight: number): Series => ({
      'clustergate_attempts_total{worker="a",result="ok"}': `0+${perMinute}x90`,
      'clustergate_attempts_total{worker="b",result="ok"}': `0+${perMinute}x90`,
      'clustergate_attempts_total{worker="c",result="ok"}': `0+${perMinute / 2}x90`,
      'clustergate_in_flight_requests{worker="a"}': `${inFlight}x90`,
      clustergate_queued_requests: '0x90',
    })
    expect(await firing(text, shares(40, 15), '70m')).toHaveLength(1)
    expect(await firing(text, shares(40, 3), '70m')).toEqual([])
    expect(await firing(text, shares(1, 15), '70m')).toEqual([])
  })

  test('fire if a worker has more than its slots, by front', async () => {
    const { text } = rulesOf('balance: {}', '{ slots_exceeded: 0 }')
    const slots = (inFlight: number): Series => ({
      'clustergate_in_flight_requests{worker="a",instance="1"}': `${inFlight}x9`,
      'clustergate_in_flight_requests{worker="a",instance="2"}': '0x9',
      'clustergate_slots{worker="a",instance="1"}': '5x9',
      'clustergate_slots{worker="a",instance="2"}': '5x9',
    })
    expect(await firing(text, slots(6), '5m')).toEqual(['ClustergateSlotsExceeded warning "a"'])
    expect(await firing(text, slots(5), '5m')).toEqual([])
  })

  test('fire if a worker is down for two minutes', async () => {
    const { text } = rulesOf('tcp: {}', '{ open: true }')
    const states = (down: string): Series => ({
      'clustergate_worker_state{worker="b",state="down"}': down,
      'clustergate_worker_state{worker="b",state="draining"}': '1x20',
    })
    expect(await firing(text, states('1x20'), '5m')).toEqual(['ClustergateWorkerOut critical "b"'])
    expect(await firing(text, states('0 1 0 0 1 1 0 0 0 0'), '5m')).toEqual([])
    expect(await firing(text, states('0x20'), '5m')).toEqual([])
  })

  test('show a name in braces unchanged, not as a template', async () => {
    const suite = declaredTest('tcp: {}', '{ open: true }')
    const { text } = ruleFile([{ ...suite, name: 'My {{ .Broken }} suite' }], clusterOf())
    writeFileSync(join(folder, 'braces.yaml'), text)
    const summary = 'b: open: true is missed (My {{ .Broken }} suite)'
    const alert = {
      exp_labels: {
        worker: 'b',
        severity: 'critical',
        stage: 'perf',
        objective: 'open: true',
        declared: 'specs/perf/one.spec.yaml:6',
      },
      exp_annotations: {
        summary,
        declared: 'specs/perf/one.spec.yaml:6',
        description: 'Fires where a worker is out for 2m (down, ejected). Now: out of rotation.',
      },
    }
    const series = [{ series: 'clustergate_worker_state{worker="b",state="down"}', values: '1x9' }]
    const test = {
      rule_files: ['braces.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: series,
          alert_rule_test: [
            { eval_time: '5m', alertname: 'ClustergateWorkerOut', exp_alerts: [alert] },
          ],
        },
      ],
    }
    writeFileSync(join(folder, 'braces-test.yaml'), stringify(test))
    const { all, exitCode } = await promtool('test', 'rules', 'braces-test.yaml')
    expect([all?.includes('SUCCESS'), exitCode]).toEqual([true, 0])
  })
})

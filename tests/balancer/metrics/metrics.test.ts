import { expect, test } from 'vitest'
import { BalancerMetrics } from '../../../lib/balancer/metrics/metrics.ts'
import { readPage } from '../../docs/pages.ts'
import { ask, balance, defaults } from '../balancers.ts'
import { startWorker, text } from '../workers.ts'

/** The values by name and labels, as Prometheus parses them. */
async function scrape(metrics: BalancerMetrics): Promise<Map<string, number>> {
  const lines = (await metrics.text()).split('\n').filter((line) => /^\w/.test(line))
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ')
      return [line.slice(0, end), Number(line.slice(end + 1))]
    }),
  )
}

test('requests and attempts are counted by outcome', async () => {
  const broken = await startWorker('w1', { response: text('', 500) })
  const balancer = balance([broken, await startWorker('w2')])
  const metrics = new BalancerMetrics(balancer)
  await ask(balancer)
  const values = await scrape(metrics)
  expect(values.get('clustergate_requests_total{outcome="ok"}')).toBe(1)
  expect(values.get('clustergate_attempts_total{worker="w1",result="server_error"}')).toBe(1)
  expect(values.get('clustergate_attempts_total{worker="w2",result="ok"}')).toBe(1)
  expect(values.get('clustergate_retries_total{worker="w1"}')).toBe(1)
})

test('each scrape reports the same values while nothing happens', async () => {
  const balancer = balance([await startWorker('w1')])
  const metrics = new BalancerMetrics(balancer)
  await ask(balancer)
  expect(await scrape(metrics)).toEqual(await scrape(metrics))
})

test('times are in seconds, by worker', async () => {
  const slow = await startWorker('w1', {
    response: async (response) => {
      response.write('first')
      await new Promise((resolve) => setTimeout(resolve, 60))
      response.end()
    },
  })
  const balancer = balance([slow])
  const metrics = new BalancerMetrics(balancer)
  await ask(balancer)
  const values = await scrape(metrics)
  expect(values.get('clustergate_service_seconds_count{worker="w1"}')).toBe(1)
  const service = values.get('clustergate_service_seconds_sum{worker="w1"}')
  expect(service).toBeGreaterThan(0.05)
  expect(service).toBeLessThan(10)
  const first = values.get('clustergate_time_to_first_token_seconds_sum{worker="w1"}')
  expect(first).toBeLessThan((service ?? 0) - 0.04)
  expect(values.get('clustergate_queue_wait_seconds_count')).toBe(1)
})

test('times include all requests, however many came between two scrapes', async () => {
  const balancer = balance([await startWorker('w1')])
  const metrics = new BalancerMetrics(balancer)
  await Promise.all(Array.from({ length: 600 }, () => ask(balancer)))
  const values = await scrape(metrics)
  expect(values.get('clustergate_service_seconds_count{worker="w1"}')).toBe(600)
})

test('a worker is in exactly one state, and an ejection is counted', async () => {
  const broken = await startWorker('w1', { response: text('', 500) })
  const circuit = { ...defaults.circuit, failures: 1, openForMs: 60_000 }
  const balancer = balance([broken, await startWorker('w2')], { circuit })
  const metrics = new BalancerMetrics(balancer)
  const before = await scrape(metrics)
  expect(before.get('clustergate_ejections_total{worker="w1"}')).toBe(0)
  for (const _ of [1, 2]) await ask(balancer)
  const values = await scrape(metrics)
  expect(values.get('clustergate_ejections_total{worker="w1"}')).toBe(1)
  expect(values.get('clustergate_usable_slots{worker="w1"}')).toBe(0)
  const states = [...values].filter(([name]) =>
    name.startsWith('clustergate_worker_state{worker="w1"'),
  )
  expect(states.filter(([, value]) => value === 1)).toEqual([
    ['clustergate_worker_state{worker="w1",state="ejected"}', 1],
  ])
})

test('a worker that was removed is no longer reported', async () => {
  const balancer = balance([await startWorker('w1'), await startWorker('w2')])
  const metrics = new BalancerMetrics(balancer)
  for (const _ of [1, 2]) await ask(balancer)
  await scrape(metrics)
  await balancer.removeWorker('w2')
  const names = [...(await scrape(metrics)).keys()]
  expect(names.filter((name) => name.includes('"w2"'))).toEqual([])
})

test('closed metrics count nothing more', async () => {
  const balancer = balance([await startWorker('w1')])
  const metrics = new BalancerMetrics(balancer)
  metrics.close()
  await ask(balancer)
  const values = await scrape(metrics)
  expect(values.get('clustergate_queue_wait_seconds_count')).toBe(0)
})

test('docs/serve.md lists all metrics with their descriptions', () => {
  const metrics = new BalancerMetrics(balance([]))
  const rows = metrics.registry.getMetricsAsArray().map(({ name, type, help, ...metric }) => {
    const { labelNames } = metric as unknown as { readonly labelNames: readonly string[] }
    const labels = labelNames.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${type} | ${labels} | ${help.replace(/\.$/, '')} |`
  })
  const section = readPage('docs/serve.md')
    .text.split(/^## /m)
    .find((part) => part.startsWith('Metrics'))
  expect(section?.match(/^\| `clustergate_.*$/gm)).toEqual(rows)
})

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import type { Worker } from '../../lib/cluster/cluster.ts'
import type { TelemetrySource } from '../../lib/cluster/telemetry-source.ts'
import type { LoadRecord } from '../../lib/record/load-record.ts'
import { observeLoad } from '../../lib/telemetry/observe-load.ts'
import { Telemetry } from '../../lib/telemetry/telemetry.ts'
import { load } from '../verdict/measured-load.ts'
import { type Page, startExporter } from './exporter.ts'

const { signal } = new AbortController()

function worker(
  telemetry: readonly Partial<TelemetrySource>[],
  changes: Partial<Worker> = {},
): Worker {
  return {
    id: 'w1',
    host: '127.0.0.1',
    port: 9,
    type: 'vllm',
    maxConcurrentRequests: 4,
    tags: [],
    basePath: '',
    ...changes,
    telemetry: telemetry.map((source) => ({ intervalMs: 100, metrics: {}, ...source })),
  }
}

/** The telemetry of a load that lasts this long. */
async function observe(
  workers: readonly Worker[],
  lasts: number | (() => Promise<unknown>) = 400,
): Promise<NonNullable<LoadRecord['telemetry']>> {
  const record = await observeLoad(new Telemetry(workers), signal, async () => {
    await (typeof lasts === 'number' ? sleep(lasts) : lasts())
    return load({ workers: { w1: {} } })
  })
  return record.telemetry ?? {}
}

const dcgm = (celsius: number, mhz = 2_000) =>
  `DCGM_FI_DEV_GPU_TEMP{gpu="0"} ${celsius}\nDCGM_FI_DEV_SM_CLOCK{gpu="0"} ${mhz}\n`

describe('telemetry during a load', () => {
  test('is scraped before, during and after it, and not later', async () => {
    await using exporter = await startExporter((scrape) => dcgm(60 + scrape))
    const { w1 } = await observe([worker([{ url: exporter.url, format: 'dcgm' }])])
    const { length } = exporter.scrapes
    expect(length).toBeGreaterThan(3)
    expect(w1?.sources).toEqual([{ url: exporter.url, scrapes: length, failed: 0 }])
    expect(w1?.series.temperature).toMatchObject({ count: length, min: 61, max: 60 + length })
    // Right before and after a load, a clock may be that of an idle machine.
    expect(w1?.series.clock?.count).toBe(length - 2)
    await sleep(250)
    expect(exporter.scrapes).toHaveLength(length)
  })

  test('counts preemptions of this load only, across a restart of the engine', async () => {
    const counts = [100, 103, 1]
    await using exporter = await startExporter((scrape) => {
      return `vllm:num_preemptions_total{engine="0"} ${counts[scrape - 1] ?? 2}\n`
    })
    const { w1 } = await observe([worker([{ url: exporter.url, format: 'vllm' }])])
    expect(w1?.series.preemptions?.increase).toBe(3 + 2)
  })

  test('has no preemptions if the scrape before the load failed', async () => {
    await using exporter = await startExporter((scrape) =>
      scrape === 1 ? { status: 500 } : `vllm:num_preemptions_total ${scrape}\n`,
    )
    const { w1 } = await observe([worker([{ url: exporter.url, format: 'vllm' }])])
    expect(w1?.series.preemptions).toBeUndefined()
    expect(w1?.missing.preemptions).toBe(
      `no scrape of ${exporter.url} right before the load had it: HTTP 500`,
    )
  })

  test('takes each quantity from the first source that has it', async () => {
    await using gpu = await startExporter(() => dcgm(70))
    await using node = await startExporter(() => 'node_hwmon_temp_celsius 50\nnode_x 1\n')
    await using engine = await startExporter(() => 'vllm:num_requests_running 3\n')
    const { w1 } = await observe([
      worker([
        { url: engine.url, format: 'vllm' },
        { url: node.url, format: 'node_exporter' },
        { url: gpu.url, format: 'dcgm' },
      ]),
    ])
    expect(w1?.series).toMatchObject({
      requests_running: { max: 3, url: engine.url },
      temperature: { max: 50, url: node.url },
      clock: { max: 2_000, url: gpu.url },
    })
    expect(w1?.missing).toEqual({
      requests_waiting: `${engine.url} has no \`vllm:num_requests_waiting\``,
      kv_cache: `${engine.url} has no \`vllm:kv_cache_usage_perc\` or \`vllm:gpu_cache_usage_perc\``,
      preemptions: `${engine.url} has no \`vllm:num_preemptions_total\``,
      power: `${gpu.url} has no \`DCGM_FI_DEV_POWER_USAGE\``,
    })
  })

  test.each<[string, Page, string]>([
    ['an error', { status: 503 }, 'HTTP 503'],
    [
      'a page of something else',
      '<html>nginx</html>',
      'the page is not in the Prometheus text format',
    ],
    [
      'a damaged line',
      'DCGM_FI_DEV_GPU_TEMP{gpu="0" 70\n',
      'a line of `DCGM_FI_DEV_GPU_TEMP` is not valid',
    ],
    ['an endless page', `${'x 1\n'.repeat(2_100_000)}`, 'the page has more than 8 MiB'],
  ])('reports that every scrape failed by %s', async (_what, page, reason) => {
    await using exporter = await startExporter(() => page)
    const { w1 } = await observe([worker([{ url: exporter.url, format: 'dcgm' }])])
    const [source] = w1?.sources ?? []
    expect(source?.failed).toBe(source?.scrapes)
    expect(source?.failure).toBe(reason)
    expect(w1?.series).toEqual({})
    expect(w1?.missing.temperature).toMatch(/^(all \d+ scrapes|the only scrape) of .* failed: /)
  })

  test('follows no redirect', async () => {
    await using elsewhere = await startExporter(() => dcgm(70))
    await using exporter = await startExporter(() => ({
      status: 302,
      headers: { location: elsewhere.url },
    }))
    const { w1 } = await observe([worker([{ url: exporter.url, format: 'dcgm' }])])
    expect(w1?.sources[0]?.failure).toBe('HTTP 302: redirects are not followed')
    expect(elsewhere.scrapes).toHaveLength(0)
  })

  test('that hangs does not delay the load, nor its end a second time', async () => {
    await using exporter = await startExporter(() => 'hang')
    const telemetry = new Telemetry([worker([{ url: exporter.url, format: 'dcgm' }])])
    const send = async () => {
      // The scrape that hangs has not been given up when the load begins.
      expect(exporter.open()).toBe(1)
      return load({ workers: { w1: {} } })
    }
    const first = await observeLoad(telemetry, signal, send)
    expect(first.telemetry?.w1?.missing.temperature).toMatch(/only scrape of .* failed: connected/)
    const before = exporter.scrapes.length
    let untilItsEnd = 0
    await observeLoad(telemetry, signal, async () => {
      await expect.poll(() => exporter.scrapes.length).toBeGreaterThan(before)
      untilItsEnd = exporter.scrapes.length
      return load({ workers: { w1: {} } })
    })
    // None after the load, for which its check would have to wait.
    expect(exporter.scrapes).toHaveLength(untilItsEnd)
  })

  test('ends with a load that is stopped', async () => {
    await using exporter = await startExporter(() => dcgm(70))
    const stop = new AbortController()
    const telemetry = new Telemetry([worker([{ url: exporter.url, format: 'dcgm' }])])
    const record = await observeLoad(telemetry, stop.signal, async () => {
      await sleep(250)
      stop.abort()
      return load({ workers: { w1: {} } })
    })
    const { length } = exporter.scrapes
    expect(record.telemetry?.w1?.series.temperature?.max).toBe(70)
    await sleep(250)
    expect(exporter.scrapes).toHaveLength(length)
  })

  test('of a load without a scrape reports that', async () => {
    await using exporter = await startExporter(() => dcgm(70))
    const { w1 } = await observe(
      [worker([{ url: exporter.url, format: 'dcgm', intervalMs: 60_000 }])],
      1,
    )
    expect(w1?.series.temperature?.max).toBe(70)
    expect(w1?.missing.clock).toBe(`no scrape of ${exporter.url} fell into the load`)
  })

  test('is not recorded if no worker has a source', async () => {
    const record = await observeLoad(new Telemetry([worker([])]), signal, async () =>
      load({ workers: { w1: {} } }),
    )
    expect(record).not.toHaveProperty('telemetry')
  })
})

describe('the worker’s key', () => {
  test('is sent to its own address, and to no other', async () => {
    vi.stubEnv('TELEMETRY_KEY', 'k3y')
    await using own = await startExporter(() => 'vllm:num_requests_running 1\n')
    await using other = await startExporter(() => dcgm(70))
    const { w1 } = await observe([
      worker([{}, { url: other.url, format: 'dcgm' }], {
        port: own.port,
        apiKey: { template: '${TELEMETRY_KEY}' },
        headers: { 'x-gateway': { template: 'yes' } },
      }),
    ])
    vi.unstubAllEnvs()
    expect(own.scrapes[0]).toMatchObject({ authorization: 'Bearer k3y', 'x-gateway': 'yes' })
    expect(other.scrapes.length).toBeGreaterThan(0)
    for (const headers of other.scrapes) {
      expect(headers.authorization).toBeUndefined()
      expect(headers['x-gateway']).toBeUndefined()
    }
    expect(JSON.stringify(w1)).not.toContain('k3y')
  })

  test('in the query of a URL is not recorded', async () => {
    await using exporter = await startExporter(() => dcgm(70))
    const { w1 } = await observe([
      worker([{ url: `${exporter.url}?token=s3cret`, format: 'dcgm' }]),
    ])
    expect(w1?.series.temperature?.max).toBe(70)
    expect(JSON.stringify(w1)).not.toContain('s3cret')
  })
})

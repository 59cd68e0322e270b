import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openMetricsChunks } from '../../reporters/openmetrics/exposition.ts'
import { freePort } from '../e2e/free-port.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { readOpenMetrics } from './contract/openmetrics-grammar.ts'
import { everyOutcome, nastyRun } from './records.ts'

const reports = [
  ['every outcome', [...openMetricsChunks(everyOutcome)].join('')],
  ['names that are anything at all', [...openMetricsChunks(nastyRun())].join('')],
] as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-prometheus-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Number of our samples in a text of Prometheus. */
function samplesIn(text: string): number {
  return text.split('\n').filter((line) => line.startsWith('clustergate_')).length
}

function samplesOf(report: string): number {
  return readOpenMetrics(report).reduce((sum, { samples }) => sum + samples.length, 0)
}

/** A separate server for one test, killed at its end. */
async function serving<T>(
  program: string,
  args: readonly string[],
  url: string,
  use: () => Promise<T>,
): Promise<T> {
  const child = execa(program, args, { reject: false, timeout: 120_000 })
  try {
    await expect
      .poll(
        () =>
          fetch(url).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBe(200)
    return await use()
  } finally {
    child.kill('SIGKILL')
    await child
  }
}

/** Of Prometheus' API: an instant and the value at it. */
interface ModelResponse {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] }
}

const gateway = 'prometheus-pushgateway'
describeWith(hasTool(gateway) ? [] : [gateway], 'a Pushgateway', () => {
  test.each(reports)('accepts every sample of a report of %s', async (name, report) => {
    const address = `127.0.0.1:${await freePort()}`
    const url = `http://${address}/metrics`
    // Debian's keeps pushed data for others, unless its path is set.
    const kept = `--persistence.file=${join(folder, `${name}.pushed`)}`
    const args = [`--web.listen-address=${address}`, kept]
    const text = await serving(gateway, args, url, async () => {
      const pushed = await fetch(`${url}/job/clustergate`, { method: 'POST', body: report })
      expect([pushed.status, await pushed.text()]).toEqual([200, ''])
      return (await fetch(url)).text()
    })
    expect(samplesIn(text)).toBe(samplesOf(report))
  })
})

const exporter = 'prometheus-node-exporter'
describeWith(hasTool(exporter) ? [] : [exporter], "node_exporter's textfile collector", () => {
  test.each(reports)('accepts every sample of a report of %s', async (name, report) => {
    const files = join(folder, name)
    await mkdir(files)
    await writeFile(join(files, 'clustergate.prom'), report)
    const address = `127.0.0.1:${await freePort()}`
    const url = `http://${address}/metrics`
    const args = [
      ...['--collector.disable-defaults', '--collector.textfile'],
      ...[`--collector.textfile.directory=${files}`, `--web.listen-address=${address}`],
    ]
    const text = await serving(exporter, args, url, async () => (await fetch(url)).text())
    expect(text).toContain('node_textfile_scrape_error 0\n')
    expect(samplesIn(text)).toBe(samplesOf(report))
  })
})

describeWith(hasTool('prometheus') ? [] : ['prometheus'], 'Prometheus', () => {
  describe.each([
    'text/plain; version=0.0.4',
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  ])('with the report served as %s', (type) => {
    test('stores every sample', async () => {
      const [[, report]] = reports
      const page = createServer((_, response) =>
        response.writeHead(200, { 'content-type': type }).end(report),
      )
      await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
      const target = `127.0.0.1:${(page.address() as AddressInfo).port}`
      const config = join(folder, `${type.replaceAll(/\W/g, '-')}.yml`)
      await writeFile(
        config,
        `scrape_configs: [{ job_name: c, scrape_interval: 1s, static_configs: [{ targets: ['${target}'] }] }]\n`,
      )
      const address = `127.0.0.1:${await freePort()}`
      const args = [
        ...[`--config.file=${config}`, `--storage.tsdb.path=${config}.tsdb`],
        `--web.listen-address=${address}`,
      ]
      const query = encodeURIComponent('scrape_samples_scraped{job="c"}')
      const url = `http://${address}/api/v1/query?query=${query}`
      try {
        await serving('prometheus', args, `http://${address}/-/ready`, async () => {
          const scraped = async () => {
            const { data } = (await (await fetch(url)).json()) as ModelResponse
            return data.result[0]?.value[1]
          }
          await expect.poll(scraped, { timeout: 60_000 }).toBe(String(samplesOf(report)))
        })
      } finally {
        page.close()
      }
    })
  })
})

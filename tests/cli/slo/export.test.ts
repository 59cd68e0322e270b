import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { bucketsSeconds } from '../../../lib/balancer/metrics/metric-buckets.ts'
import { root } from '../../docs/pages.ts'
import { createProject, type Project } from '../../e2e/project.ts'
import { describeWith, hasTool } from '../../hosts/requirements.ts'
import { documentsOf, faultsOf, queriesOf } from '../../slo/openslo-documents.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(root, 'dist/lib/cli/main.js')
const env = { NO_COLOR: '1', FORCE_COLOR: undefined, CI: '', CLUSTERGATE_CLUSTER: undefined }

async function clustergate(cwd: string, ...args: string[]) {
  const { stdout, stderr, exitCode } = await execa(process.execPath, [command, ...args], {
    cwd,
    reject: false,
    timeout: 60_000,
    env,
    stripFinalNewline: false,
  })
  return { stdout, stderr, exitCode }
}

interface Rule {
  readonly expr: string
  readonly annotations: Readonly<Record<string, string>>
}

const expressionsIn = (text: string): string[] =>
  parse(text).groups.flatMap(({ rules }: { rules: Rule[] }) => rules.map(({ expr }) => expr))

/**
 * Parts of PromQL that do not exist in a text of metrics: names of metrics, and values of labels in the
 * query. A name in a query is the family's, or that of one of a histogram's series.
 */
function unknownIn(metrics: string, queries: readonly string[]): string[] {
  const unknown = queries.flatMap((query) =>
    [...query.matchAll(/(clustergate_\w+)(?:\{([^}]*)\})?/g)].flatMap(
      ([, name = '', selector = '']) => {
        const samples = metrics.split('\n').filter((line) => new RegExp(`^${name}[ {]`).test(line))
        const asked = [...selector.matchAll(/(\w+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"/g)]
        const missing = asked.flatMap(([, label = '', operator = '', value = '']) =>
          (operator.endsWith('~') ? value.split('|') : [value]).filter(
            (each) => !samples.some((line) => line.includes(`${label}="${each}"`)),
          ),
        )
        return [
          ...(samples.length === 0 ? [name] : []),
          ...missing.map((each) => `${name}: ${each}`),
        ]
      },
    ),
  )
  return [...new Set(unknown)]
}

describe('`clustergate export prometheus-rules`', () => {
  let running: ReturnType<typeof serve>
  let metrics: string

  const serve = () =>
    execa(process.execPath, [command, 'serve', '--port', '0'], {
      cwd: root,
      env,
      timeout: 120_000,
    })

  beforeAll(async () => {
    running = serve()
    const url = await new Promise<string>((resolve, reject) => {
      let reported = ''
      running.stdout.on('data', (data) => {
        reported += data
        const [, address] = /^(http:\S+)\/v1 serves /m.exec(reported) ?? []
        if (address !== undefined) resolve(address)
      })
      running.once('exit', () => reject(new Error(`the front ended: ${reported}`)))
    })
    for (let sent = 0; sent < 6; sent += 1) {
      const body = JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], max_tokens: 2 })
      await (await fetch(`${url}/v1/chat/completions`, { method: 'POST', body })).text()
    }
    metrics = await (await fetch(`${url}/metrics`)).text()
  }, 60_000)
  afterAll(async () => {
    running.kill()
    await running
  })

  test('queries only metrics that a front really reports', async () => {
    const { stdout, exitCode } = await clustergate(root, 'export', 'prometheus-rules')
    const expressions = expressionsIn(stdout)
    expect(exitCode).toBe(0)
    expect(expressions.length).toBeGreaterThan(10)
    expect(unknownIn(metrics, expressions)).toEqual([])
  })

  test('a metric or a state that a front does not report would be detected', () => {
    const queries = [
      'sum(clustergate_latency_seconds_bucket)',
      'clustergate_worker_state{state=~"down|gone"}',
      'rate(clustergate_requests_total{outcome!="ok"}[5m])',
    ]
    expect(unknownIn(metrics, queries)).toEqual([
      'clustergate_latency_seconds_bucket',
      'clustergate_worker_state: gone',
    ])
  })

  test('uses the buckets of the histograms', () => {
    const bounds = (name: string) => [
      ...new Set(
        [...metrics.matchAll(new RegExp(`^${name}_bucket\\{le="([^"]+)"`, 'gm'))].map(([, le]) =>
          Number(le?.replace('+Inf', 'Infinity')),
        ),
      ),
    ]
    for (const name of ['queue_wait', 'service', 'time_to_first_token']) {
      expect(bounds(`clustergate_${name}_seconds`)).toEqual([...bucketsSeconds, Infinity])
    }
  })

  test('reports what it leaves out, each with its position and reason, separately from the rules', async () => {
    const { stderr, stdout } = await clustergate(root, 'export', 'prometheus-rules', 'specs/perf')
    expect(stderr).toMatch(
      /^\d+ alerts; left out: \d+ objectives; target: embedded cluster, 3 simulated workers\n/,
    )
    expect(stderr).toMatch(
      /^ {2}specs\/perf\/scaling\.spec\.yaml:39: speedup at concurrency 15: >= 2\.5x \(it compares loads/m,
    )
    expect(() => parse(stdout)).not.toThrow()
  })

  test('is for the named cluster: with five workers more can be watched', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clustergate-export-'))
    const workers = [1, 2, 3, 4, 5].map((port) => ({
      id: `w${port}`,
      host: '127.0.0.1',
      port,
      model: 'm',
    }))
    await writeFile(
      join(folder, 'five.json'),
      JSON.stringify({ workers, balancer: { strategy: 'round_robin' } }),
    )
    const args = [
      'export',
      'prometheus-rules',
      'specs/balancer',
      '--config',
      join(folder, 'five.json'),
    ]
    const { stderr, stdout } = await clustergate(root, ...args)
    expect(stdout).toContain('share.each: 33.3% ± 1%')
    expect(stderr).not.toContain('the strategy `round_robin`')
    await rm(folder, { recursive: true })
  })

  describeWith(hasTool('promtool') ? [] : ['promtool'], 'in Prometheus', () => {
    test('the rules for this project are accepted', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'clustergate-export-'))
      const file = join(folder, 'rules.yaml')
      await clustergate(root, 'export', 'prometheus-rules', '--output', file)
      const { stdout } = await execa('promtool', ['check', 'rules', '--lint-fatal', file])
      expect(stdout).toMatch(/SUCCESS: \d\d rules found/)
      await rm(folder, { recursive: true })
    })

    test('the metrics that they query are accepted', async () => {
      const { exitCode, all } = await execa('promtool', ['check', 'metrics'], {
        input: metrics,
        reject: false,
        all: true,
      })
      expect([all, exitCode]).toEqual(['', 0])
    })
  })
})

describe('`clustergate export openslo`', () => {
  test('writes valid documents for the specs of this project', async () => {
    const { stdout, stderr, exitCode } = await clustergate(root, 'export', 'openslo')
    const documents = documentsOf(stdout)
    expect(exitCode).toBe(0)
    expect(documents.length).toBeGreaterThan(100)
    expect(faultsOf(documents)).toEqual([])
    expect(stderr).toMatch(/^\d+ SLOs; left out: 1 objectives; 2 specs in TypeScript/)
  })

  test('takes service, window and target', async () => {
    const args = ['--service', 'papers', '--window', '4w', '--target', '99.5%']
    const { stdout } = await clustergate(root, 'export', 'openslo', 'specs/network', ...args)
    const slos = documentsOf(stdout).filter(({ kind }) => kind === 'SLO')
    expect(slos[0]?.spec).toMatchObject({
      service: 'papers',
      timeWindow: [{ duration: '4w' }],
      objectives: [{ target: 0.995 }],
    })
  })

  test.each([
    [['--service', 'My Service'], 'a DNS label'],
    [['--window', '28'], '28d'],
    [['--target', '100%'], 'below 100%'],
    [['--output', 'none/slos.yaml'], 'the folder none does not exist'],
    [['nowhere'], 'there is no file or folder nowhere'],
  ])('refuses %j', async (args, words) => {
    const { stderr, stdout, exitCode } = await clustergate(root, 'export', 'openslo', ...args)
    expect(stderr).toContain(words)
    expect([stdout, exitCode]).toEqual(['', 2])
  })

  describe('of a real run', () => {
    let project: Project
    beforeAll(async () => {
      const spec = async (path: string) => [path, await readFile(join(root, path), 'utf8')]
      project = await createProject(
        Object.fromEntries(
          await Promise.all(
            ['specs/network/checklist.spec.yaml', 'specs/balancer/share.spec.yaml'].map(spec),
          ),
        ),
      )
      const run = await project.vitest(['run', '--reporter=clustergate/reporters/json'])
      if (run.exitCode !== 0) throw new Error(run.output)
    }, 120_000)
    afterAll(() => project[Symbol.asyncDispose]())

    test('queries only metrics that the OpenMetrics report of a run has', async () => {
      const report = await clustergate(project.folder, 'report', '--format', 'openmetrics')
      const { stdout } = await clustergate(project.folder, 'export', 'openslo')
      const measured = queriesOf(documentsOf(stdout)).filter((query) =>
        query.includes('_measured_'),
      )
      expect(measured.length).toBeGreaterThan(20)
      expect(unknownIn(report.stdout, measured)).toEqual([])
    })

    test('writes to a file atomically', async () => {
      const { stderr, stdout } = await clustergate(
        project.folder,
        'export',
        'openslo',
        '-o',
        'slos.yaml',
      )
      expect(stdout).toBe('')
      expect(stderr).toMatch(/^export: slos\.yaml\n/)
      const text = await readFile(join(project.folder, 'slos.yaml'), 'utf8')
      expect(faultsOf(documentsOf(text))).toEqual([])
    })
  })
})

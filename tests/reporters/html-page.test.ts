import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { declarationOf } from '../../lib/history/declaration-of.ts'
import { HistoryStore } from '../../lib/history/store.ts'
import { historyRun } from '../../lib/record/history.ts'
import { createProject, type Project } from '../e2e/project.ts'
import { describeWith } from '../hosts/requirements.ts'
import { Browser, missingForBrowser, type PageOptions } from './html-browser.ts'
import { lowContrast } from './html-contrast.ts'

const root = join(import.meta.dirname, '../..')

const scaling = `suite: Scaling
tests:
  - name: several workers beat one
    benchmark: { requests: 60, concurrency: [5, 15], repetitions: 3, max_repetitions: 3, compare: { baseline: first } }
    expect:
      - success_rate: ">= 95%"
      - at: { concurrency: 15 }
        speedup: ">= 20x"
        latency.p95: < 10s
        share.each: 33% ± 25%
  - name: a single request is served at once
    for: each worker
    latency: { requests: 5 }
    expect: { latency.p50: < 10s }
  - name: five workers scale
    requires: { workers: 5 }
    benchmark: { workers: [1, 5] }
    expect: { success_rate: 100% }
`

const share = `suite: Balancer
tests:
  - name: spreads the load evenly
    balance: { requests: 60, concurrency: 15 }
    expect: { success_rate: ">= 99%", share.each: 33% ± 25% }
`

/** One worker that runs, and one with a port where nothing listens. */
const broken = `workers:
  - { id: fine, host: 127.0.10.1, port: 0, type: simulated, model: m, max_concurrent_requests: 5 }
  - { id: gone, host: 127.0.10.77, port: 9, type: lm_studio, model: m, max_concurrent_requests: 5 }
`

describeWith(missingForBrowser, 'the HTML report in a browser', () => {
  let project: Project
  let browser: Browser

  beforeAll(async () => {
    const shipped = (name: string) => readFile(join(root, 'specs/network', name), 'utf8')
    project = await createProject({
      'specs/network/checklist.spec.yaml': await shipped('checklist.spec.yaml'),
      'specs/network/round-trips.spec.ts': await shipped('round-trips.spec.ts'),
      'specs/balancer/share.spec.yaml': share,
      'specs/perf/scaling.spec.yaml': scaling,
      'broken.yaml': broken,
    })
    const reporter = `--reporter=clustergate/reporters/html`
    const perf = ['specs/perf', `--reporter=clustergate/reporters/json`]
    await project.vitest(['run', ...perf])
    await storeEarlierRuns(project.folder)
    await project.vitest(['run', reporter])
    await rename(report('clustergate'), report('works'))
    const env = { CLUSTERGATE_CLUSTER: 'broken.yaml' }
    await project.vitest(['run', reporter, 'specs/network', 'specs/balancer'], { env })
    await rename(report('clustergate'), report('broken'))
    browser = await Browser.start()
  }, 240_000)

  /** Ten days of a history in which everything was twice as high at first. */
  async function storeEarlierRuns(folder: string): Promise<void> {
    const record = JSON.parse(await readFile(join(folder, 'reports/clustergate.json'), 'utf8'))
    const origin = { commit: 'a'.repeat(40), branch: 'main' }
    const run = historyRun(record, { stages: ['perf'], origin, declarationOf })
    if (!run) throw new Error('the perf stage measured nothing')
    using store = await HistoryStore.open(join(folder, '.clustergate/history.db'), 'write')
    for (let day = 1; day <= 10; day++) {
      const noise = 1 + (day % 3) / 200
      const cases = run.cases.map((each) => ({
        ...each,
        status: 'passed' as const,
        values: each.values.map((value) => ({
          ...value,
          value: value.value * noise * (day > 5 ? 2 : 1),
        })),
      }))
      const startedAt = new Date(Date.parse(run.startedAt) - day * 86_400_000).toISOString()
      const earlier = { commit: day > 5 ? origin.commit : 'b'.repeat(40), branch: 'main' }
      store.add({ ...run, id: `day ${day}`, startedAt, cases, origin: earlier }, 100)
    }
  }

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await project?.[Symbol.asyncDispose]()
  })

  const report = (name: string) => join(project.folder, `reports/${name}.html`)
  const open = (name: string, options?: PageOptions) =>
    browser.open(`file://${report(name)}`, options)

  test.each([['works'], ['broken']])(
    'loads nothing, runs nothing and has no console errors (%s)',
    async (name) => {
      const page = await open(name)
      expect(page.requests).toEqual([`file://${report(name)}`])
      expect(page.complaints).toEqual([])
      expect(await page.evaluate('document.scripts.length')).toBe(0)
    },
  )

  test('would be kept from loading by its policy', async () => {
    const page = await open('works')
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('img'), { src: 'file:///etc/hostname' }))`,
    )
    await expect.poll(() => page.complaints.join()).toContain('Content Security Policy')
  })

  test('shows the verdict and its cause before all else', async () => {
    const page = await open('broken')
    const text = await page.evaluate<string>('document.querySelector("main").innerText')
    expect(text).toMatch(/^✗\s*Failed\n+Of \d+ test cases, /)
    const order = [
      'Failed',
      '127.0.10.77:9 refuses connections',
      'Cause:',
      'Remedy:',
      'Seen in',
      '1 of 2 workers reached',
    ]
    const places = order.map((words) => text.indexOf(words))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThanOrEqual(0)
    expect(text).toMatch(/Balancer\s+gate closed, nothing sent/)
    expect(text).toMatch(/the network gate is closed, so nothing was sent/)
  })

  test('has every chart with a name that describes it', async () => {
    const page = await open('works')
    await page.evaluate(openAll)
    const nodes = await page.accessible()
    const images = nodes.filter(({ role }) => role === 'image' || role === 'img')
    expect(images.length).toBeGreaterThan(20)
    expect(images.filter(({ name }) => name === '')).toEqual([])
    const names = images.map(({ name }) => name).join('\n')
    for (const expected of [
      /^Throughput by concurrency\. measured: [\d.]+\/s at 5, [\d.]+\/s at 15\. baseline: /m,
      /^Speedup by concurrency\. measured: .* budget >= 20x at 15$/m,
      /^speedup at concurrency 15: [\d.]+x, budget >= 20x: (outside the budget|left open)$/m,
      /^concurrency 15: reached [\d.]+% of the ideal, lost to /m,
      /^concurrency 15, sim-1: [\d.]+%, sim-2: [\d.]+%, sim-3: [\d.]+%$/m,
      /^concurrency 15, baseline: 180 responses, p50 /m,
      /^Responses per second: /m,
      /^Requests with a worker, and dashed those that wait for one: 0 to [\d.]+, over /m,
      /^latency\.p50 of a single request is served at once › sim-1 over 11 runs: /m,
      /^speedup at concurrency 15 of several workers beat one over 11 runs: .*; moved with the run of 20\d\d-\d\d-\d\d \d\d:\d\d UTC, commit bbbbbbb on main: /m,
      /^sim-1: first response after /m,
      /^\d+ passed, /m,
    ]) {
      expect(names).toMatch(expected)
    }
  })

  test('is structured for screen readers: language, landmarks, headings', async () => {
    const page = await open('works')
    await page.evaluate(openAll)
    const outline = await page.evaluate<number[]>(
      '[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ tagName }) => Number(tagName[1]))',
    )
    expect(outline.filter((level) => level === 1)).toHaveLength(1)
    outline.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1)
      return level
    }, 0)
    const roles = new Set((await page.accessible()).map(({ role }) => role))
    for (const role of ['banner', 'main', 'navigation', 'heading', 'table', 'figure', 'list']) {
      expect(roles).toContain(role)
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe('en')
    const unnamed = (await page.accessible()).filter(
      ({ role, name }) =>
        ['link', 'region', 'navigation', 'heading', 'DisclosureTriangle'].includes(role) &&
        name === '',
    )
    expect(unnamed).toEqual([])
  })

  test('opens a test with the keyboard', async () => {
    const page = await open('works')
    const focused = 'document.activeElement.closest("details.test")?.id'
    for (let count = 0; count < 40; count++) {
      await page.press('Tab')
      if (await page.evaluate(focused)) break
    }
    const id = await page.evaluate<string>(focused)
    const isOpen = `document.getElementById("${id}").open`
    const before = await page.evaluate(isOpen)
    await page.press('Enter')
    expect(await page.evaluate(isOpen)).toBe(!before)
  })

  test('is the same without scripts', async () => {
    const text = 'document.body.innerText'
    const [on, off] = await Promise.all(
      (['on', 'off'] as const).map(async (scripts) =>
        (await open('works', { scripts })).evaluate<string>(text),
      ),
    )
    expect(off).toBe(on)
    expect(on).toContain('Network validation')
  })

  test.each([['light'], ['dark']] as const)('is readable in the %s', async (colours) => {
    for (const name of ['works', 'broken']) {
      const page = await open(name, { colours, height: 40_000 })
      await page.evaluate(openAll)
      const { looked, found } = await page.evaluate<{ looked: number; found: unknown[] }>(
        lowContrast,
      )
      expect(looked).toBeGreaterThan(100)
      expect(await page.evaluate('document.documentElement.scrollHeight <= innerHeight')).toBe(true)
      expect(found).toEqual([])
      const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      const [red = 0] = paper.match(/\d+/g)?.map(Number) ?? []
      expect(red > 128).toBe(colours === 'light')
    }
  })

  test.each([[320], [400], [1280]])('fits a window of %i pixels', async (width) => {
    const page = await open('works', { width })
    await page.evaluate(openAll)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const sticking = await page.evaluate(`[...document.querySelectorAll('svg.plot text')]
      .filter((each) => each.checkVisibility() && !each.closest('.part'))
      .map((each) => [each.textContent, each.getBoundingClientRect()])
      .filter(([, { left, right }]) => left < 0 || right > innerWidth).map(([text]) => text)`)
    expect(sticking).toEqual([])
  })

  test('prints what is folded on the screen', async () => {
    const height = `document.querySelector('details.test.passed:not([open]) .body').getBoundingClientRect().height`
    const onPaper = await open('works', { media: 'print' })
    expect(await onPaper.evaluate(height)).toBeGreaterThan(50)
    // Tables of numbers would be most of the paper.
    expect(await onPaper.evaluate(`document.querySelector('.numbers').checkVisibility()`)).toBe(
      false,
    )
    const onScreen = await open('works')
    expect(
      await onScreen.evaluate(
        `document.querySelector('details.test.passed:not([open]) .body').checkVisibility({ contentVisibilityAuto: true })`,
      ),
    ).toBe(false)
  })
})

const openAll = 'document.querySelectorAll("details").forEach((each) => { each.open = true })'

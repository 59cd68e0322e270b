import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addRun, LastVerdicts, recordedTests } from '../../lib/slo/last-verdicts.ts'
import { firstDifference } from '../../lib/slo/page/declared-part.ts'
import { htmlPage } from '../../lib/slo/page/html-page.ts'
import { markdownPage } from '../../lib/slo/page/markdown-page.ts'
import type { SloPage } from '../../lib/slo/page/page.ts'
import { describeWith } from '../hosts/requirements.ts'
import { Browser, missingForBrowser, type PageOptions } from '../reporters/html-browser.ts'
import { lowContrast } from '../reporters/html-contrast.ts'
import { condition, fileOf, judgedCase, runOfFiles, testCase } from '../reporters/records.ts'
import { declared } from './declared.ts'

const spec = `suite: "<b>Net</b> *work* | [x](y)"
owner: "team <x>"
tags: [nightly]
tests:
  - name: near _and_ dear
    description: "<script>alert(1)</script> costs \`time\`"
    for: each worker
    retries: 2
    on_inconclusive: warn
    ping: { count: 20 }
    expect: { rtt.avg: < 10ms, packet_loss: 0% }
  - name: later
    skip: the switch is away
    tcp: {}
    expect: { open: true }
`

const file = 'specs/network/a b.spec.yaml'
const module = 'specs/network/more.spec.ts'
const suites = declared({ [file]: spec })
const bare: SloPage = {
  suites,
  modules: [{ file: module, stage: 'network' }],
  linkTo: (path) => `../${path}`,
}

const missed = condition({ status: 'fail', formatted: '<51ms>' })
const run = runOfFiles([
  fileOf(
    [judgedCase({ file, status: 'failed' }, { conditions: [missed] }, { test: 'near _and_ dear' })],
    { file },
  ),
  fileOf([testCase({ file: module, line: 3, name: 'S > <i>ok</i> › w1' })], { file: module }),
])

function reported(): SloPage {
  const last = new LastVerdicts()
  addRun(last, run)
  const recorded = (path: string) => recordedTests(run, path)
  return { ...bare, verdicts: { last, sources: ['reports/clustergate.json'], recorded } }
}

describe.each([
  ['Markdown', markdownPage],
  ['HTML', htmlPage],
])('the page of SLOs in %s', (_, render) => {
  test('declares the same with and without verdicts', () => {
    expect(render(reported())).not.toBe(render(bare))
    expect(firstDifference(render(reported()), render(bare))).toBeUndefined()
  })

  test('is the same each time', () => {
    expect(render(reported())).toBe(render(reported()))
  })

  test('differs if a spec does', () => {
    const other = { ...bare, suites: declared({ [file]: spec.replace('< 10ms', '< 11ms') }) }
    const difference = firstDifference(render(reported()), render(other))
    expect(difference?.found).toContain('10ms')
    expect(difference?.expected).toContain('11ms')
  })

  test('without a run reports that nothing was run', () => {
    const none = { last: new LastVerdicts(), sources: [], recorded: () => [] }
    expect(render({ ...bare, verdicts: none })).toContain('No run is known')
  })
})

describe('the page of SLOs in Markdown', () => {
  test('has objective, target, measurement, position, owner and verdict', () => {
    const page = markdownPage(reported())
    expect(page).toContain(
      '| `rtt.avg` | `< 10ms`<!-- verdict --> failed: \\<51ms\\><!-- /verdict --> | Mean round trip. | [11](../specs/network/a%20b.spec.yaml#L11) |',
    )
    expect(page).toContain('Last verdict: **failed**, 2026-01-02 03:04 UTC')
    expect(page).toContain(
      '- Measured by `ping`: 20 packets.\n- Runs on each worker.\n- Judged: run again up to 2 times',
    )
    expect(page).toContain('- Not run at present: the switch is away')
    expect(page).toContain('; owner team \\<x\\>; tags `nightly`.')
    expect(page).toContain(
      '  - S \\> \\<i\\>ok\\</i\\> ([specs/network/more.spec.ts:3](../specs/network/more.spec.ts#L3)): **passed**',
    )
  })

  test('escapes the texts of a spec', () => {
    const page = markdownPage(reported())
    expect(page).toContain('### \\<b\\>Net\\</b\\> \\*work\\* | \\[x\\](y)\n')
    expect(page).toContain('#### near \\_and\\_ dear\n')
    expect(page).toContain('Why: \\<script\\>alert(1)\\</script\\> costs \\`time\\`')
  })
})

describeWith(missingForBrowser, 'the page of SLOs in a browser', () => {
  let folder: string
  let browser: Browser
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-slo-page-'))
    writeFileSync(join(folder, 'slos.html'), htmlPage(reported()))
    browser = await Browser.start()
  }, 90_000)
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const open = (options?: PageOptions) =>
    browser.open(`file://${join(folder, 'slos.html')}`, options)

  test('loads nothing, runs nothing and has no console errors', async () => {
    const page = await open()
    expect(page.requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1)
    expect(page.complaints).toEqual([])
    expect(await page.evaluate('document.scripts.length')).toBe(0)
    expect(await page.evaluate('document.querySelector("h3").textContent')).toBe(
      '<b>Net</b> *work* | [x](y)',
    )
  })

  test.each(['light', 'dark'] as const)('is readable in %s', async (colours) => {
    const page = await open({ height: 3_000, colours })
    const { looked, found } = await page.evaluate<{ looked: number; found: unknown[] }>(lowContrast)
    expect(looked).toBeGreaterThan(40)
    expect(found).toEqual([])
  })

  test('is structured for screen readers', async () => {
    const page = await open()
    const nodes = await page.accessible()
    const names = (role: string) =>
      nodes.filter((each) => each.role === role).map(({ name }) => name)
    expect(names('main')).toHaveLength(1)
    const headings =
      '[...document.querySelectorAll("h1,h2,h3,h4")].map((h) => h.localName + " " + h.textContent)'
    expect(await page.evaluate(headings)).toEqual([
      'h1 Service level objectives',
      'h2 Network',
      'h3 <b>Net</b> *work* | [x](y)',
      'h4 near _and_ dear',
      'h4 later',
      'h3 In TypeScript',
    ])
    expect(names('region')).toEqual(
      expect.arrayContaining(['All suites', 'Network', 'Objectives of near _and_ dear']),
    )
    expect(names('columnheader')).toContain('Target')
    expect(names('rowheader')).toContain('rtt.avg')
  })

  test('scrolls only its tables on a phone', async () => {
    const page = await open({ width: 360 })
    expect(await page.evaluate('document.documentElement.scrollWidth <= 360')).toBe(true)
  })
})

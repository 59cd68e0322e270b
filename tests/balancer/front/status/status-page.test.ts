import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { describeWith, hasTool } from '../../../hosts/requirements.ts'
import { startWorker } from '../../workers.ts'
import { frontOf, post } from '../fronts.ts'

const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }

describe('the status page', () => {
  test('loads nothing from elsewhere, and its policy forbids it', async () => {
    const { url } = await frontOf([await startWorker('w1')])
    const response = await fetch(`${url}/status`, asBrowser)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).not.toMatch(/\b(?:src|href)=|@import|url\(|https?:/)
  })

  test('is readable without scripts, and escapes every name', async () => {
    const { url } = await frontOf([await startWorker('<b>w1&')])
    const page = await (await fetch(`${url}/status`, asBrowser)).text()
    expect(page).toMatch(/<noscript><pre>[\s\S]*&lt;b&gt;w1&amp; +127\.0\.0\.1:\d+ +ready/)
    expect(page).not.toContain('<b>')
  })
})

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(hasTool)

describeWith(browser ? [] : ['chromium'], 'the status page in a browser', () => {
  test('the status page shows every worker, and updates itself', async () => {
    const running = await frontOf([await startWorker('w1'), await startWorker('<b>w2')])
    const { balancer, url } = running
    await (await post(running)).text()
    // Requested for the page, then once by the page itself: later updates need further requests.
    let asked = 0
    const stats = balancer.stats.bind(balancer)
    balancer.stats = () => {
      asked += 1
      if (asked === 3) void balancer.drain('w1')
      return stats()
    }
    const dom = await domOf(`${url}/status`)
    expect(asked).toBeGreaterThanOrEqual(3)
    expect(dom).toMatch(/<p id="connection"[^>]*>live<\/p>/)
    expect(dom).toMatch(/<th scope="row">w1<small>127[\s\S]*<td class="state draining">draining</)
    expect(dom).toMatch(/<th scope="row">&lt;b&gt;w2<small>[\s\S]*<td class="state ready">ready</)
    expect(dom).toMatch(/<\/time>w1 draining, gets no further requests<\/li>/)
  })
})

/** The document of a page in a real browser after three seconds of its time. */
async function domOf(url: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'clustergate-browser-'))
  const flags = [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...[`--user-data-dir=${profile}`, '--virtual-time-budget=3000', '--dump-dom'],
  ]
  try {
    const { stdout } = await execa(browser ?? '', [...flags, url], { timeout: 50_000 })
    return stdout
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

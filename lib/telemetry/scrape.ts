import { requestHttp } from '../probes/http.ts'
import { isPrometheusText, MalformedMetric } from '../servers/prometheus-samples.ts'
import { type PageValues, readPage } from './read-page.ts'
import type { MetricsPage } from './worker-pages.ts'

/** Time limit of a page, in milliseconds. */
const scrapeTimeoutMs = 2_000

const maxBodyBytes = 8 * 1024 * 1024

export type Scrape =
  | { readonly ok: true; readonly values: PageValues }
  | { readonly ok: false; readonly reason: string; readonly kind: 'failed' | 'slow' | 'stopped' }

/** Reads a page of metrics once. Never rejects; follows no redirect. */
export async function scrape(page: MetricsPage, signal: AbortSignal): Promise<Scrape> {
  const { url, headers, tls } = page
  const response = await requestHttp({
    url,
    signal,
    maxBodyBytes,
    timeoutMs: scrapeTimeoutMs,
    headers: { accept: 'text/plain;version=0.0.4, text/plain;q=0.5, */*;q=0.1', ...headers },
    ...(tls && { tls }),
  })
  if (!response.ok) {
    const { kind, code, detail } = response.failure
    if (kind === 'aborted') return { ok: false, reason: detail, kind: 'stopped' }
    const reason = code && !detail.includes(code) ? `${code}: ${detail}` : detail
    return { ok: false, reason, kind: kind === 'timed_out' ? 'slow' : 'failed' }
  }
  const { status } = response
  if (status >= 300 && status < 400) return failure(`HTTP ${status}: redirects are not followed`)
  if (status !== 200) return failure(`HTTP ${status}`)
  if (response.bodyTruncated) return failure('the page has more than 8 MiB')
  return valuesOf(response.body, page)
}

function valuesOf(text: string, { names }: MetricsPage): Scrape {
  try {
    const values = readPage(text, names)
    const isEmpty = Object.keys(values).length === 0
    return isEmpty && !isPrometheusText(text)
      ? failure('the page is not in the Prometheus text format')
      : { ok: true, values }
  } catch (error) {
    if (error instanceof MalformedMetric) return failure(error.message)
    throw error
  }
}

function failure(reason: string): Scrape {
  return { ok: false, reason, kind: 'failed' }
}

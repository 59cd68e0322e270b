import type { LoadRecord } from './load-record.ts'

/**
 * Pages of metrics that could not always be read during loads:
 * `w1: 3 of 12 scrapes of http://... failed: HTTP 503`.
 */
export function scrapeNotes(loads: readonly Pick<LoadRecord, 'telemetry'>[]): string[] {
  const pages = new Map<string, { scrapes: number; failed: number; failure: string | undefined }>()
  for (const { telemetry = {} } of loads) {
    for (const [id, { sources }] of Object.entries(telemetry)) {
      for (const { url, scrapes, failed, failure } of sources) {
        const known = pages.get(`${id}\n${url}`)
        pages.set(`${id}\n${url}`, {
          scrapes: scrapes + (known?.scrapes ?? 0),
          failed: failed + (known?.failed ?? 0),
          failure: known?.failure ?? failure,
        })
      }
    }
  }
  return [...pages].flatMap(([key, { scrapes, failed, failure }]) => {
    const [id, url] = key.split('\n')
    return failed === 0
      ? []
      : [`${id}: ${failed} of ${scrapes} scrapes of ${url} failed: ${failure}`]
  })
}

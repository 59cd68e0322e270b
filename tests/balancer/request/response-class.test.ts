import { describe, expect, test } from 'vitest'
import { classifyResponse, retryAfterMs } from '../../../lib/balancer/request/response-class.ts'

describe('the status of a response', () => {
  test.each([
    [200, 'ok'],
    [302, 'ok'],
    [400, 'http_error'],
    [404, 'http_error'],
    [501, 'http_error'],
    [500, 'failed'],
    [502, 'failed'],
    [504, 'failed'],
  ])('%i is %s', (status, kind) => {
    expect(classifyResponse(status, {}, true)).toEqual({ kind })
  })

  test.each([401, 403])('%i counts against the worker only if the key was its own', (status) => {
    expect(classifyResponse(status, {}, true)).toMatchObject({ kind: 'unauthorized' })
    expect(classifyResponse(status, {}, false)).toMatchObject({ kind: 'key_refused' })
  })

  test('503 with Retry-After is a limit', () => {
    const headers = { 'retry-after': '2' }
    expect(classifyResponse(503, headers, false)).toEqual({
      kind: 'rate_limited',
      retryAfterMs: 2_000,
    })
  })

  test('503 without Retry-After is a busy worker', () => {
    expect(classifyResponse(503, {}, false)).toEqual({ kind: 'busy', retryAfterMs: 1_000 })
  })

  test('no worker is paused longer than the setting allows', () => {
    const headers = { 'retry-after': '3600' }
    const limited = { kind: 'rate_limited', retryAfterMs: 60_000 }
    expect(classifyResponse(429, headers, false, 60_000)).toEqual(limited)
  })

  test('429 without Retry-After limits for a second', () => {
    expect(classifyResponse(429, {}, false)).toEqual({ kind: 'rate_limited', retryAfterMs: 1_000 })
  })
})

describe('Retry-After', () => {
  test.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '3', 'retry-after-ms': '250' }, 250],
    [{ 'retry-after': '3', 'retry-after-ms': 'soon' }, 3_000],
    [{ 'retry-after': '3', 'retry-after-ms': '-1' }, 3_000],
    [{ 'retry-after': '3', 'retry-after-ms': '' }, 3_000],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'retry-after': '86400' }, 3_600_000],
    [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
    [{}, undefined],
  ])('%o is %s', (headers, ms) => {
    expect(retryAfterMs(headers)).toBe(ms)
  })

  test("as a date is relative to the response's own date, whatever the clocks say", () => {
    const date = 'Wed, 21 Oct 2015 07:28:00 GMT'
    const headers = { date, 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT' }
    expect(retryAfterMs(headers)).toBe(30_000)
  })

  test('may be a date', () => {
    const inTenSeconds = new Date(Date.now() + 10_000).toUTCString()
    const ms = retryAfterMs({ 'retry-after': inTenSeconds })
    expect(ms).toBeGreaterThan(8_000)
    expect(ms).toBeLessThanOrEqual(10_000)
  })
})

import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { meet } from '../../lib/matchers/meet.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import { complete, runOn, type StreamOptions, startOpenAiWorker, stream } from './openai-worker.ts'

const options = { rate: '50/s', requests: 20, warmup: 0, stream: true, max_tokens: 32 }
const usage = (tokens: unknown) => ({ prompt_tokens: 9, completion_tokens: tokens })

async function measured(
  received: (response: ServerResponse) => unknown,
  more: object = {},
  kind: CheckKind = 'load',
): Promise<Measurement> {
  await using worker = await startOpenAiWorker(received)
  return await runOn([worker.worker], kind, { ...options, ...more })
}

const streamed = (how: StreamOptions, more: object = {}, kind: CheckKind = 'load') =>
  measured((response) => stream(response, how), more, kind)

/** The verdict on one condition: `pass: `, `inconclusive: not judged: …`. */
function judged(measurement: Measurement, metric: string, condition: string): string {
  // A busy machine shows nothing about tokens.
  const { unfit: _busy, ...fit } = measurement
  const [verdict] = meet(fit, { [metric]: condition }).conditions
  return `${verdict?.status}: ${verdict?.reason ?? ''}`
}

describe('a worker that reports no usage', () => {
  const uncounted = { chunks: 8, gapMs: 2 }

  test('is not judged on tokens, and the measurement has the reason', async () => {
    const measurement = await streamed(uncounted)
    const why =
      'chunks, not tokens: 20 of 20 responses had no `usage` with a possible number of tokens'
    expect(measurement.notes).toContain(why)
    for (const [metric, condition] of [
      ['tokens_per_second.output', '> 1/s'],
      ['tpot.p50', '< 10s'],
      ['tpot.p50', '< 1us'],
    ] as const) {
      expect(judged(measurement, metric, condition)).toBe(`inconclusive: not judged: ${why}`)
    }
    expect(judged(measurement, 'ttft.p50', '< 10s')).toBe('pass: ')
    expect(judged(measurement, 'itl.p50', '< 10s')).toBe('pass: ')
  })

  test.each(['latency', 'load', 'benchmark', 'batch', 'soak'] as const)(
    'is judged on its chunks if %s configures that, which the measurement reports',
    async (kind) => {
      const own = {
        latency: {},
        load: {},
        benchmark: { concurrency: 2, repetitions: 1 },
        batch: { tasks: 20 },
        soak: { duration: '300ms' },
      }[kind]
      const measurement = await streamed(uncounted, { ...own, tokens: 'chunks' }, kind)
      expect(measurement.notes).toContain(
        'tokens: a chunk of a stream counts as one where the server reports none (`tokens: chunks`)',
      )
      expect(measurement.notes.join()).not.toContain('not tokens')
      const isKnown = Object.keys(measurement.metrics).some((key) => key.startsWith('tpot.p50'))
      expect(isKnown).toBe(kind === 'load' || kind === 'benchmark')
      if (isKnown) expect(judged(measurement, 'tpot.p50', '< 10s')).toBe('pass: ')
      expect(judged(measurement, 'tokens_per_second.output', '> 1/s')).toBe('pass: ')
    },
  )

  test('has nothing to count in whole responses, even if chunks are configured', async () => {
    for (const tokens of ['usage', 'chunks']) {
      const more = { tokens, stream: false }
      const measurement = await measured((response) => complete(response), more)
      expect(judged(measurement, 'tokens_per_second.output', '< 100000/s')).toMatch(/^no_data/)
      expect(measurement.notes.join()).toContain('chunks, not tokens: 20 of 20 responses')
    }
  })

  test('is not judged on a goodput bound of tpot either', async () => {
    const slo = { slo: { tpot: '10s' } }
    const bounded = await streamed(uncounted, slo)
    expect(judged(bounded, 'goodput', '>= 99%')).toMatch(/^inconclusive: not judged: chunks, not/)
    const asked = await streamed(uncounted, { ...slo, tokens: 'chunks' })
    expect(judged(asked, 'goodput', '>= 99%')).toBe('pass: ')
    const other = { slo: { latency: '10s' } }
    expect(judged(await streamed(uncounted, other), 'goodput', '>= 99%')).toBe('pass: ')
  })
})

describe('an implausible number of tokens', () => {
  test.each([
    ['negative', '-5'],
    ['a fraction', '7.5'],
    ['infinite', '1e999'],
    ['too large for a number', '9007199254740993'],
    ['far above max_tokens', '33000'],
    ['a text', '"8"'],
    ['null', 'null'],
  ])('is no data: %s', async (_, written) => {
    const body = `{"choices":[{"index":0,"message":{"content":"Four."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":${written}}}`
    const measurement = await measured((response) => response.end(body), { stream: false })
    expect(measurement.metrics.success_rate).toBe(100)
    expect(judged(measurement, 'tokens_per_second.output', '> 1/s')).toMatch(/^no_data/)
    expect(measurement.notes.join()).toContain('chunks, not tokens: 20 of 20')
  })
})

describe('a stream', () => {
  test('that was held back is reported, and decides only latency', async () => {
    const held = await streamed({ chunks: 12, usage: usage(12) })
    const why =
      'streams were held back: in 20 of 20 all tokens came at once, as through a proxy that buffers'
    expect(held.notes).toContain(why)
    for (const metric of ['ttft.p50', 'itl.p50', 'tpot.p50']) {
      expect(judged(held, metric, '< 10s')).toBe(`inconclusive: not judged: ${why}`)
    }
    expect(judged(held, 'latency.p50', '< 10s')).toBe('pass: ')
    expect(judged(held, 'tokens_per_second.output', '> 1/s')).toBe('pass: ')
  })

  test('that came in bursts is reported, and does not decide inter-token times', async () => {
    const event = (delta: object, more = {}) =>
      `data: ${JSON.stringify({ choices: [{ delta, ...more }] })}\n\n`
    const burst = event({ content: 'a ' }).repeat(6)
    const bursts = await measured(async (response) => {
      for (let sent = 0; sent < 3; sent++) {
        response.write(burst)
        await setTimeout(40)
      }
      response.end(`${event({}, { finish_reason: 'stop' })}data: [DONE]\n\n`)
    })
    expect(bursts.notes.join()).toMatch(/tokens came in bursts: in \d+ of 20 streams/)
    expect(judged(bursts, 'itl.p50', '< 10s')).toMatch(
      /^inconclusive: not judged: tokens came in b/,
    )
    for (const metric of ['ttft.p50', 'latency.p50']) {
      expect(judged(bursts, metric, '< 10s')).toBe('pass: ')
    }
  })

  test('of chunks with several tokens each is counted by its usage', async () => {
    const bundled = await streamed({ chunks: 4, usage: usage(32), gapMs: 8 })
    expect(bundled.notes.join()).not.toMatch(/held back|not tokens/)
    const { 'tpot.p50': tpot, 'itl.p50': itl } = bundled.metrics as Record<string, number>
    // Three gaps between chunks, and the wait before the end, are shared by 31 tokens.
    expect(tpot).toBeLessThan(itl ?? 0)
    const [load] = bundled.loads ?? []
    expect(load?.total).toMatchObject({ ok: 20, outputTokens: 20 * 32 })
  })
})

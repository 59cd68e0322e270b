import { describe, expect, test } from 'vitest'
import { startTestCluster } from '../balancer-cluster.ts'
import { runPerfCheck } from '../run-perf-check.ts'

const options = { requests: 200, concurrency: 2, repetitions: 3, max_repetitions: 3 }

describe('a benchmark that cannot end within its time', () => {
  test('reports that before the first level, after one request to each worker', async () => {
    await using cluster = await startTestCluster([{ timeToFirstTokenMs: 400 }])
    const notices: string[] = []
    const stop = new AbortController()
    let sentBefore: Record<string, number> | undefined
    const onNotice = (text: string) => {
      notices.push(text)
      void cluster.served().then((served) => {
        sentBefore = served
        stop.abort()
      })
    }
    const changes = { signal: stop.signal, timeoutMs: 10_000, onNotice }
    const measurement = await runPerfCheck(cluster, 'benchmark', options, changes)
    expect(notices).toEqual([
      expect.stringMatching(
        /^about [\dms]+ at least, and the time allowed is 10s: raise `timeout`/,
      ),
    ])
    expect(sentBefore).toEqual({ w1: 1 })
    expect(measurement.notes.join('\n')).toContain('the time was too short from the start')
  })

  test('reports nothing if it is short', async () => {
    await using cluster = await startTestCluster([{}])
    const notices: string[] = []
    await runPerfCheck(
      cluster,
      'benchmark',
      { ...options, requests: 10 },
      { onNotice: (text) => notices.push(text) },
    )
    expect(notices).toEqual([])
  })
})

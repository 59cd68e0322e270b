import { describe, expect, test } from 'vitest'
import type { CheckProgress } from '../../../lib/checks/check.ts'
import { canRedraw, Progress } from '../../../lib/cli/kit/progress.ts'

/** A terminal or a file, with a clock that the test advances. */
function stream(columns = 120) {
  const written: string[] = []
  return { written, columns, isTTY: true, write: (text: string) => written.push(text) }
}

const step = (concurrency: number, side = 'candidate') => `concurrency ${concurrency}, ${side}`

function at(name: string, done: number, changes: Partial<CheckProgress> = {}): CheckProgress {
  return { step: name, done, total: 1_000, failed: 0, latencyP95Ms: 57, ...changes }
}

describe('progress on a terminal', () => {
  test('is one line, redrawn: level, requests done, rate, p95, errors, time left', () => {
    const terminal = stream()
    let nowMs = 0
    const progress = new Progress(terminal, { isLive: true, nowMs: () => nowMs })
    for (let done = 1; done <= 500; done++) {
      nowMs += 10
      progress.update(at(step(15), done, { failed: 2 }))
    }
    const last = terminal.written.at(-1)
    expect(last).toMatch(
      /^\r\u001b\[2Kconcurrency 15, candidate {2}4\d\d\/1000 {2}100 req\/s {2}p95 57ms {2}2 failed {2}6s left$/,
    )
    expect(terminal.written.join('')).not.toContain('\n')
  })

  test('is redrawn ten times a second, however many responses there are', () => {
    const terminal = stream()
    let nowMs = 0
    const progress = new Progress(terminal, { isLive: true, nowMs: () => nowMs })
    for (let done = 1; done <= 10_000; done++) {
      nowMs += 0.1
      progress.update(at(step(15), done))
    }
    expect(terminal.written.length).toBeGreaterThan(5)
    expect(terminal.written.length).toBeLessThanOrEqual(11)
  })

  test('follows a changing rate, and restarts with each level', () => {
    const terminal = stream()
    let nowMs = 0
    const progress = new Progress(terminal, { isLive: true, nowMs: () => nowMs })
    const responses = (name: string, from: number, count: number, everyMs: number) => {
      for (let done = from; done < from + count; done++) {
        nowMs += everyMs
        progress.update(at(name, done, { total: 100_000 }))
      }
    }
    responses(step(1), 1, 100, 100)
    expect(terminal.written.at(-1)).toContain(' 10 req/s ')
    responses(step(1), 101, 500, 10)
    expect(terminal.written.at(-1)).toContain(' 100 req/s ')
    responses(step(50), 601, 500, 1)
    expect(terminal.written.at(-1)).toContain(' 1000 req/s ')
  })

  test('never wraps, whatever width the terminal reports', () => {
    for (const [columns, width] of [
      [30, 29],
      [0, 79],
    ] as const) {
      const terminal = stream(columns)
      new Progress(terminal, { isLive: true }).update(at(`${step(15)} ${'of many '.repeat(20)}`, 1))
      expect(terminal.written[0]?.replace('\r\u001b[2K', '')).toHaveLength(width)
    }
  })

  test('leaves an empty line at the end', () => {
    const terminal = stream()
    const progress = new Progress(terminal, { isLive: true })
    progress.update(at(step(15), 1))
    progress.end()
    progress[Symbol.dispose]()
    expect(terminal.written.slice(1)).toEqual(['\r\u001b[2K'])
  })

  test.each([
    ['a terminal', { isTTY: true }, {}, true],
    ['a file', {}, {}, false],
    ['CI', { isTTY: true }, { CI: 'true' }, false],
    ['a terminal that cannot', { isTTY: true }, { TERM: 'dumb' }, false],
  ])('on %s', (_, target, env, expected) => {
    expect(canRedraw({ ...target, write: () => true }, env)).toBe(expected)
  })
})

describe('progress outside a terminal', () => {
  test('is a line for each level that has ended, of both sides together', () => {
    const file = stream()
    let nowMs = 0
    const progress = new Progress(file, { isLive: false, nowMs: () => nowMs })
    const response = (name: string, done: number, failed: number) => {
      nowMs += 50
      progress.update(at(name, done, { failed, total: 40 }))
    }
    for (let done = 1; done <= 10; done++) response(step(5, 'baseline'), done, 0)
    for (let done = 11; done <= 20; done++) response(step(5), done, 1)
    for (let done = 21; done <= 40; done++) response(step(15), done, 3)
    expect(file.written).toHaveLength(1)
    progress.end()
    expect(file.written).toEqual([
      'concurrency 5: 20 requests in 1s, p95 57ms, 1 failed, 50% of all\n',
      'concurrency 15: 20 requests in 950ms, p95 57ms, 2 failed, 100% of all\n',
    ])
  })

  test('restarts its count after each part', () => {
    const file = stream()
    const progress = new Progress(file, { isLive: false, nowMs: () => 0 })
    progress.update(at(step(5), 1_000))
    progress.end()
    progress.update(at(step(5), 1))
    progress.end()
    expect(file.written[1]).toContain('concurrency 5: 1 requests')
  })
})

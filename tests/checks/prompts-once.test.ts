import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { complete, type OpenAiWorker, runOn, startOpenAiWorker } from './openai-worker.ts'

const usage = { prompt_tokens: 9, completion_tokens: 2 }
let workers: OpenAiWorker[] = []
let folder = ''
const home = process.cwd()

beforeAll(async () => {
  workers = [
    await startOpenAiWorker((response) => complete(response, usage), 'w1'),
    await startOpenAiWorker((response) => complete(response, usage), 'w2'),
  ]
  folder = await mkdtemp(join(tmpdir(), 'prompts-once-'))
  await writeFile(join(folder, 'p.csv'), 'prompt\nWhat is a port?\nWhat is a socket?\n')
  await writeFile(join(folder, 'p.jsonl'), '"a"\n{"messages":[{"role":"user","content":"b"}]}\n')
  await writeFile(join(folder, 'p.txt'), 'one\ntwo\none\n')
  const lines = Array.from({ length: 20 }, (_, index) => `${index * 5}`)
  await writeFile(join(folder, 'trace.csv'), ['timestamp', ...lines].join('\n'))
  process.chdir(folder)
})
afterAll(async () => {
  process.chdir(home)
  await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()))
  await rm(folder, { recursive: true })
})

/** The messages of all completions that the workers received meanwhile. */
async function sentBy(run: () => Promise<unknown>): Promise<string[]> {
  for (const { asked } of workers) asked.length = 0
  await run()
  return workers.flatMap(({ asked }) => asked.map(({ messages }) => JSON.stringify(messages)))
}

const measure = (kind: CheckKind, options: object) =>
  runOn(
    workers.map(({ worker }) => worker),
    kind,
    options,
  )

const levels = { requests: 8, concurrency: [1, 2], repetitions: 3, warmup: 4 }
const compare = { baseline: ['w1'], candidate: 'all' }

const workloads: [string, unknown][] = [
  ['a fixed list', { prompts: ['a', 'b', 'a'] }],
  ['CSV', { prompts: { file: 'p.csv' } }],
  ['JSON lines', { prompts: { file: 'p.jsonl' } }],
  ['lines of text', { prompts: { file: 'p.txt' } }],
  ['generated texts', { generate: { tokens: 1 } }],
  ['a few generated texts', { generate: { tokens: 30, count: 3 } }],
  ['a matrix', { prompts: ['a', 'b'], documents: ['x', 'y'] }],
  ['a matrix with a repeated prompt', { prompts: ['a', 'a'], documents: ['x', 'x'] }],
  ['a mix of the same', { mix: [{ workload: { prompts: ['a'] } }, { workload: 'short-chat' }] }],
  ['a shared prefix', { prompts: ['a', 'b'], prefix: { shared: 20 } }],
]

describe('no prompt is sent twice', () => {
  test.each(workloads)(
    'across sides, levels, repetitions, warm-ups and reruns, of %s',
    async (_, workload) => {
      const options = { ...levels, compare, workload, open_loop: ['50%'] }
      const sent = await sentBy(async () => {
        await measure('benchmark', options)
        // Like for a regression that a second measurement is to confirm.
        await measure('benchmark', { ...options, concurrency: 2 })
      })
      expect(sent.length).toBeGreaterThan(150)
      expect(new Set(sent).size).toBe(sent.length)
    },
  )

  test.each([
    ['load', { trace: 'trace.csv', workload: { prompts: ['a'] }, warmup: 3 }],
    ['affinity', { sessions: 4, requests_per_session: 5, workload: { prompts: ['a'] } }],
    ['balance', { requests: 30, warmup: 10, workload: { prompts: ['a'] } }],
    ['overload', { requests: 40, warmup: 5, workload: { prompts: ['a'] } }],
    ['latency', { requests: 20, warmup: 5, workload: { prompts: ['a'] } }],
    ['batch', { tasks: 20, workload: { prompts: ['a'] } }],
    ['slots', { rounds: 3 }],
    ['idle', { samples: 5 }],
  ] as const)('by %s', async (kind, options) => {
    const sent = await sentBy(async () => {
      await measure(kind, options)
      await measure(kind, options)
    })
    expect(sent.length).toBeGreaterThan(10)
    expect(new Set(sent).size).toBe(sent.length)
  })

  test('unless the workload asks for it', async () => {
    const workload = { prompts: ['a', 'b'], prefix: 'warm' }
    const sent = await sentBy(() => measure('balance', { requests: 20, warmup: 0, workload }))
    expect(new Set(sent).size).toBe(2)
  })
})

describe('the measurement reports the prefixes of its prompts', () => {
  test.each([
    [{ prompts: ['a', 'b'] }, 'each of its own (cold prefix); 2 texts took turns behind it'],
    [{ generate: { tokens: 9 } }, 'each of its own (cold prefix)'],
    [{ prompts: ['a'], prefix: 'warm' }, 'as written, again and again (warm prefix)'],
    [
      { generate: { tokens: 9 }, prefix: { shared: 64 } },
      'the same first 64 tokens, then each of its own (shared prefix)',
    ],
    [
      { prompts: ['a', 'b'], documents: { generate: { tokens: 9, count: 90 } } },
      'each document of its own (cold prefix)',
    ],
    [
      { mix: [{ workload: { prompts: ['a'], prefix: 'warm' } }, { workload: { prompts: ['a'] } }] },
      'of a mix (prefixes: warm, cold)',
    ],
  ])('%j', async (workload, words) => {
    for (const kind of ['balance', 'load'] as const) {
      const time = kind === 'load' ? { rate: '200/s' } : {}
      const { notes } = await measure(kind, { requests: 10, warmup: 2, workload, ...time })
      expect(notes).toContain(`prompts: ${words}`)
    }
  })

  test('and the prompts that were sent again anyway', async () => {
    const calls = [{ role: 'assistant', content: null, tool_calls: [] }]
    await writeFile(join(folder, 'calls.jsonl'), `${JSON.stringify(calls)}\n`)
    const part = { prompts: { file: 'calls.jsonl' } }
    const workload = { mix: [{ workload: { prompts: ['a'] } }, { workload: part }] }
    for (const kind of ['balance', 'latency'] as const) {
      const { notes } = await measure(kind, { requests: 10, warmup: 0, workload })
      expect(notes.join()).toContain('some prompts were sent more than once')
    }
  })
})

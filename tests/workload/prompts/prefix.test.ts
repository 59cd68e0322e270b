import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../../lib/workload/open-workload.ts'
import type { Workload } from '../../../lib/workload/workload.ts'
import { folderOf } from '../folder.ts'

interface Message {
  readonly role: string
  readonly content: string | readonly { readonly text?: string }[]
}

/** The first texts of this many requests, and of this many loads. */
function beginnings(workload: Workload, requests: number, loads = 1): string[] {
  return Array.from({ length: loads }).flatMap(() => {
    const load = workload.fresh?.() ?? workload
    return Array.from({ length: requests }, (_, index) => {
      const { messages } = JSON.parse(load.request(index).body) as { messages: Message[] }
      const content = messages[0]?.content ?? ''
      return typeof content === 'string' ? content : (content[0]?.text ?? '')
    })
  })
}

const firstTokens = (texts: readonly string[]) => new Set(texts.map((text) => text.slice(0, 12)))

describe('prompts of loads have unique prefixes', () => {
  test.each([
    ['of a list', { prompts: ['a', 'b'] }],
    ['with a system message', { prompts: ['a', 'b'], system: 'Be brief.' }],
    ['generated', { generate: { tokens: 30 } }],
    ['of conversations', { prompts: [[{ role: 'user', content: 'a' }]] }],
    ['of parts', { prompts: [[{ role: 'user', content: [{ type: 'text', text: 'a' }] }]] }],
    [
      'of a mix of the same',
      { mix: [{ workload: { prompts: ['a'] } }, { workload: { prompts: ['a'] } }] },
    ],
  ])('%s', async (_, reference) => {
    const workload = await openWorkload(reference)
    expect(workload).toMatchObject({ prefix: 'cold' })
    expect(firstTokens(beginnings(workload, 20, 5)).size).toBe(100)
    expect(workload.hasRepeatedPrompts).toBeUndefined()
  })

  test('with the same text after them for each load', async () => {
    const workload = await openWorkload({ generate: { tokens: 30 } })
    const texts = beginnings(workload, 3, 2).map((text) => text.replace(/^\[.*?\] /, ''))
    expect(texts.slice(0, 3)).toEqual(texts.slice(3))
    expect(texts[0]).toMatch(/^Text 1\./)
  })

  test('except for prompts of a document, which share one within a load', async () => {
    const matrix = { prompts: ['a', 'b'], documents: ['x', 'y', 'z'] }
    const workload = await openWorkload(matrix)
    expect(firstTokens(beginnings(workload, 6)).size).toBe(3)
    expect(firstTokens(beginnings(workload, 12)).size).toBe(6)
    expect(firstTokens(beginnings(workload, 6, 2)).size).toBe(6)
    const behind = await openWorkload({ ...matrix, template: '{prompt} {document}' })
    expect(firstTokens(beginnings(behind, 6)).size).toBe(6)
  })

  test('and the workload reports if it cannot have any', async () => {
    const root = folderOf({
      'p.jsonl': '[{"role":"assistant","tool_calls":[]}]\n',
      'w.yaml': 'prompts: { file: p.jsonl }',
    })
    expect(await openWorkload('w.yaml', { root })).toMatchObject({ hasRepeatedPrompts: true })
  })
})

test('warm prompts are sent unchanged', async () => {
  const workload = await openWorkload({ prompts: ['a', 'b'], prefix: 'warm' })
  expect(beginnings(workload, 2, 2)).toEqual(['a', 'b', 'a', 'b'])
  expect(workload.prefix).toBe('warm')
})

test('shared prefixes are equal for all, and the rest is not', async () => {
  const workload = await openWorkload({ prompts: ['a'], prefix: { shared: 50 } })
  const texts = beginnings(workload, 5, 4)
  expect(new Set(texts.map((text) => text.slice(0, 200))).size).toBe(1)
  expect(new Set(texts.map((text) => text.slice(200, 215))).size).toBe(20)
  expect(workload.prefix).toBe('shared 50')
})

test('prefixes are part of the hash, except for the default', async () => {
  const hashes = await Promise.all(
    [{}, { prefix: 'cold' }, { prefix: 'warm' }, { prefix: { shared: 5 } }].map(async (more) => {
      return (await openWorkload({ prompts: ['a'], ...more })).hash
    }),
  )
  expect(hashes[1]).toBe(hashes[0])
  expect(new Set(hashes).size).toBe(3)
})

describe('the token limit', () => {
  const limits = async (reference: object, maxTokens?: number) => {
    const workload = await openWorkload({ prompts: ['a'], ...reference }, { maxTokens })
    const { body, maxTokens: limit } = workload.request(0)
    const { max_tokens, max_completion_tokens } = JSON.parse(body)
    return { max_tokens, max_completion_tokens, limit }
  }

  test('is left out if configured, or sent with its other name', async () => {
    expect(await limits({})).toMatchObject({ max_tokens: 128, limit: 128 })
    expect(await limits({ max_tokens: 'none' })).toEqual({})
    expect(await limits({ max_completion_tokens: 8 })).toEqual({
      max_completion_tokens: 8,
      limit: 8,
    })
    expect(await limits({ body: { max_completion_tokens: 8 } })).toEqual({
      max_completion_tokens: 8,
    })
  })

  test('of a check replaces the number, not the name', async () => {
    expect(await limits({ max_tokens: 'none' }, 5)).toEqual({ max_tokens: 5, limit: 5 })
    for (const own of [{ max_completion_tokens: 8 }, { body: { max_completion_tokens: 8 } }]) {
      expect(await limits(own, 5)).toEqual({ max_completion_tokens: 5, limit: 5 })
    }
  })

  test('has one name only', async () => {
    await expect(limits({ max_tokens: 5, max_completion_tokens: 8 })).rejects.toThrow(
      /exclude each other/,
    )
  })
})

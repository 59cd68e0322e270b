import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { asked, bodies, folderOf } from './folder.ts'

const part = (name: string, weight: number) => ({
  weight,
  workload: { prompts: [1, 2, 3, 4, 5].map((number) => `${name}${number}`) },
})
const mixOf = (order: string, ...weights: readonly number[]) =>
  openWorkload({ order, mix: weights.map((weight, index) => part('abc'[index] ?? '', weight)) })
const letters = (texts: readonly string[]) => texts.map((text) => text[0]).join('')

describe('a mix of workloads', () => {
  test('has exactly its weights in each block, in any order', async () => {
    for (const order of ['sequential', 'shuffled']) {
      const texts = letters(asked(await mixOf(order, 6, 3, 1), 1_000))
      for (let block = 0; block < 1_000; block += 10) {
        expect([...texts.slice(block, block + 10)].toSorted().join('')).toBe('aaaaaabbbc')
      }
    }
  })

  test('spreads them evenly in sequence, as a weighted round robin', async () => {
    expect(letters(asked(await mixOf('sequential', 5, 1, 1), 14))).toBe('aabacaaaabacaa')
    expect(letters(asked(await mixOf('sequential', 20, 10), 6))).toBe('abaaba')
  })

  test('has a different order in each block if it is shuffled', async () => {
    const texts = letters(asked(await mixOf('shuffled', 4, 4, 2), 1_000))
    const blocks = Array.from({ length: 100 }, (_, block) =>
      texts.slice(block * 10, block * 10 + 10),
    )
    expect(new Set(blocks).size).toBeGreaterThan(80)
  })

  test('sends every request of a part in turn, none twice and none left out', async () => {
    for (const order of ['sequential', 'shuffled']) {
      const texts = asked(await mixOf(order, 3, 2), 50)
      const counts = new Map<string, number>()
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
      expect([...counts.keys()].filter((text) => text[0] === 'a')).toHaveLength(5)
      expect([...counts].filter(([, times]) => times !== 6 && times !== 4)).toEqual([])
    }
  })

  test('keeps the settings of its parts', async () => {
    const root = folderOf({ 'own.yaml': 'prompts: [own]\nmax_tokens: 3\nstream: true\n' })
    const workload = await openWorkload(
      { mix: [{ workload: 'own.yaml' }, { workload: 'short-chat' }] },
      { root },
    )
    expect(workload.size).toBeUndefined()
    expect(bodies(workload, 2)).toMatchObject([
      { max_tokens: 3, stream: true },
      { max_tokens: 16, stream: false },
    ])
    const all = await openWorkload(
      { mix: [{ workload: 'own.yaml' }, { workload: 'short-chat' }] },
      { root, maxTokens: 9 },
    )
    expect(bodies(all, 2).map(({ max_tokens: tokens }) => tokens)).toEqual([9, 9])
  })

  test('may contain mixes', async () => {
    const inner = { mix: [part('a', 1), part('b', 1)] }
    const workload = await openWorkload({ mix: [{ weight: 2, workload: inner }, part('c', 1)] })
    const texts = letters(asked(workload, 60))
    expect([...texts].toSorted().join('')).toBe('a'.repeat(20) + 'b'.repeat(20) + 'c'.repeat(20))
  })

  test('of large weights converges to them', async () => {
    const texts = letters(asked(await mixOf('shuffled', 997, 3), 10_000))
    expect([...texts].filter((letter) => letter === 'b')).toHaveLength(30)
  })
})

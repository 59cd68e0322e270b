import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { asked, bodies, folderOf } from './folder.ts'

const home = join(import.meta.dirname, '../../config/workloads')
const names = readdirSync(home).map((name) => name.replace('.yaml', ''))
const open = (name: string) => openWorkload(name, { root: folderOf({}) })

describe('the workloads of the package', () => {
  test('are these, small, and can all be opened', async () => {
    expect(names.toSorted()).toEqual(['long-context', 'research-papers', 'short-chat'])
    const bytes = names.map((name) => statSync(join(home, `${name}.yaml`)).size)
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(40_000)
    for (const name of names) expect((await open(name)).name).toBe(name)
  })

  test('short-chat asks ten short questions for short responses', async () => {
    const workload = await open('short-chat')
    expect(workload.size).toBe(10)
    expect(workload.request(13).body).toBe(
      '{"messages":[{"role":"user","content":"How many minutes are there in a week?"}],"max_tokens":16,"temperature":0,"stream":false}',
    )
    expect(Math.max(...asked(workload, 10).map((text) => text.length))).toBeLessThan(60)
  })

  test('long-context sends long, always different texts, and streams', async () => {
    const workload = await open('long-context')
    expect(workload.size).toBeUndefined()
    const tokens = asked(workload, 500).map((text) => text.length / 4)
    const mean = tokens.reduce((sum, each) => sum + each) / tokens.length
    expect(mean).toBeGreaterThan(3_500)
    expect(mean).toBeLessThan(4_500)
    expect(Math.min(...tokens)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...tokens)).toBeLessThanOrEqual(7_000)
    expect(bodies(workload, 1)[0]).toMatchObject({ stream: true, max_tokens: 64 })
  })

  test('research-papers asks 5 questions about each of 100 papers: 500 requests', async () => {
    const workload = await open('research-papers')
    expect(workload.size).toBe(500)
    const texts = asked(workload, 500)
    expect(new Set(texts).size).toBe(500)
    const papers = texts.map((text) => text.slice(0, text.lastIndexOf('\n\n')))
    const questions = texts.map((text) => text.slice(text.lastIndexOf('\n\n')))
    expect(new Set(papers).size).toBe(100)
    expect(new Set(questions).size).toBe(5)
    expect(papers[4]).toBe(papers[0])
    expect(papers[5]).not.toBe(papers[0])
    expect(papers[0]?.slice(0, 12)).not.toBe(papers[5]?.slice(0, 12))
    const tokens = papers.map((text) => text.length / 4)
    expect(Math.min(...tokens)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...tokens)).toBeLessThanOrEqual(6_000)
  })
})

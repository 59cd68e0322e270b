import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../../lib/workload/open-workload.ts'
import { asked, bodies, folderOf } from '../folder.ts'

async function promptsOf(files: Record<string, string | Buffer>, prompts: object) {
  const workload = await openWorkload({ prompts }, { root: folderOf(files) })
  return asked(workload, workload.size ?? 0)
}

describe('JSONL', () => {
  test('has a text, an object or a conversation on each line; empty lines are skipped', async () => {
    const lines = ['"one"', '', '{"prompt":"two","id":7}', '[{"role":"user","content":"three"}]']
    lines.push('{"messages":[{"role":"system","content":"s"},{"role":"user","content":"four"}]}')
    const file = `\ufeff${lines.join('\r\n')}`
    expect(await promptsOf({ 'p.jsonl': file }, { file: 'p.jsonl' })).toEqual([
      ...['one', 'two', 'three', 'four'],
    ])
  })

  test('uses the configured key', async () => {
    const text = '{"prompt":"no","question":"yes"}\n'
    expect(await promptsOf({ 'p.ndjson': text }, { file: 'p.ndjson', column: 'question' })).toEqual(
      ['yes'],
    )
  })

  test('sends a conversation unchanged, with further keys of its messages', async () => {
    const messages = [{ role: 'assistant', tool_calls: [{ id: 'x' }] }]
    messages.push({ role: 'tool', content: '5', tool_call_id: 'x' } as never)
    const root = folderOf({ 'p.jsonl': JSON.stringify({ messages }) })
    const workload = await openWorkload({ prompts: { file: 'p.jsonl' } }, { root })
    expect(bodies(workload, 1)[0]?.messages).toEqual(messages)
  })

  test('of 100,000 lines is read, and keeps characters intact across chunks', async () => {
    const root = folderOf({ 'large.jsonl': '' })
    const line = (number: number) => JSON.stringify({ prompt: `№ ${number} ${'äöü €'.repeat(60)}` })
    for (let block = 0; block < 100; block++) {
      const lines = Array.from({ length: 1_000 }, (_, index) => `${line(block * 1_000 + index)}\n`)
      appendFileSync(join(root, 'large.jsonl'), lines.join(''))
    }
    const workload = await openWorkload({ prompts: { file: 'large.jsonl' } }, { root })
    expect(workload.size).toBe(100_000)
    const wrong = []
    for (let index = 0; index < 100_000; index++) {
      const [text = ''] = asked(workload, 1, index)
      if (text !== JSON.parse(line(index)).prompt) wrong.push(index)
    }
    expect(wrong).toEqual([])
  })
})

describe('CSV', () => {
  const csv = 'id,prompt,"the response"\r\n1,"one, or ""two""\nlines",x\r\n2,plain,y\r\n\r\n'

  test('has the column `prompt` by default, with quotes and line ends inside it', async () => {
    expect(await promptsOf({ 'p.csv': csv }, { file: 'p.csv' })).toEqual([
      'one, or "two"\nlines',
      'plain',
    ])
  })

  test('may have another configured column', async () => {
    const given = await promptsOf({ 'p.csv': csv }, { file: 'p.csv', column: 'the response' })
    expect(given).toEqual(['x', 'y'])
  })

  test('may be separated by tabs', async () => {
    expect(await promptsOf({ 'p.tsv': 'prompt\tn\na, b\t1\n' }, { file: 'p.tsv' })).toEqual([
      'a, b',
    ])
  })
})

describe('plain text', () => {
  const text = 'one\n  two  \n\n\nthree\r\n\r\nfour'

  test.each([
    ['line', ['one', 'two', 'three', 'four']],
    ['paragraph', ['one\n  two  ', 'three', 'four']],
    ['file', [text]],
  ])('is split by %s', async (each, prompts) => {
    const given = await promptsOf({ 'p.txt': text }, { file: 'p.txt', each })
    expect(given).toEqual(prompts)
  })

  test('is read under any name if its format is configured', async () => {
    const files = { 'prompts.log': 'a\nb\n' }
    expect(await promptsOf(files, { file: 'prompts.log', format: 'text' })).toEqual(['a', 'b'])
  })

  test('of a folder is one text per file, in the order of the names', async () => {
    const files = { 'p/b.md': 'B\n', 'p/a.txt': 'A\n\nA\n', 'p/c.pdf': 'C', 'p/d.txt': '\n' }
    expect(await promptsOf(files, { folder: 'p' })).toEqual(['A\n\nA', 'B'])
  })
})

test('files are found relative to the workload file that names them', async () => {
  const root = folderOf({
    'loads/own.yaml': 'prompts: { file: ../data/p.txt }\ndocuments: { folder: papers }\n',
    'data/p.txt': 'Why?\n',
    'loads/papers/1.txt': 'Because.',
  })
  expect(asked(await openWorkload('loads/own.yaml', { root }), 1)).toEqual(['Because.\n\nWhy?'])
})

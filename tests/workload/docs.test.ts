import { describe, expect, test } from 'vitest'
import { schemas } from '../../lib/generated/schemas.ts'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { examples, fences } from '../docs/examples.ts'
import { asked, bodies, folderOf } from './folder.ts'

const page = 'docs/workloads.md'
const jsonl = fences.find((fence) => fence.page === page && fence.language === 'jsonl')?.text ?? ''

/** The files that the page's examples name. */
const files = {
  'questions.jsonl': jsonl,
  'questions.csv': 'id,question\n1,What is a port?\n',
  'papers/1.txt': 'A paper.',
}

describe(page, () => {
  const workloads = examples('workload')

  test('has examples of workload files', () => {
    expect(workloads.length).toBeGreaterThan(4)
  })

  test.each(workloads.map((fence) => [fence.line, fence]))(
    'has an example at line %d that can be sent',
    async (_, { text }) => {
      const root = folderOf({ ...files, 'w.yaml': text })
      const workload = await openWorkload('w.yaml', { root })
      for (const body of bodies(workload, 20)) expect(body.messages.length).toBeGreaterThan(0)
    },
  )

  test('shows JSONL in which each line is a prompt', async () => {
    const root = folderOf(files)
    const workload = await openWorkload({ prompts: { file: 'questions.jsonl' } }, { root })
    expect(asked(workload, workload.size ?? 0)).toEqual([
      ...['What is a port?', 'What is a socket?', 'What is a stream?'],
    ])
  })
})

test('has the defaults of the workload schema', async () => {
  const { properties = {} } = schemas.workload.$defs.workload as {
    properties?: Record<string, { default?: unknown }>
  }
  const defaults = Object.fromEntries(
    Object.entries(properties).flatMap(([key, { default: value }]) =>
      value === undefined ? [] : [[key, value]],
    ),
  )
  expect(Object.keys(defaults).toSorted()).toEqual([
    ...['max_tokens', 'order', 'prefix', 'seed', 'stream'],
  ])
  const sources = [
    { generate: { tokens: 20, count: 9 } },
    { prompts: ['a', 'b', 'c'] },
    { prompts: ['a'], documents: ['b', 'c'] },
  ]
  for (const source of sources) {
    const [left, said] = await Promise.all([
      openWorkload(source),
      openWorkload({ ...source, ...defaults }),
    ])
    expect(left.hash).toBe(said.hash)
  }
})

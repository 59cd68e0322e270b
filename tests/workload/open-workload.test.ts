import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { asked, bodies, folderOf } from './folder.ts'

const own = 'prompts: [mine]\nmax_tokens: 3\n'

describe('a workload is found', () => {
  test('by a name of the package', async () => {
    const workload = await openWorkload('short-chat', { root: folderOf({}) })
    expect(workload.name).toBe('short-chat')
    expect(asked(workload, 1)).toEqual(['What is the capital of Portugal?'])
  })

  test("by a name in the project's own folder, which overrides one of the package", async () => {
    const root = folderOf({
      'config/workloads/short-chat.yaml': own,
      'config/workloads/desk.json': '{ "prompts": ["desk"] }',
    })
    expect(asked(await openWorkload('short-chat', { root }), 1)).toEqual(['mine'])
    expect(asked(await openWorkload('desk', { root }), 1)).toEqual(['desk'])
    expect(asked(await openWorkload('long-context', { root }), 1)[0]).toContain('Text 1.')
  })

  test('by a path from the root, or an absolute one', async () => {
    const root = folderOf({ 'loads/own.yaml': own, 'flat.yml': own })
    for (const path of ['loads/own.yaml', './flat.yml', join(root, 'loads/own.yaml')]) {
      expect(asked(await openWorkload(path, { root }), 1)).toEqual(['mine'])
    }
    expect((await openWorkload('loads/own.yaml', { root })).name).toBe('own')
  })

  test('inline', async () => {
    const workload = await openWorkload({ prompts: ['here'] })
    expect(workload.name).toBe('inline')
    expect(asked(workload, 1)).toEqual(['here'])
    expect((await openWorkload({ name: 'desk', prompts: ['here'] })).name).toBe('desk')
  })
})

describe('a request', () => {
  test('is a chat completion with the settings of the workload', async () => {
    const workload = await openWorkload({
      prompts: ['Hello.'],
      system: 'Be brief.',
      max_tokens: 7,
      temperature: 0.5,
      body: { ignore_eos: true, top_p: 0.9 },
    })
    const request = workload.request(0)
    expect(request).toMatchObject({
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
    })
    expect(JSON.parse(request.body)).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello.' },
      ],
      max_tokens: 7,
      temperature: 0.5,
      stream: false,
      ignore_eos: true,
      top_p: 0.9,
    })
  })

  test('leaves out unset fields, except for a limit of the response', async () => {
    const [body] = bodies(await openWorkload({ prompts: ['Hello.'] }), 1)
    expect(body).toEqual({
      messages: [{ role: 'user', content: 'Hello.' }],
      max_tokens: 128,
      stream: false,
    })
  })

  test('of a stream requests its usage, unless its body overrides that', async () => {
    const [body] = bodies(await openWorkload({ prompts: ['a'], stream: true }), 1)
    expect(body).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    const silent = { prompts: ['a'], stream: true, body: { stream_options: { x: 1 } } }
    expect(bodies(await openWorkload(silent), 1)[0]?.stream_options).toEqual({ x: 1 })
  })

  test('of a conversation keeps its messages, and a system message of its own', async () => {
    const talk = [
      { role: 'user', content: 'Hi.' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'Well?' },
    ] as const
    const reported = [{ role: 'system', content: 'Own.' }, ...talk] as const
    const workload = await openWorkload({
      system: 'Be brief.',
      prompts: [[...talk], [...reported]],
    })
    const [first, second] = bodies(workload, 2)
    expect(first?.messages).toEqual([{ role: 'system', content: 'Be brief.' }, ...talk])
    expect(second?.messages).toEqual(reported)
  })

  test('has the length and the stream setting of the check', async () => {
    const workload = await openWorkload('short-chat', { maxTokens: 99, isStreamed: true })
    expect(bodies(workload, 1)[0]).toMatchObject({ max_tokens: 99, stream: true })
  })

  test('names its session', async () => {
    const workload = await openWorkload('short-chat', { sessionOf: (index) => `s${index % 2}` })
    const sessions = [0, 1, 2].map((index) => workload.request(index).headers['x-session-id'])
    expect(sessions).toEqual(['s0', 's1', 's0'])
    expect(workload.request(0).headers['content-type']).toBe('application/json')
  })
})

describe('the order of prompts', () => {
  const prompts = Array.from({ length: 50 }, (_, index) => `p${index}`)

  test('is the written one, and repeats after the last', async () => {
    const workload = await openWorkload({ prompts })
    expect(workload.size).toBe(50)
    expect(asked(workload, 100)).toEqual([...prompts, ...prompts])
  })

  test('is shuffled by the seed, each prompt once per round', async () => {
    const shuffled = (seed: number) => openWorkload({ prompts, seed, order: 'shuffled' })
    const first = asked(await shuffled(1), 50)
    expect(first).not.toEqual(prompts)
    expect(first.toSorted()).toEqual(prompts.toSorted())
    expect(asked(await shuffled(1), 50, 50)).toEqual(first)
    expect(asked(await shuffled(2), 50)).not.toEqual(first)
  })

  test('keeps the drawn length of a prompt', async () => {
    const common = { prompts, max_tokens: { uniform: { min: 1, max: 10_000 } } }
    const lengths = async (order: string) =>
      bodies(await openWorkload({ ...common, order }), 50)
        .map((body) => `${body.messages[0]?.content} ${body.max_tokens}`)
        .toSorted()
    expect(await lengths('shuffled')).toEqual(await lengths('sequential'))
  })
})

describe('a matrix of documents and prompts', () => {
  const matrix = { documents: ['D1', 'D2', 'D3'], prompts: ['a', 'b'] }

  test('asks every prompt about every document, one document after the other', async () => {
    const workload = await openWorkload(matrix)
    expect(workload.size).toBe(6)
    expect(asked(workload, 7)).toEqual(
      ['D1 a', 'D1 b', 'D2 a', 'D2 b', 'D3 a', 'D3 b', 'D1 a'].map((text) =>
        text.replace(' ', '\n\n'),
      ),
    )
  })

  test('joins them by its template, each as often as it occurs there', async () => {
    const template = '{prompt}: {document} ({prompt}) {other}'
    expect(asked(await openWorkload({ ...matrix, template }), 2)).toEqual([
      'a: D1 (a) {other}',
      'b: D1 (b) {other}',
    ])
  })

  test('inserts texts unchanged, with any characters', async () => {
    const odd = { documents: ['$& {prompt}'], prompts: ['{document} $1'] }
    expect(asked(await openWorkload(odd), 1)).toEqual(['$& {prompt}\n\n{document} $1'])
  })
})

describe('the hash of a workload', () => {
  const hashOf = async (workload: object, options = {}) =>
    (await openWorkload(workload as Record<string, unknown>, options)).hash

  test('is the same for the same requests, however they are written', async () => {
    const root = folderOf({ 'a.txt': 'one\ntwo\n', 'b.jsonl': '"one"\n{"prompt": "two"}\n' })
    const hashes = await Promise.all(
      [
        { prompts: ['one', 'two'] },
        { prompts: ['one', 'two'], name: 'x', description: 'y', max_tokens: 128, seed: 5 },
        { prompts: { file: 'a.txt' } },
        { prompts: { file: 'b.jsonl' } },
      ].map((workload) => hashOf(workload, { root })),
    )
    expect(new Set(hashes).size).toBe(1)
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  test('differs with everything that affects the requests', async () => {
    const drawn = { uniform: { min: 1, max: 9 } }
    const hashes = await Promise.all([
      hashOf({ prompts: ['one', 'two'] }),
      hashOf({ prompts: ['two', 'one'] }),
      hashOf({ prompts: ['onetwo'] }),
      hashOf({ prompts: ['one', 'two'], order: 'shuffled' }),
      hashOf({ prompts: ['one', 'two'], order: 'shuffled', seed: 2 }),
      hashOf({ prompts: ['one', 'two'], max_tokens: 5 }),
      hashOf({ prompts: ['one', 'two'] }, { maxTokens: 6 }),
      hashOf({ prompts: ['one', 'two'] }, { isStreamed: true }),
      hashOf({ prompts: ['one', 'two'], max_tokens: drawn }),
      hashOf({ prompts: ['one', 'two'], max_tokens: drawn, seed: 2 }),
      hashOf({ prompts: ['one', 'two'], system: 's' }),
      hashOf({ prompts: ['one', 'two'], temperature: 0 }),
      hashOf({ prompts: ['one', 'two'], body: { top_p: 1 } }),
      hashOf({ prompts: ['one'], documents: ['two'] }),
      hashOf({ prompts: ['two'], documents: ['one'] }),
      hashOf({ generate: { tokens: 5 } }),
      hashOf({ generate: { tokens: 6 } }),
      hashOf({ generate: { tokens: 5 }, seed: 2 }),
      hashOf({ generate: { tokens: 5, from: ['A. B.'] } }),
      hashOf({ mix: [{ workload: 'short-chat' }, { workload: 'long-context' }] }),
      hashOf({ mix: [{ weight: 2, workload: 'short-chat' }, { workload: 'long-context' }] }),
    ])
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('changes with the content of a file', async () => {
    const root = folderOf({ 'a/own.yaml': own, 'b/own.yaml': own.replace('mine', 'yours') })
    const [a, b] = await Promise.all(
      ['a/own.yaml', 'b/own.yaml'].map((path) => openWorkload(path, { root })),
    )
    expect(a?.hash).not.toBe(b?.hash)
  })
})

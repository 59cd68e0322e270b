import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { CheckKind } from '../../lib/generated/checks.ts'
import { schemas } from '../../lib/generated/schemas.ts'
import { withDefaults } from '../../lib/runner/option-defaults.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { takesWorkload } from '../../lib/spec/workload-option.ts'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import type { WorkloadReference } from '../../lib/workload/workload-reference.ts'
import { asked, folderOf, problemsOf } from './folder.ts'

const cluster = { file: '/cluster.yaml', workers: [], allowCommands: false }
const kinds = Object.keys(schemas.checks).filter(takesWorkload) as CheckKind[]

const specOf = (workload: string, check = 'balance') =>
  `suite: S\ntests:\n  - name: t\n    for: all workers\n    ${check}:\n      workload: ${workload}\n    expect: { success_rate: 100% }\n`

function read(root: string, text: string, onFile?: (file: string) => void) {
  const file = join(root, 'specs/balancer/a.spec.yaml')
  const environment = { cluster, catalog: checkCatalog, env: {}, root, ...(onFile && { onFile }) }
  return readSpec({ file, text }, environment)
}

/** The workload of a spec's test, opened in another folder than the spec's. */
async function askedBySpec(root: string, text: string): Promise<string[]> {
  const [test] = read(root, text).tests
  const reference = test?.options.workload as WorkloadReference
  return asked(await openWorkload(reference, { root: '/' }), 1)
}

describe('the workload of a check', () => {
  test('exists for every check that sends a load', () => {
    expect(kinds).toEqual(
      expect.arrayContaining(['adapt', 'affinity', 'balance', 'benchmark', 'failover', 'overload']),
    )
    expect(kinds).not.toContain('ping')
    for (const [kind, { properties }] of Object.entries(schemas.checks)) {
      expect([kind, takesWorkload(kind)]).toEqual([kind, 'workload' in properties])
    }
  })

  test.each(kinds)('of %s is a name, a path or a map', (kind) => {
    const given = (workload: unknown) =>
      withDefaults(kind, { ...needed(kind), workload } as never).workload
    for (const workload of ['short-chat', './own.yaml', { prompts: ['a'] }]) {
      expect(given(workload)).toEqual(workload)
    }
    expect(given({ mix: [{ workload: { generate: { tokens: 5 } } }] })).toBeDefined()
    for (const wrong of [5, '', { prompts: [] }, { prompts: ['a'], sed: 5 }, {}]) {
      expect(() => given(wrong)).toThrow(TypeError)
    }
  })

  test.each(kinds)('of %s is short-chat by default', (kind) => {
    const options = withDefaults(kind, needed(kind))
    expect(options.workload).toBe('short-chat')
    expect(options.max_tokens).toBeUndefined()
  })
})

/** Required options of a check. */
function needed(kind: CheckKind): object {
  return kind === 'load' ? { rate: '10/s', duration: '1s' } : {}
}

describe('a spec', () => {
  const files = {
    'config/workloads/desk.yaml': 'prompts: [of the desk]',
    'specs/balancer/near.yaml': 'prompts: { file: ../../data/q.txt }',
    'specs/loads/far.json': '{ "prompts": ["far"] }',
    'data/q.txt': 'near\n',
    'papers/a.txt': 'A paper.',
  }

  test.each([
    ['desk', 'of the desk'],
    ['short-chat', 'What is the capital of Portugal?'],
    ['near.yaml', 'near'],
    ['./near.yaml', 'near'],
    ['../loads/far.json', 'far'],
    ['{ prompts: [in place] }', 'in place'],
    ['{ prompts: { file: ../../data/q.txt } }', 'near'],
    ['{ documents: { folder: ../../papers }, prompts: [Why?] }', 'A paper.\n\nWhy?'],
    ['{ mix: [{ workload: ../loads/far.json }] }', 'far'],
    ['{ mix: [{ workload: desk }] }', 'of the desk'],
  ])('with workload %s has the same one wherever it runs', async (workload, question) => {
    expect(await askedBySpec(folderOf(files), specOf(workload))).toEqual([question])
  })

  test('with generated texts finds their sources', async () => {
    const from = '{ generate: { tokens: 10, from: { file: ../../data/q.txt } } }'
    const [text] = await askedBySpec(folderOf(files), specOf(from))
    expect(text).toContain('Text 1. near near')
  })

  test('without a workload has the default, which a project may override', async () => {
    const text = specOf('x')
      .replace(/ {6}workload: x\n/, '')
      .replace('balance:', 'balance: {}')
    expect(await askedBySpec(folderOf({}), text)).toEqual(['What is the capital of Portugal?'])
    const own = folderOf({ 'config/workloads/short-chat.yaml': 'prompts: [own]' })
    expect(await askedBySpec(own, text)).toEqual(['own'])
  })

  test('keeps its own length of responses separate', () => {
    const [test] = read(folderOf({}), specOf('short-chat\n      max_tokens: 5')).tests
    expect(test?.options).toMatchObject({ max_tokens: 5, requests: 300 })
  })

  test('reports every file that it depends on', () => {
    const root = folderOf(files)
    const heard: string[] = []
    const workload =
      '{ mix: [{ workload: near.yaml }, { workload: { prompts: { folder: ../../papers } } }] }'
    read(root, specOf(workload), (file) => heard.push(file.replace(`${root}/`, '')))
    expect(heard).toEqual(['specs/balancer/near.yaml', 'data/q.txt', 'papers', 'papers/a.txt'])
  })

  test('reports a broken file as well, so that a correction triggers a rerun', () => {
    const root = folderOf({ 'config/workloads/own.yaml': 'promts: [a]' })
    const heard: string[] = []
    expect(() => read(root, specOf('own'), (file) => heard.push(file))).toThrow()
    expect(heard).toEqual([join(root, 'config/workloads/own.yaml')])
  })

  const place = 'specs/balancer/a.spec.yaml:6:17'
  test.each([
    ['shrt-chat', `${place} unknown_workload: no workload is named \`shrt-chat\``],
    [
      './none.yaml',
      `${place} broken_workload: the workload \`./none.yaml\` cannot be used: the file specs/balancer/none.yaml does not exist`,
    ],
    [
      'wrong',
      `${place} broken_workload: the workload \`wrong\` cannot be used: config/workloads/wrong.yaml:2:1: unknown key \`ordr\``,
    ],
    ['5', `${place} wrong_type: \`workload\` is 5`],
    ['{ prompts: [a], seed: x }', 'specs/balancer/a.spec.yaml:6:39 wrong_type: `seed` is text "x"'],
    [
      '{ prompts: { file: none.jsonl } }',
      'specs/balancer/a.spec.yaml:6:36 broken_workload: the file specs/balancer/none.jsonl does not exist',
    ],
    [
      '{ prompts: [a], body: { stream: true } }',
      'specs/balancer/a.spec.yaml:6:41 reserved_field: `stream` is not allowed in `body`',
    ],
  ])('with workload %s reports the mistake at its position', async (workload, problem) => {
    const root = folderOf({ 'config/workloads/wrong.yaml': 'prompts: [a]\nordr: shuffled\n' })
    expect(await problemsOf(() => read(root, specOf(workload)), root)).toEqual([problem])
  })

  test('suggests the nearest name, and shows the wrong lines', () => {
    const root = folderOf({ 'config/workloads/wrong.yaml': 'prompts: [a]\nordr: shuffled\n' })
    expect(() => read(root, specOf('shrt-chat'))).toThrow('did you mean `short-chat`?')
    expect(() => read(root, specOf('wrong'))).toThrow('did you mean `order`?')
    expect(() => read(root, specOf('wrong'))).toThrow('> 2 | ordr: shuffled')
  })

  test('that has another mistake too reports both', async () => {
    const root = folderOf({})
    const text = `${specOf('shrt-chat')}  - name: u\n    tcp: { cont: 3 }\n    expect: { open: true }\n`
    expect(await problemsOf(() => read(root, text), root)).toEqual([
      expect.stringContaining('unknown_workload'),
      expect.stringContaining('unknown key `cont`'),
    ])
  })

  test('without a stage validates the same', async () => {
    const root = folderOf({})
    const reported = await problemsOf(() => read(root, specOf('shrt-chat', 'failover')), root)
    expect(reported).toEqual([expect.stringContaining('unknown_workload')])
  })
})

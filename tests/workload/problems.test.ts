import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { DataBudget } from '../../lib/workload/data-budget.ts'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import type { WorkloadReference } from '../../lib/workload/workload-reference.ts'
import { asked, folderOf, problemsOf } from './folder.ts'

function problemsIn(reference: WorkloadReference, files: Record<string, string | Buffer> = {}) {
  const root = folderOf(files)
  return problemsOf(() => openWorkload(reference, { root }), root)
}

const inFile = (text: string, files: Record<string, string | Buffer> = {}) =>
  problemsIn('w.yaml', { 'w.yaml': text, ...files })

async function messageOf(text: string, files: Record<string, string | Buffer> = {}) {
  const root = folderOf({ 'w.yaml': text, ...files })
  return openWorkload('w.yaml', { root }).then(
    () => '',
    (error: Error) => error.message.replaceAll(`${root}/`, ''),
  )
}

describe('a reference to a workload', () => {
  test('with an unknown name suggests the nearest, of the package and the project', async () => {
    const root = folderOf({ 'config/workloads/support-desk.yaml': 'prompts: [a]' })
    for (const [name, nearest] of [
      ['shrt-chat', 'short-chat'],
      ['suport-desk', 'support-desk'],
    ]) {
      const failure = openWorkload(name ?? '', { root })
      await expect(failure).rejects.toThrow(`no workload is named \`${name}\``)
      await expect(failure).rejects.toThrow(
        'one of long-context, research-papers, short-chat, supp',
      )
      await expect(failure).rejects.toThrow(`did you mean \`${nearest}\`?`)
    }
  })

  test('with a name that no file can have is unknown too', async () => {
    for (const name of ['', 'a\0b', 'x'.repeat(5_000), '..']) {
      expect(await problemsIn(name)).toEqual([expect.stringContaining('unknown_workload: ')])
    }
  })

  test('with a missing file suggests a similar one', async () => {
    const root = folderOf({ 'loads/own.yaml': 'prompts: [a]' })
    const failure = openWorkload('loads/owm.yaml', { root })
    await expect(failure).rejects.toThrow(/loads\/owm\.yaml does not exist[\s\S]*own\.yaml`\?/)
  })
})

describe('a workload file', () => {
  test.each([
    ['a map', '[a]', '1:1 wrong_type: the file is a list'],
    ['a source', 'max_tokens: 5', '1:1 missing_source: the source is missing'],
    [
      'one source',
      'prompts: [a]\ngenerate: { tokens: 5 }',
      '2:1 several_sources: several sources are given together: `prompts`, `generate`',
    ],
    ['known keys', 'prompt: [a]\n', '1:1 unknown_key: unknown key `prompt`'],
    ['prompts', 'prompts: []', '1:10 empty: `prompts` is an empty list'],
    ['prompts that are texts', 'prompts: [a, 7]', '1:14 wrong_type: `prompts[1]` is 7'],
    ['non-empty prompts', 'prompts: [" "]', '1:11 malformed: `prompts[0]` is text " "'],
    [
      'known roles',
      'prompts:\n  - [{ role: usr, content: a }]',
      '2:14 unknown_value: `role` is text "usr"',
    ],
    [
      'one place of its texts',
      'prompts: { file: a.txt, folder: b }',
      '1:25 several_files: several files are given together: `file`, `folder`',
    ],
    ['a place of its texts', 'prompts: { each: line }', '1:10 missing_file: the file is missing'],
    [
      'columns of files alone',
      'prompts: { folder: a, column: b }',
      '1:23 exclusive_keys: `folder` and `column` exclude each other',
    ],
    ['lengths', 'generate: {}', '1:11 missing_key: the key `tokens` is missing'],
    ['lengths above 0', 'generate: { tokens: 0 }', '1:21 out_of_range: `tokens` is 0'],
    [
      'known distributions',
      'generate: { tokens: { normall: { mean: 5, stddev: 1 } } }',
      '1:23 unknown_key: unknown key `normall`',
    ],
    [
      'one distribution',
      'prompts: [a]\nmax_tokens: { normal: { mean: 5, stddev: 1 }, uniform: { min: 1, max: 2 } }',
      '2:47 several_distributions: several distributions are given together: `normal`, `uniform`',
    ],
    [
      'a distribution',
      'generate: { tokens: {} }',
      '1:21 missing_distribution: the distribution is missing',
    ],
    [
      'bounds in order',
      'generate: { tokens: { normal: { mean: 5, stddev: 1, min: 9, max: 3 } } }',
      '1:66 empty_range: `max` is 3',
    ],
    [
      'documents with an end',
      'prompts: [a]\ndocuments:\n  generate: { tokens: 5 }',
      '3:13 missing_key: the key `count` is missing',
    ],
    [
      'documents with prompts',
      'generate: { tokens: 5 }\ndocuments: [a]',
      '2:1 exclusive_keys: `generate` and `documents` exclude each other',
    ],
    [
      'documents that are texts',
      'prompts: [a]\ndocuments:\n  - d\n  - [{ role: user, content: a }]',
      '4:5 not_a_text: a list of messages where a text is expected',
    ],
    [
      'a template with a place for each',
      'prompts: [a]\ndocuments: [b]\ntemplate: "{prompt}"',
      '3:11 malformed: `template` is text "{prompt}"',
    ],
    [
      'a template for documents',
      'prompts: [a]\ntemplate: "{prompt} {document}"',
      '1:1 missing_key: the key `documents` is missing',
    ],
    [
      'fields under their own key',
      'prompts: [a]\nbody: { max_tokens: 5 }',
      '2:9 reserved_field: `max_tokens` is not allowed in `body`',
    ],
    [
      'a known order',
      'prompts: [a]\norder: shufled',
      '2:8 unknown_value: `order` is text "shufled"',
    ],
    ['an integer seed', 'prompts: [a]\nseed: 1.5', '2:7 wrong_type: `seed` is 1.5'],
    [
      'a mix that decides nothing else',
      'mix: [{ workload: short-chat }]\nmax_tokens: 5',
      '2:1 exclusive_keys: `mix` and `max_tokens` exclude each other',
    ],
    ['weights', 'mix: [{ weight: 0, workload: short-chat }]', '1:17 out_of_range: `weight` is 0'],
    ['YAML', 'prompts: [a', '1:11 unclosed_bracket'],
  ])('needs %s', async (_, text, problem) => {
    expect(await inFile(text)).toEqual([expect.stringContaining(`w.yaml:${problem}`)])
  })

  test('that is empty has nothing to send', async () => {
    expect(await inFile('')).toEqual([expect.stringMatching(/^(w\.yaml:1:1 )?empty_file: /)])
  })

  test('is reported with position, expectation and nearest name', async () => {
    expect(await messageOf('prompts: [a]\nordr: shuffled\n')).toBe(
      [
        'w.yaml:2:1: unknown key `ordr`',
        '  expected: one of $schema, name, description, prompts, documents, template, generate, mix, system, max_tokens, max_completion_tokens, prefix, temperature, stream, body, seed, order',
        '  did you mean `order`?',
        '',
        '  1 | prompts: [a]',
        '> 2 | ordr: shuffled',
        '    | ^^^^',
      ].join('\n'),
    )
  })

  test('is reported with all mistakes at once', async () => {
    const text = 'prompts: [a]\nseed: -1\nstream: maybe\ntemperature: 3\n'
    expect(await inFile(text)).toHaveLength(3)
  })

  test('may be JSON', async () => {
    const files = { 'w.json': '{\n  "prompts": ["a"],\n  "sed": 5\n}' }
    expect(await problemsIn('w.json', files)).toEqual(['w.json:3:3 unknown_key: unknown key `sed`'])
  })

  test('that is inline has positions as well', async () => {
    expect(await problemsIn({ prompts: ['a'], sed: 5 })).toEqual([
      'inline-workload.json:5:3 unknown_key: unknown key `sed`',
    ])
  })
})

describe('a file of prompts', () => {
  const named = (file: string, more = '') => `prompts:\n  file: ${file}\n${more}`
  const at = '2:9'

  test('that is missing is reported where it is named, with a similar one', async () => {
    expect(await messageOf(named('qestions.jsonl'), { 'questions.jsonl': '"a"\n' })).toMatch(
      /^w\.yaml:2:9: the file qestions\.jsonl does not exist\n {2}did you mean `questions\.jsonl`\?/,
    )
  })

  test.each([
    [
      'invalid JSON',
      'p.jsonl',
      '"a"\n{"prompt": "b",}\n',
      '2:15: JSON allows no comma after the last item',
    ],
    ['a cut line', 'p.jsonl', '{"prompt": "b', '1:12: this " is never closed'],
    ['a number', 'p.jsonl', '"a"\n\n7\n', '3:1: this line is 7'],
    ['a missing prompt', 'p.jsonl', '{"promt": "b"}\n', '1:1: there is no `prompt` here'],
    ['a prompt of another kind', 'p.jsonl', '{"prompt": 5}\n', '1:1: `prompt` is 5'],
    ['an empty prompt', 'p.jsonl', '{"prompt": " "}\n', '1:1: `prompt` is an empty text'],
    ['a message without a role', 'p.jsonl', '[{"content":"a"}]', '1:1: this line is a list'],
    ['an unknown column', 'p.csv', 'id,promt\n1,a\n', '1:1: there is no `prompt` here'],
    ['an empty cell', 'p.csv', 'id,prompt\n1,a\n2,\n', '3:1: `prompt` is an empty text'],
    ['a short line', 'p.csv', 'id,prompt\n1\n', '2:1: this line has another number of fields'],
    ['an open quote', 'p.csv', 'prompt\n"a\n', ': a quote is never closed'],
    ['a stray quote', 'p.csv', 'prompt\na "b"\n', '2:1: a quote in the middle of a field'],
    [
      'invalid UTF-8',
      'p.txt',
      Buffer.from('a\nb\nc\xffd', 'latin1'),
      '1:1: in this line or below it',
    ],
    ['a NUL character', 'p.csv', 'prompt\na\0\n', '1:1: in this line or below it there is a NUL'],
  ])('with %s is reported with its own position', async (_, file, content, problem) => {
    const reported = await inFile(named(file), { [file]: content })
    expect(reported).toHaveLength(1)
    expect(reported[0]).toContain(`w.yaml:${at} broken_workload: `)
    expect(reported[0]).toContain(file)
    expect(reported[0]).toContain(problem)
  })

  test('suggests the nearest column', async () => {
    const reported = await messageOf(named('p.csv', '  column: anwser'), {
      'p.csv': 'id,answer\n1,a\n',
    })
    expect(reported).toContain('expected: `column` with one of id, answer')
    expect(reported).toContain('did you mean `answer`?')
  })

  test('with mistakes in each line is reported a few times', async () => {
    expect(await inFile(named('p.jsonl'), { 'p.jsonl': '{}\n'.repeat(1_000) })).toHaveLength(5)
  })

  test('never has its prompts quoted', async () => {
    const secret = 'a very private question'
    const files = {
      'p.jsonl': `{"prompt": "${secret}",}\n{"prompt": {"${secret}": 1}}\n["${secret}"]\n`,
      'q.csv': `prompt,n\n"${secret}" x,1\n`,
      'r.csv': `prompt\n${secret} "\n`,
      's.csv': `PASSPHRASE=${secret}\n`,
      't.jsonl': `PASSPHRASE=${secret}\n`,
    }
    for (const file of Object.keys(files)) {
      const reported = await messageOf(named(file), files)
      expect(reported).toContain(file)
      expect(reported).not.toContain('private')
    }
  })

  test('with one line of many megabytes is read in a time that grows with its length only', async () => {
    const root = folderOf({ 'w.yaml': named('p.txt'), 'p.txt': 'a'.repeat(60_000_000) })
    const workload = await openWorkload('w.yaml', { root })
    expect(asked(workload, 1)[0]).toHaveLength(60_000_000)
  })

  test.each([
    ['without a prompt', 'p.jsonl', '\n\n', 'no_prompts|the file p.jsonl has no prompt'],
    ['with a head alone', 'p.csv', 'prompt\n', 'the file p.csv has no prompt'],
    [
      'of an unknown kind',
      'p.parquet',
      'PAR1',
      'the name of p.parquet does not say what the file is',
    ],
  ])('%s is refused', async (_, file, content, message) => {
    const [reported = ''] = await inFile(named(file), { [file]: content })
    expect(reported).toContain(message.split('|').at(-1))
  })

  test('may not be too large, a folder, or a device', async () => {
    const root = folderOf({
      'w.yaml': named('p.jsonl'),
      'v.yaml': named('/dev/zero', '  format: text'),
    })
    mkdirSync(join(root, 'p.jsonl'))
    const reported = await problemsOf(() => openWorkload('w.yaml', { root }), root)
    expect(reported).toEqual([expect.stringContaining('p.jsonl is a directory')])
    vi.stubEnv('CLUSTERGATE_FILES', '/dev')
    const device = await problemsOf(() => openWorkload('v.yaml', { root }), root)
    vi.unstubAllEnvs()
    expect(device).toEqual([expect.stringContaining('is a device or pipe')])
  })

  test('is not read beyond 256 MiB, nor are all of a workload together', async () => {
    const root = folderOf({ 'w.yaml': named('p.txt'), 'p.txt': '' })
    truncateSync(join(root, 'p.txt'), 256 * 1024 * 1024 + 1)
    expect(await problemsOf(() => openWorkload('w.yaml', { root }), root)).toEqual([
      'w.yaml:2:9 broken_workload: p.txt: the file has 268435457 bytes, and at most 268435456 are read',
    ])
    const budget = new DataBudget()
    budget.takeBytes(256 * 1024 * 1024)
    expect(() => budget.takeBytes(1)).toThrow('more than 268435456 bytes together')
  })

  test('of a folder needs a folder with texts', async () => {
    const text = 'prompts: { folder: papers }'
    expect(await inFile(text)).toEqual(['w.yaml:1:20 broken_workload: papers is not a folder'])
    expect(await inFile(text, { 'papers/a.pdf': 'x' })).toEqual([
      expect.stringContaining('no text file (.txt, .md) with content in papers'),
    ])
  })
})

describe('a mistake in a mix', () => {
  test('names the unknown part', async () => {
    expect(await inFile('mix:\n  - workload: short-chat\n  - workload: long-contxt\n')).toEqual([
      'w.yaml:3:15 unknown_workload: no workload is named `long-contxt`',
    ])
  })

  test('is reported in the file of a part', async () => {
    const files = { 'loads/b.yaml': 'prompts: { file: none.txt }\n' }
    expect(await inFile('mix: [{ workload: loads/b.yaml }]', files)).toEqual([
      'w.yaml:1:19 broken_workload: the workload `loads/b.yaml` cannot be used: loads/b.yaml:1:18: the file loads/none.txt does not exist',
    ])
  })

  test('of an inline part has its position', async () => {
    const text = 'mix:\n  - workload: { prompts: [a], body: { stream: true } }\n'
    expect(await inFile(text)).toEqual([
      'w.yaml:2:39 reserved_field: `stream` is not allowed in `body`',
    ])
  })

  test('is to contain itself', async () => {
    const files = { 'b.yaml': 'mix: [{ workload: w.yaml }]' }
    expect(await inFile('mix: [{ workload: ./b.yaml }]', files)).toEqual([
      expect.stringMatching(
        /^w\.yaml:1:19 broken_workload: .*b\.yaml:1:19: the workload `w\.yaml` is a part of itself: w\.yaml → b\.yaml → w\.yaml$/,
      ),
    ])
  })

  test('is to grow without bounds', async () => {
    const parts = (name: string) => `mix: [${`{ workload: ${name} }, `.repeat(32)}]`
    const files = {
      'a.yaml': parts('b.yaml'),
      'b.yaml': parts('c.yaml'),
      'c.yaml': parts('d.yaml'),
      'd.yaml': 'prompts: [a]',
    }
    const reported = await inFile(parts('a.yaml'), files)
    expect(reported).toEqual([expect.stringContaining('mixed of more than 1000 workloads')])
  })
})

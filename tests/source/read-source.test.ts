import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseSource, readSourceSync } from '../../lib/source/document.ts'
import { readText } from '../../lib/source/files/read-text.ts'
import { UserError } from '../../lib/source/user-error.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

async function readSource(file: string) {
  return parseSource(await readText(file), file)
}

/** The one problem of a file, on which both ways of reading agree. */
async function problemOf(file: string) {
  const [later, atOnce] = [
    await readSource(file).catch(thrown),
    catching(() => readSourceSync(file)),
  ]
  expect(later).toBeInstanceOf(UserError)
  expect((later as UserError).message).toBe((atOnce as UserError).message)
  expect((later as UserError).problems).toHaveLength(1)
  return (later as UserError).problems[0]!
}

const thrown = (error: unknown) => error

function catching(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    return error
  }
}

describe('a file', () => {
  test('is read with its absolute path', async () => {
    const file = await fileOf('good.yaml', '\ufeffa: ü\r\n')
    for (const document of [await readSource(file), readSourceSync(file)]) {
      expect(document).toMatchObject({ file, text: 'a: ü\r\n', value: { a: 'ü' } })
    }
  })

  test('that is missing is reported with the nearest name', async () => {
    await fileOf('my_workers.json', '{}')
    const problem = await problemOf(join(folder, 'my_worker.json'))
    expect(problem.code).toBe('file_missing')
    expect(problem.message).toContain('does not exist')
    expect(problem.suggestion).toBe(join(folder, 'my_workers.json'))
  })

  test('that is missing with its folder is reported without a suggestion', async () => {
    const problem = await problemOf(join(folder, 'none', 'x.yaml'))
    expect(problem).toMatchObject({ code: 'file_missing' })
    expect(problem.suggestion).toBeUndefined()
  })

  test('below another file is missing', async () => {
    const file = await fileOf('plain.yaml', 'a: 1')
    expect((await problemOf(join(file, 'x.yaml'))).code).toBe('file_missing')
  })

  test('that is a directory is reported as such', async () => {
    expect((await problemOf(folder)).code).toBe('file_is_directory')
  })

  test('that is a pipe without a writer is refused at once', async () => {
    const pipe = join(folder, 'pipe.yaml')
    execFileSync('mkfifo', [pipe])
    expect((await problemOf(pipe)).code).toBe('file_not_regular')
  })

  test('that is a device is refused', async () => {
    expect((await problemOf('/dev/zero')).code).toBe('file_not_regular')
  })

  test('that this user may not read is reported as such', async () => {
    const file = await fileOf('forbidden.yaml', 'a: 1')
    await chmod(file, 0o000)
    await chmod(folder, 0o755)
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65534)
    try {
      expect((await problemOf(file)).code).toBe('file_not_readable')
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  test('with a null byte in its name is reported as such', async () => {
    expect((await problemOf(`${folder}/a\0b.yaml`)).code).toBe('file_not_readable')
  })

  test('that is too large is not read', async () => {
    const file = await fileOf('large.yaml', 'x'.repeat(1024 * 1024 + 1))
    expect((await problemOf(file)).code).toBe('file_too_large')
  })
})

describe('invalid UTF-8', () => {
  test.each<[string, number[], number, number]>([
    ['at the start', [0xff, 0x61], 1, 1],
    ['in a line', [...Buffer.from('a: 1\nb: "ü'), 0xe9, 0x22], 2, 6],
    ['after a byte order mark', [0xef, 0xbb, 0xbf, 0x61, 0x80], 1, 2],
    ['in a character cut short', [...Buffer.from('a: 1\r\nb: '), 0xe2, 0x82], 2, 4],
    ['in a character broken by another', [0x61, 0xe2, 0x82, 0x61], 1, 2],
  ])('%s is found', async (_where, bytes, line, column) => {
    const problem = await problemOf(await fileOf('bytes.yaml', Uint8Array.from(bytes)))
    expect(problem).toMatchObject({ code: 'not_utf8', place: { line, column } })
  })

  test('UTF-16 is named', async () => {
    const file = await fileOf('utf16.yaml', Buffer.from('\ufeffa: 1', 'utf16le'))
    expect(await problemOf(file)).toMatchObject({
      code: 'not_utf8',
      message: expect.stringContaining('UTF-16'),
    })
  })
})

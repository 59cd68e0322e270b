import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { exitCodes } from '../../../lib/cli/kit/exit-codes.ts'
import { Interruption } from '../../../lib/cli/kit/interruption.ts'
import { checkWritable, writeAtomically } from '../../../lib/cli/kit/write-atomically.ts'
import { UserError } from '../../../lib/source/user-error.ts'

describe('a file that is written atomically', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-write-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('replaces the old file, and leaves no temporary file', async () => {
    const file = join(folder, 'a.json')
    await writeFile(file, 'before')
    await checkWritable(file)
    await writeAtomically(file, 'after')
    expect(await readFile(file, 'utf8')).toBe('after')
    expect(await readdir(folder)).toEqual(['a.json'])
  })

  test('is never seen half written: a concurrent reader gets the old or the new one', async () => {
    const file = join(folder, 'b.json')
    const texts = ['x', 'y'].map((letter) => letter.repeat(1_000_000))
    await writeAtomically(file, texts[0] as string)
    const seen = new Set<string>()
    const isDone = { yet: false }
    const reading = (async () => {
      while (!isDone.yet) seen.add(await readFile(file, 'utf8'))
    })()
    for (let round = 0; round < 10; round++) await writeAtomically(file, texts[round % 2] as string)
    isDone.yet = true
    await reading
    expect(seen.size).toBeGreaterThan(0)
    expect([...seen].every((text) => texts.includes(text))).toBe(true)
  })

  test('keeps a symbolic link, and writes its target', async () => {
    await writeFile(join(folder, 'real.json'), 'before')
    await symlink('real.json', join(folder, 'link.json'))
    await writeAtomically(join(folder, 'link.json'), 'after')
    expect(await readFile(join(folder, 'real.json'), 'utf8')).toBe('after')
    expect(
      (await readdir(folder, { withFileTypes: true }))
        .find((each) => each.name === 'link.json')
        ?.isSymbolicLink(),
    ).toBe(true)
  })

  test('is refused if it is a link to itself', async () => {
    await symlink('loop.json', join(folder, 'loop.json'))
    await expect(checkWritable(join(folder, 'loop.json'))).rejects.toThrow(
      /loop\.json cannot be written: ELOOP/,
    )
  })

  test('is refused if it is a link out of the project', async () => {
    const inside = await mkdtemp(join(process.cwd(), '.tmp-links-'))
    try {
      await writeFile(join(folder, 'target.json'), 'before')
      await symlink(join(folder, 'target.json'), join(inside, 'a.json'))
      await expect(checkWritable(join(inside, 'a.json'))).rejects.toThrow(/link out of the project/)
    } finally {
      await rm(inside, { recursive: true })
    }
  })

  test('is never written through a link in the place of its temporary file', async () => {
    const target = join(folder, 'target.txt')
    await writeFile(target, 'mine')
    await symlink(target, join(folder, `a.json.${process.pid}.tmp`))
    await writeAtomically(join(folder, 'a.json'), 'text')
    expect(await readFile(target, 'utf8')).toBe('mine')
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('text')
  })

  test('removes the temporary file if it cannot be renamed', async () => {
    const taken = join(folder, 'taken')
    await mkdir(taken)
    await expect(writeAtomically(taken, 'text')).rejects.toThrow(UserError)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('is reported before the work if it cannot be written', async () => {
    await expect(checkWritable(join(folder, 'no/a.json'))).rejects.toThrow(/no does not exist/)
    await expect(checkWritable(folder)).rejects.toThrow(/it is a folder/)
    await expect(checkWritable('/dev/null')).rejects.toThrow(/a device or a pipe/)
  })
})

describe('Ctrl-C', () => {
  test('first ends requests in flight, then the process', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never)
    const reported: string[] = []
    const before = process.listenerCount('SIGINT')
    const interruption = new Interruption((words) => reported.push(words))
    try {
      process.emit('SIGINT', 'SIGINT')
      expect(interruption.signal.aborted).toBe(true)
      expect(reported).toEqual([
        expect.stringMatching(/^SIGINT: stopping .*; once more exits at once/),
      ])
      expect(exit).not.toHaveBeenCalled()
      process.emit('SIGINT', 'SIGINT')
      expect(exit).toHaveBeenCalledWith(exitCodes.interrupted)
    } finally {
      interruption[Symbol.dispose]()
      exit.mockRestore()
    }
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})

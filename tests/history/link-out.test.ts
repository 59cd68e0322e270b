import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HistoryStore } from '../../lib/history/store.ts'
import { historyCase, historyRun, speedup } from './runs.ts'

let project: string
let outside: string
beforeEach(() => {
  project = mkdtempSync(join(process.cwd(), '.tmp-links-'))
  outside = mkdtempSync(join(tmpdir(), 'clustergate-outside-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const folder of [project, outside]) rmSync(folder, { recursive: true, force: true })
})

async function record(file: string): Promise<string> {
  try {
    using store = await HistoryStore.open(file, 'write')
    store.add(historyRun(1, [historyCase([speedup(2)])]), 10)
    return store.runIds().join()
  } catch (error) {
    const { code, message } = error as Error & { code: string }
    return `${code}: ${message}`
  }
}

test.each(['', '-wal', '-journal', '-shm'])(
  'a link out of the project in the place of history.db%s is refused, and its target stays',
  async (suffix) => {
    const target = join(outside, 'target')
    writeFileSync(target, 'mine')
    symlinkSync(target, join(project, `history.db${suffix}`))
    const words = await record(join(project, 'history.db'))
    expect(words).toMatch(/^CLUSTERGATE_HISTORY_INACCESSIBLE: .* is a link out of the project/)
    expect(words).toContain(`history.db${suffix} is`)
    await expect(HistoryStore.open(join(project, 'history.db'), 'read')).rejects.toThrow('a link')
    expect(readFileSync(target, 'utf8')).toBe('mine')
  },
)

test("a link out of Vitest's root is refused, wherever the working directory is", async () => {
  const root = join(outside, 'root')
  mkdirSync(root)
  symlinkSync(join(outside, 'target'), join(root, 'history.db'))
  await expect(HistoryStore.open(join(root, 'history.db'), 'write', root)).rejects.toThrow('a link')
})

test('a link to a file that is missing is refused too, and creates none', async () => {
  symlinkSync(join(outside, 'none.db'), join(project, 'history.db'))
  expect(await record(join(project, 'history.db'))).toContain('a link out of the project')
})

test('a file outside that is named itself, a link within the project and a permitted one are used', async () => {
  expect(await record(join(outside, 'own.db'))).toBe('run-1')
  expect(await record(join(project, 'own.db'))).toBe('run-1')
  symlinkSync(join(outside, 'own.db'), join(project, 'out.db'))
  vi.stubEnv('CLUSTERGATE_FILES', outside)
  expect(await record(join(project, 'out.db'))).toBe('run-1')
})

import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPage } from '../docs/pages.ts'

const { nodes, vitests } = JSON.parse(readPage('scripts/matrix/versions.json').text) as {
  nodes: string[]
  vitests: string[]
}
const script = join(import.meta.dirname, '../../scripts/matrix.mjs')

describe('the matrix of Node.js and Vitest', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-matrix-test-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const matrix = (args: readonly string[]) =>
    execa(process.execPath, [script, ...args], {
      reject: false,
      timeout: 60_000,
      env: { TMPDIR: folder },
    })

  test('reports why Vitest 5 is skipped on Node.js 20, and fails if nothing was tested', async () => {
    const { exitCode, stdout } = await matrix(['--node', '20', '--vitest', '5'])
    expect(stdout).toMatch(/Node.js 20\.19\.0 +Vitest 5\.1\.2 +skipped +Vitest 5 needs Node\.js 22/)
    expect(stdout).toContain('nothing was tested')
    expect(exitCode).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('lists the known versions for an unknown one', async () => {
    const { exitCode, stderr } = await matrix(['--node', '2'])
    expect(stderr).toBe(`--node: 2 is not one of ${nodes.join(', ')}`)
    expect(exitCode).toBe(2)
  })

  test('removes its folder when it is interrupted', async () => {
    const child = matrix(['--node', '24', '--vitest', '5'])
    await expect.poll(() => readdirSync(folder)).toHaveLength(1)
    child.kill('SIGTERM')
    const { exitCode, stderr } = await child
    expect(stderr).toBe('interrupted by SIGTERM')
    expect(exitCode).toBe(130)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is on the page of Vitest with each of its legs', () => {
    const rows = [
      ...readPage('docs/vitest.md').text.matchAll(/^\| Node\.js ([\d.]+) \| ([\d.]+) \|/gm),
    ]
    const listed = rows.map(([, node, vitest]) => `${node} ${vitest}`)
    expect(listed).toEqual(nodes.flatMap((node) => vitests.map((vitest) => `${node} ${vitest}`)))
  })
})

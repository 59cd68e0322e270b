import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clusterReader } from '../../lib/cluster/cluster-reader.ts'

test('a cluster file is read again once its text has changed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-reader-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'cluster.json')
  const write = (id: string) =>
    writeFileSync(
      file,
      JSON.stringify({ workers: [{ id, host: '127.0.0.1', port: 1, type: 'openai' }] }),
    )
  const read = clusterReader({})
  await expect(read(file)).rejects.toThrow('cluster.json')
  write('w1')
  const first = await read(file)
  expect(await read(file)).toBe(first)
  write('w2')
  expect((await read(file)).workers.map(({ id }) => id)).toEqual(['w2'])
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clusterReader } from '../../lib/cluster/cluster-reader.ts'
import { loadCluster } from '../../lib/cluster/load-cluster.ts'
import { embeddedCluster } from '../../lib/cluster/locate-cluster.ts'
import { embedded } from '../../lib/cluster/read/embedded-cluster.ts'

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

test('the embedded cluster, which comes parsed, is what its file says', async () => {
  const file = embeddedCluster()
  expect(readFileSync(file, 'utf8')).toBe(embedded.text)
  expect(await clusterReader({})(file)).toEqual(await loadCluster(file, {}))
})

test('an embedded cluster that was edited is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-reader-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'embedded.yaml')
  writeFileSync(file, embedded.text.replace('sim-3', 'other'))
  const { workers } = await clusterReader({})(file)
  expect(workers.map(({ id }) => id)).toEqual(['sim-1', 'sim-2', 'other'])
})

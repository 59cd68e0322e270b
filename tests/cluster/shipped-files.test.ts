import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadCluster } from '../../lib/cluster/load-cluster.ts'

const fileOf = (name: string) => fileURLToPath(new URL(`../../config/${name}`, import.meta.url))

// Files of existing users: they must work unchanged.
const singleStudio = `{
  "workers": [{
    "id": "mac-studio-1",
    "host": "192.168.1.107",
    "port": 1234,
    "type": "lm_studio",
    "model": "mistral-7b-instruct-v0.2",
    "max_concurrent_requests": 5
  }]
}
`

const studioOf = (id: string, host: string) => ({
  id,
  host,
  port: 1234,
  type: 'lm_studio',
  model: 'mistral-7b-instruct-v0.2',
  maxConcurrentRequests: 5,
  tags: [],
  basePath: '',
})

describe('the files of existing users', () => {
  test('for one studio is unchanged byte for byte, and is accepted', async () => {
    expect(readFileSync(fileOf('single_studio.json'), 'utf8')).toBe(singleStudio)
    const { workers } = await loadCluster(fileOf('single_studio.json'), {})
    expect(workers).toEqual([studioOf('mac-studio-1', '192.168.1.107')])
  })

  test('for three studios is unchanged, and is accepted', async () => {
    const text = readFileSync(fileOf('my_workers.json'), 'utf8')
    const entries = ['105', '106', '107'].map((last, index) => ({
      id: `mac-studio-${index + 1}`,
      host: `192.168.1.${last}`,
      port: 1234,
      type: 'lm_studio',
      model: 'mistral-7b-instruct-v0.2',
      max_concurrent_requests: 5,
    }))
    expect(text).toBe(`${JSON.stringify({ workers: entries }, null, 2)}\n`)
    const { workers } = await loadCluster(fileOf('my_workers.json'), {})
    expect(workers).toEqual(entries.map(({ id, host }) => studioOf(id, host)))
  })
})

test('the embedded cluster has three simulated workers on addresses of their own', async () => {
  const { workers, allowCommands } = await loadCluster(fileOf('embedded.yaml'), {})
  expect(allowCommands).toBe(false)
  expect(workers.map(({ id, host, port, type }) => ({ id, host, port, type }))).toEqual([
    { id: 'sim-1', host: '127.0.10.1', port: 0, type: 'simulated' },
    { id: 'sim-2', host: '127.0.10.2', port: 0, type: 'simulated' },
    { id: 'sim-3', host: '127.0.10.3', port: 0, type: 'simulated' },
  ])
  for (const worker of workers) {
    expect(worker).toMatchObject({ model: 'simulated-7b', maxConcurrentRequests: 5 })
    expect(worker.simulate).toMatchObject({ timeToFirstTokenMs: 15, tokenTimeMs: 1, jitter: 0.1 })
  }
  expect(new Set(workers.map(({ simulate }) => simulate?.seed)).size).toBe(3)
})

test('the embedded cluster names the schema for editors', () => {
  const [first] = readFileSync(fileOf('embedded.yaml'), 'utf8').split('\n')
  expect(first).toBe('# yaml-language-server: $schema=../schemas/cluster.schema.json')
})

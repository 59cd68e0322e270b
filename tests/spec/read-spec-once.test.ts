import { expect, test } from 'vitest'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { Cluster } from '../../lib/cluster/cluster.ts'
import { readSpecOnce } from '../../lib/spec/read-spec-once.ts'

const file = '/p/specs/network/once.spec.yaml'
const env: NodeJS.ProcessEnv = { CLUSTERGATE_ENV: 'NAME', NAME: 'first' }

function clusterOf(...ids: readonly string[]): Cluster {
  const workers = ids.map((id) => ({
    id,
    host: '10.0.0.1',
    port: 1234,
    type: 'openai' as const,
    maxConcurrentRequests: 5,
    tags: [],
    basePath: '',
  }))
  return { file: '/cluster.yaml', workers, allowCommands: false }
}

function read(name: string, cluster: Cluster) {
  const text = `suite: S\ntests:\n  - { name: '${name}', tcp: {}, expect: { open: true } }\n`
  return readSpecOnce({ file, text }, { cluster, catalog: checkCatalog, env })
}

test('a spec is read again once its text, the workers or a variable in it change', () => {
  const first = read('port', clusterOf('w1'))
  expect(read('port', clusterOf('w1'))).toBe(first)
  expect(read('port', clusterOf('w1', 'w2')).tests[0]?.workerIds).toEqual(['w1', 'w2'])
  expect(read('other', clusterOf('w1')).tests[0]?.name).toBe('other')
  expect(read('${NAME}', clusterOf('w1')).tests[0]?.name).toBe('first')
  env.NAME = 'second'
  expect(read('${NAME}', clusterOf('w1')).tests[0]?.name).toBe('second')
})

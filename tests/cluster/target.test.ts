import { expect, test } from 'vitest'
import {
  embeddedCluster,
  locateCluster,
  locateClusterOf,
} from '../../lib/cluster/locate-cluster.ts'
import { targetLine } from '../../lib/cluster/target.ts'

const workers = (...types: readonly ('simulated' | 'openai')[]) => types.map((type) => ({ type }))

test('the target is described in one line, with its simulated parts', () => {
  const embedded = { file: embeddedCluster(), workers: workers('simulated', 'simulated') }
  expect(targetLine(embedded)).toBe('target: embedded cluster, 2 simulated workers')
  const own = { file: 'config/my_workers.json', workers: workers('openai') }
  expect(targetLine(own)).toBe('target: config/my_workers.json, 1 worker')
  const mixed = { ...own, workers: workers('openai', 'simulated', 'openai') }
  expect(targetLine(mixed)).toBe('target: config/my_workers.json, 3 workers, 1 of them simulated')
})

test('an empty name of the cluster is an error, rather than the embedded cluster', () => {
  for (const empty of ['', ' ']) {
    expect(() => locateCluster('c.json', '/p', { CLUSTERGATE_CLUSTER: empty })).toThrow(
      'CLUSTERGATE_CLUSTER is set and empty',
    )
    expect(() => locateCluster(empty, '/p', {})).toThrow('`cluster` is set and empty')
    expect(() => locateClusterOf(empty, {})).toThrow('`--config` is set and empty')
  }
  expect(locateCluster(undefined, '/p', {})).toBe(embeddedCluster())
  expect(locateCluster('a.json', '/p', { CLUSTERGATE_CLUSTER: 'b.json' })).toBe('/p/b.json')
})

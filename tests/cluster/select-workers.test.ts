import { describe, expect, test } from 'vitest'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { selectWorkers } from '../../lib/cluster/select-workers.ts'

function worker(id: string, ...tags: string[]): Worker {
  return {
    id,
    host: `${id}.lan`,
    port: 1,
    type: 'openai',
    maxConcurrentRequests: 5,
    tags,
    basePath: '',
  }
}

const cluster = {
  workers: [
    worker('studio-1', 'gpu'),
    worker('studio-2', 'gpu', 'rack'),
    worker('rack'),
    worker('spare'),
  ],
}

function idsOf(selector: string | string[]): string[] {
  const selection = selectWorkers(cluster, selector)
  return selection.ok ? selection.workers.map(({ id }) => id) : [`unknown ${selection.unknown}`]
}

describe('a selection', () => {
  test.each([
    ['each worker', ['studio-1', 'studio-2', 'rack', 'spare']],
    ['all workers', ['studio-1', 'studio-2', 'rack', 'spare']],
    ['studio-2', ['studio-2']],
    ['gpu', ['studio-1', 'studio-2']],
  ])('by %s', (selector, ids) => {
    expect(idsOf(selector)).toEqual(ids)
  })

  test('by a list has each worker once, in the order of the cluster', () => {
    expect(idsOf(['spare', 'studio-2', 'gpu', 'spare'])).toEqual(['studio-1', 'studio-2', 'spare'])
  })

  test('prefers an id to a tag of the same name', () => {
    expect(idsOf('rack')).toEqual(['rack'])
  })
})

describe('an unknown name', () => {
  test('is reported with the nearest id, tag or word', () => {
    expect(selectWorkers(cluster, 'studio1')).toEqual({
      ok: false,
      unknown: 'studio1',
      nearest: 'studio-1',
    })
    expect(selectWorkers(cluster, 'gpus')).toEqual({ ok: false, unknown: 'gpus', nearest: 'gpu' })
    expect(selectWorkers(cluster, 'each workers')).toMatchObject({ nearest: 'each worker' })
  })

  test('refuses a whole list', () => {
    expect(selectWorkers(cluster, ['gpu', 'spere'])).toMatchObject({
      unknown: 'spere',
      nearest: 'spare',
    })
  })

  test('that resembles no id, tag or word has no suggestion', () => {
    expect(selectWorkers(cluster, 'zzzzzzzzz')).toEqual({ ok: false, unknown: 'zzzzzzzzz' })
  })
})

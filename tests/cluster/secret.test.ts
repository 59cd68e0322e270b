// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of cluster files look like this

import { describe, expect, test } from 'vitest'
import type { Worker } from '../../lib/cluster/cluster.ts'
import { collectSecrets, resolveSecret, workerHeaders } from '../../lib/cluster/secret.ts'
import { UserError } from '../../lib/source/user-error.ts'

const permitted = { CLUSTERGATE_ENV: 'A E TENANT' }

function worker(template?: string): Worker {
  return {
    id: 'a',
    host: 'h',
    port: 1,
    type: 'openai',
    maxConcurrentRequests: 5,
    tags: [],
    basePath: '',
    ...(template !== undefined && { apiKey: { template } }),
  }
}

describe('a secret', () => {
  test.each([
    ['${KEY}', 'k-1'],
    ['prefix-${KEY}', 'prefix-k-1'],
    ['${NONE:-spare}', 'spare'],
    ['written out', 'written out'],
    ['$${KEY}', '${KEY}'],
  ])('%s is filled in when it is needed', (template, secret) => {
    expect(resolveSecret({ template }, { KEY: 'k-1', ...permitted })).toBe(secret)
  })

  test('whose variable is not set is a user error that names it', () => {
    const resolve = () => resolveSecret({ template: 'hunter2-${NO_KEY}' }, {})
    expect(resolve).toThrow(UserError)
    expect(resolve).toThrow(/`NO_KEY` is not set/)
    expect(resolve).not.toThrow(/hunter2/)
  })

  test('that is malformed is a user error too', () => {
    expect(() => resolveSecret({ template: '${KEY' }, { KEY: 'k' })).toThrow(/no closing/)
  })
})

test('all known secrets are collected, each once', () => {
  const workers = [
    worker('${A}'),
    worker('${A}'),
    worker(),
    worker('${NOT_SET}'),
    worker('plain'),
    worker('${E}'),
  ]
  expect(collectSecrets({ workers }, { A: 'a-key', E: '', ...permitted })).toEqual([
    'a-key',
    'plain',
  ])
})

test('secrets in headers are the values of variables, and the values of headers with names of keys', () => {
  const headers = {
    'x-provider': { template: 'openai' },
    'x-tenant': { template: 'group ${TENANT}' },
    'x-gateway-key': { template: 'plain-key' },
  }
  expect(
    collectSecrets({ workers: [{ ...worker(), headers }] }, { TENANT: 'acme', ...permitted }),
  ).toEqual(['acme', 'plain-key'])
})

test('headers of a worker have their variables filled in, and its key as `authorization`', () => {
  const headers = { 'x-tenant': { template: 'group ${TENANT}' } }
  expect(
    workerHeaders({ ...worker('${A}'), headers }, { A: 'a-key', TENANT: 'acme', ...permitted }),
  ).toEqual({
    authorization: 'Bearer a-key',
    'x-tenant': 'group acme',
  })
  expect(() => workerHeaders({ ...worker(), headers }, {})).toThrow(/TENANT/)
})

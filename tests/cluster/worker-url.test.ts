import { expect, test } from 'vitest'
import { workerUrl } from '../../lib/cluster/worker-url.ts'

const plain = { host: '10.0.0.1', port: 1234, basePath: '' }

test.each([
  ['an IPv4 address', plain, '/v1/models', 'http://10.0.0.1:1234/v1/models'],
  ['an IPv6 address', { ...plain, host: 'fd00::5' }, '/', 'http://[fd00::5]:1234/'],
  ['a name', { ...plain, host: 'studio.local' }, '/x', 'http://studio.local:1234/x'],
  ['TLS', { ...plain, tls: { verify: true } }, '/x', 'https://10.0.0.1:1234/x'],
  [
    'the port of the scheme',
    { ...plain, port: 443, tls: { verify: false } },
    '/',
    'https://10.0.0.1/',
  ],
  [
    'a base path',
    { ...plain, basePath: '/llm' },
    '/v1/models',
    'http://10.0.0.1:1234/llm/v1/models',
  ],
  ['a query', plain, '/v1/models?limit=1', 'http://10.0.0.1:1234/v1/models?limit=1'],
  ['a path without its slash', plain, 'health', 'http://10.0.0.1:1234/health'],
])('%s', (_, worker, path, href) => {
  expect(workerUrl(worker, path).href).toBe(href)
})

test('a path cannot change the host of the URL', () => {
  for (const path of [
    '//evil.test/x',
    '@evil.test/',
    ':80@evil.test/',
    'http://evil.test/',
    '\\\\evil.test',
  ]) {
    expect(workerUrl(plain, path).host).toBe('10.0.0.1:1234')
  }
})

import { describe, expect, test } from 'vitest'
import { faultOfHost, normalizeHost } from '../../lib/cluster/host.ts'

test.each([
  '192.168.1.105',
  'fd00::5',
  '[fd00::5]',
  '::1',
  'localhost',
  'mac-studio-1.local',
  'Studio_2',
  'a.b.c.',
  'xn--mnchen-3ya.de',
  'münchen.de',
])('%s is a valid host', (host) => {
  expect(faultOfHost(host)).toBeUndefined()
})

describe('an invalid host is reported with what it is', () => {
  test.each([
    ['http://10.0.0.1:1234/v1', '`host` is a URL', '`host: 10.0.0.1`'],
    ['https://[fd00::5]/', '`host` is a URL', '`host: fd00::5`'],
    ['http://', '`host` is a URL', 'the host alone;'],
    ['10.0.0.1:1234', '`host` contains a port', '`host: 10.0.0.1`, and `port: 1234`'],
    ['[fd00::5]:80', '`host` contains a port', '`host: fd00::5`, and `port: 80`'],
    ['studio.lan:80', '`host` contains a port', '`host: studio.lan`, and `port: 80`'],
    ['studio.lan/v1', '`host` contains a path', 'a host alone'],
    ['300.1.1.1', '`host` is not a valid IPv4 address: 300.1.1.1', 'a host alone'],
    ['192.168.1', '`host` is not a valid IPv4 address: 192.168.1', 'a host alone'],
    ['fe80::1%eth0', '`host` is an address with a zone, which URLs cannot hold', 'a host alone'],
    ['fd00::zz', '`host` is neither an address nor a name', 'a host alone'],
    ['mac studio', '`host` is neither an address nor a name', 'a host alone'],
    ['-a.lan', '`host` is neither an address nor a name', 'a host alone'],
    ['a..b', '`host` is neither an address nor a name', 'a host alone'],
    [`${'a'.repeat(64)}.lan`, '`host` is neither an address nor a name', 'a host alone'],
  ])('%s', (host, message, expected) => {
    const fault = faultOfHost(host)
    expect(fault?.message).toBe(message)
    expect(fault?.expected).toContain(expected)
  })

  test('and without the password of a URL', () => {
    expect(JSON.stringify(faultOfHost('http://user:hunter2@h/'))).not.toContain('hunter2')
  })
})

test('brackets belong to URLs, not to hosts', () => {
  expect(normalizeHost('[fd00::5]')).toBe('fd00::5')
  expect(normalizeHost('fd00::5')).toBe('fd00::5')
  expect(normalizeHost('a.lan')).toBe('a.lan')
})

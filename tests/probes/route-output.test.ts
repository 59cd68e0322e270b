import { describe, expect, test } from 'vitest'
import { parseIpRoute, parseRouteGet, routeRefusal } from '../../lib/probes/route-output.ts'

describe('the output of `ip route get`', () => {
  test.each([
    [
      'a neighbour',
      '10.0.0.7 dev eth0 src 10.0.0.5 uid 0 \n    cache \n',
      { interface: 'eth0', source: '10.0.0.5', onLink: true },
    ],
    [
      'a host beyond a router',
      '10.9.0.7 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0 \n    cache \n',
      { interface: 'eth0', source: '10.0.0.5', gateway: '10.0.0.1', onLink: false },
    ],
    [
      'an IPv4 host beyond an IPv6 router',
      '10.9.0.7 via inet6 fe80::1 dev eth0 src 10.0.0.5 uid 0 \n',
      { interface: 'eth0', source: '10.0.0.5', gateway: 'fe80::1', onLink: false },
    ],
    [
      'this host itself',
      'local 10.0.0.5 dev lo src 10.0.0.5 uid 0 \n    cache <local> \n',
      { interface: 'lo', source: '10.0.0.5', onLink: true },
    ],
    [
      'an IPv6 neighbour',
      'fd00::7 from :: dev eth0 proto kernel src fd00::5 metric 256 pref medium\n',
      { interface: 'eth0', source: 'fd00::5', onLink: true },
    ],
    [
      'a neighbour, by busybox',
      '10.0.0.7 dev eth0  src 10.0.0.5 \n',
      { interface: 'eth0', source: '10.0.0.5', onLink: true },
    ],
  ])('has %s', (_, output, route) => {
    expect(parseIpRoute(output)).toEqual(route)
    expect(routeRefusal(output, '10.0.0.7')).toBeUndefined()
  })

  test('without a device has no route', () => {
    expect(parseIpRoute('')).toBeUndefined()
  })

  test('that reports an address as unreachable on standard output is a refusal, too', () => {
    const output = 'unreachable fd00::7 dev lo table unspec proto kernel src fd00::5 error -113\n'
    expect(routeRefusal(output, 'fd00::7')).toMatchObject({ code: 'EHOSTUNREACH' })
  })
})

test('the output of macOS for a neighbour and for a router is distinguished', () => {
  const neighbour =
    '   route to: 10.0.0.7\ndestination: 10.0.0.7\n  interface: en0\n      flags: <UP,HOST,DONE>\n'
  expect(parseRouteGet(neighbour)).toEqual({ interface: 'en0', onLink: true })
  const far = '   route to: 1.1.1.1\n    gateway: 10.0.0.1\n  interface: en0\n'
  expect(parseRouteGet(far)).toEqual({ interface: 'en0', gateway: '10.0.0.1', onLink: false })
  const link = '    gateway: link#6\n  interface: en0\n'
  expect(parseRouteGet(link)).toEqual({ interface: 'en0', onLink: true })
})

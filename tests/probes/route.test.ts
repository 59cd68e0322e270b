import { expect, test } from 'vitest'
import { findRoute, parseRouteGet } from '../../lib/probes/route.ts'

const signal = new AbortController().signal

test('loopback is reached by its own interface, without a router', async () => {
  expect(await findRoute('127.0.10.1', { signal })).toMatchObject({ onLink: true, interface: 'lo' })
})

test('what macOS prints of a neighbour and of a router is told apart', () => {
  const neighbour =
    '   route to: 10.0.0.7\ndestination: 10.0.0.7\n  interface: en0\n      flags: <UP,HOST,DONE>\n'
  expect(parseRouteGet(neighbour)).toEqual({ interface: 'en0', onLink: true })
  const far = '   route to: 1.1.1.1\n    gateway: 10.0.0.1\n  interface: en0\n'
  expect(parseRouteGet(far)).toEqual({ interface: 'en0', gateway: '10.0.0.1', onLink: false })
  const link = '    gateway: link#6\n  interface: en0\n'
  expect(parseRouteGet(link)).toEqual({ interface: 'en0', onLink: true })
})

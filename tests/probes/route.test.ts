import { describe, expect, test } from 'vitest'
import { findRoute } from '../../lib/probes/route.ts'
import { missingTools, testWith } from '../hosts/requirements.ts'
import { withTool } from './stand-in.ts'

const signal = new AbortController().signal
const isLinux = process.platform === 'linux'

describe('the route', () => {
  test('to loopback is its own interface, without a router', async () => {
    expect(await findRoute('127.0.10.1', { signal })).toMatchObject({
      onLink: true,
      interface: 'lo',
      interfaceCidr: '127.0.0.1/8',
    })
  })

  test('to IPv6 loopback, too', async () => {
    expect(await findRoute('::1', { signal })).toMatchObject({ onLink: true, interface: 'lo' })
  })

  test.runIf(isLinux).each([
    ['blackhole', 'RTNETLINK answers: Invalid argument', /^a blackhole route.*EINVAL/],
    ['prohibit', 'RTNETLINK answers: Permission denied', /prohibits.*EACCES/],
    ['unreachable', 'RTNETLINK answers: No route to host', /unreachable.*EHOSTUNREACH/],
    ['none', 'RTNETLINK answers: Network is unreachable', /^no route.*ENETUNREACH/],
  ])('that is %s is reported with a reason', async (_, said, words) => {
    const script = `echo '${said}' >&2; exit 2`
    expect(await withTool('ip', { script }, () => findRoute('10.0.0.7', { signal }))).toMatchObject(
      {
        failure: { kind: 'unreachable', detail: expect.stringMatching(words) },
      },
    )
  })

  test.runIf(isLinux).each([
    ['does not support the command', 'echo "ip: invalid argument -- get" >&2; exit 1'],
    ['is not permitted', 'echo "Cannot open netlink socket: Operation not permitted" >&2; exit 1'],
    ['prints nothing', 'exit 0'],
  ])('is read from the interfaces if `ip` %s', async (_, script) => {
    expect(
      await withTool('ip', { script }, () => findRoute('127.0.0.1', { signal })),
    ).toMatchObject({
      via: 'os interfaces',
      onLink: true,
      source: '127.0.0.1',
    })
  })

  testWith(missingTools('busybox'), 'is found by the `ip` of busybox', async () => {
    const script = 'exec busybox ip "$@"'
    expect(
      await withTool('ip', { script }, () => findRoute('127.0.0.1', { signal })),
    ).toMatchObject({
      via: 'ip route',
      interface: 'lo',
      onLink: true,
    })
  })

  test('to a name is unknown, because names are resolved before', async () => {
    expect(await findRoute('--help', { signal })).toMatchObject({ failure: { kind: 'dns' } })
  })

  test('is not judged if the run was stopped', async () => {
    const stopped = { signal: AbortSignal.abort() }
    expect(await findRoute('127.0.0.1', stopped)).toMatchObject({ failure: { kind: 'aborted' } })
  })
})

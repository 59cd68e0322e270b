import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePingOutput, refusalIn } from '../../lib/probes/ping-output.ts'

const iputils = `PING 10.247.162.71 (10.247.162.71) 56(84) bytes of data.
64 bytes from 10.247.162.71: icmp_seq=1 ttl=64 time=0.281 ms
64 bytes from 10.247.162.71: icmp_seq=2 ttl=64 time=0.104 ms
64 bytes from 10.247.162.71: icmp_seq=2 ttl=64 time=0.390 ms (DUP!)
64 bytes from 10.247.162.71: icmp_seq=4 ttl=64 time=12.0 ms

--- 10.247.162.71 ping statistics ---
4 packets transmitted, 3 received, +1 duplicates, 25% packet loss, time 612ms
rtt min/avg/max/mdev = 0.104/4.128/12.000/5.566 ms, pipe 4
`
const busybox = `PING 127.0.0.1 (127.0.0.1): 56 data bytes
64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.061 ms
64 bytes from 127.0.0.1: seq=1 ttl=64 time=0.111 ms

--- 127.0.0.1 ping statistics ---
2 packets transmitted, 2 packets received, 0% packet loss
round-trip min/avg/max = 0.061/0.086/0.111 ms
`
const macos = `PING 10.247.162.71 (10.247.162.71): 56 data bytes
64 bytes from 10.247.162.71: icmp_seq=0 ttl=64 time=2.123 ms
Request timeout for icmp_seq 1
64 bytes from 10.247.162.71: icmp_seq=2 ttl=64 time=1.877 ms

--- 10.247.162.71 ping statistics ---
3 packets transmitted, 2 packets received, 33.3% packet loss
round-trip min/avg/max/stddev = 1.877/2.000/2.123/0.123 ms
`
const inetutils = `PING 203.0.113.1 (203.0.113.1): 56 data bytes
64 bytes from 203.0.113.1: icmp_seq=0 ttl=64 time=0.045 ms
92 bytes from 10.0.0.1: Destination Host Unreachable
64 bytes from 203.0.113.1: icmp_seq=2 ttl=64 time=0.054 ms
--- 203.0.113.1 ping statistics ---
3 packets transmitted, 2 packets received, 33% packet loss
round-trip min/avg/max/stddev = 0.045/0.050/0.054/0.000 ms
`
const unreachable = `PING 10.247.162.99 (10.247.162.99) 56(84) bytes of data.
From 10.247.162.10 icmp_seq=1 Destination Host Unreachable
From 10.247.162.10 icmp_seq=2 Destination Host Unreachable

--- 10.247.162.99 ping statistics ---
3 packets transmitted, 0 received, +2 errors, 100% packet loss, time 2031ms
pipe 3
`

describe('the output of ping', () => {
  test('of iputils counts no duplicate reply, and has no time of a lost packet', () => {
    expect(parsePingOutput(iputils)).toMatchObject({
      sent: 4,
      received: 3,
      duplicates: 1,
      address: '10.247.162.71',
      rttsMs: [0.281, 0.104, 12],
    })
  })

  test('of busybox counts from sequence 0', () => {
    expect(parsePingOutput(busybox)).toMatchObject({ sent: 2, received: 2, rttsMs: [0.061, 0.111] })
  })

  test('of macOS is parsed', () => {
    expect(parsePingOutput(macos)).toMatchObject({ sent: 3, received: 2, rttsMs: [2.123, 1.877] })
  })

  test("of GNU inetutils does not count a router's reply as the host's", () => {
    expect(parsePingOutput(inetutils)).toMatchObject({
      sent: 3,
      received: 2,
      rttsMs: [0.045, 0.054],
      errors: [{ kind: 'unreachable', detail: 'Destination Host Unreachable' }],
    })
  })

  test('with replies of a router has its message, and no round trip', () => {
    expect(parsePingOutput(unreachable)).toMatchObject({
      sent: 3,
      received: 0,
      rttsMs: [],
      errors: [{ kind: 'unreachable', detail: 'Destination Host Unreachable' }],
    })
  })

  test('that is cut off before its summary still counts the replies', () => {
    const cut = iputils.slice(0, iputils.indexOf('\n\n---'))
    expect(parsePingOutput(cut)).toMatchObject({ sent: 4, received: 3 })
  })

  test('of busybox and macOS that is cut off counts from 0', () => {
    for (const whole of [busybox, macos]) {
      const cut = whole.slice(0, whole.indexOf('\n\n---'))
      expect(parsePingOutput(cut).sent).toBe(parsePingOutput(whole).sent)
    }
  })

  test('with payloads too small for a timestamp counts replies without a round trip', () => {
    const small = `PING 127.0.0.1 (127.0.0.1) 8(36) bytes of data.
16 bytes from 127.0.0.1: icmp_seq=1 ttl=64
16 bytes from 127.0.0.1: icmp_seq=2 ttl=64

--- 127.0.0.1 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time 1ms
`
    expect(parsePingOutput(small)).toMatchObject({ sent: 2, received: 2, rttsMs: [] })
  })

  test('with reordered replies is sorted in the order sent', () => {
    const reply = (sequence: number, ms: number) =>
      `64 bytes from 10.0.0.7: icmp_seq=${sequence} ttl=64 time=${ms} ms`
    const output = [reply(1, 1), reply(3, 3), reply(2, 200)].join('\n')
    expect(parsePingOutput(output).rttsMs).toEqual([1, 200, 3])
  })

  test('reads a time below a millisecond as one', () => {
    const output = '64 bytes from 10.0.0.7: icmp_seq=1 ttl=64 time<1 ms'
    expect(parsePingOutput(output).rttsMs).toEqual([1])
  })

  test("of IPv6 has a router's message and the interface of an address", () => {
    const output = `PING fe80::77%eth0(fe80::77%eth0) 56 data bytes
From fe80::1%eth0 icmp_seq=1 Destination unreachable: Address unreachable

--- fe80::77%eth0 ping statistics ---
1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
`
    expect(parsePingOutput(output)).toMatchObject({
      sent: 1,
      received: 0,
      address: 'fe80::77%eth0',
      errors: [{ kind: 'unreachable', detail: 'Destination unreachable: Address unreachable' }],
    })
  })

  test('lists each error of a router once', () => {
    const line = 'From 10.0.0.1 icmp_seq=1 Destination unreachable: Administratively prohibited'
    expect(parsePingOutput(`${line}\n${line}`).errors).toHaveLength(1)
  })

  test('that is something else is ignored', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { received, rttsMs } = parsePingOutput(text)
        expect(rttsMs.length).toBeLessThanOrEqual(received)
      }),
    )
  })
})

describe('a refusal of ping', () => {
  test.each([
    ['ping: socktype: SOCK_RAW\nping: socket: Operation not permitted', 'not_permitted'],
    ['ping: connect: Network is unreachable', 'unreachable'],
    ['ping: connect: No route to host', 'unreachable'],
    ['ping: connect: Invalid argument', 'unreachable'],
    ['ping: sendto: Invalid argument', 'unreachable'],
    ['ping: connect: Permission denied', 'unreachable'],
    ['ping: sendto: Permission denied', 'unreachable'],
    ['ping: permission denied (are you root?)', 'not_permitted'],
    ['ping: sendto: Host is down', 'unreachable'],
    ['ping: nowhere: Temporary failure in name resolution', 'dns'],
    ['ping: nowhere.invalid: Name or service not known', 'dns'],
    ["ping: bad address 'nowhere.invalid'", 'dns'],
    ['ping: cannot flood; minimal interval allowed for user is 2ms', 'not_permitted'],
  ])('%s', (stderr, kind) => {
    expect(refusalIn(stderr)?.kind).toBe(kind)
  })

  test('because of an unsupported argument gives no information about a route', () => {
    expect(refusalIn("ping: invalid argument: '0': out of range: 1 <= value")).toBeUndefined()
  })

  test('with an empty standard error is none', () => {
    expect(refusalIn('')).toBeUndefined()
  })
})

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
const unreachable = `PING 10.247.162.99 (10.247.162.99) 56(84) bytes of data.
From 10.247.162.10 icmp_seq=1 Destination Host Unreachable
From 10.247.162.10 icmp_seq=2 Destination Host Unreachable

--- 10.247.162.99 ping statistics ---
3 packets transmitted, 0 received, +2 errors, 100% packet loss, time 2031ms
pipe 3
`

describe('the output of ping', () => {
  test('of iputils: a duplicate is no second answer, a lost packet has no time', () => {
    expect(parsePingOutput(iputils)).toMatchObject({
      ...{ sent: 4, received: 3, duplicates: 1, address: '10.247.162.71' },
      rttsMs: [0.281, 0.104, 12],
    })
  })

  test('of busybox counts from sequence 0', () => {
    expect(parsePingOutput(busybox)).toMatchObject({ sent: 2, received: 2, rttsMs: [0.061, 0.111] })
  })

  test('of macOS', () => {
    expect(parsePingOutput(macos)).toMatchObject({ sent: 3, received: 2, rttsMs: [2.123, 1.877] })
  })

  test('with answers of a router names what it said, and no round trip', () => {
    expect(parsePingOutput(unreachable)).toMatchObject({
      ...{ sent: 3, received: 0, rttsMs: [] },
      errors: [{ kind: 'unreachable', detail: 'Destination Host Unreachable' }],
    })
  })

  test('cut off before its summary still counts what came back', () => {
    const cut = iputils.slice(0, iputils.indexOf('\n\n---'))
    expect(parsePingOutput(cut)).toMatchObject({ sent: 4, received: 3 })
  })

  test('that is no output of ping is read as nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { received, rttsMs } = parsePingOutput(text)
        expect(received).toBe(rttsMs.length)
      }),
    )
  })
})

describe('what ping refuses to do', () => {
  test.each([
    ['ping: socktype: SOCK_RAW\nping: socket: Operation not permitted', 'not_permitted'],
    ['ping: connect: Network is unreachable', 'unreachable'],
    ['ping: connect: No route to host', 'unreachable'],
    ['ping: connect: Invalid argument', 'unreachable'],
    ['ping: nowhere.invalid: Name or service not known', 'dns'],
    ["ping: bad address 'nowhere.invalid'", 'dns'],
    ['ping: cannot flood; minimal interval allowed for user is 2ms', 'not_permitted'],
  ])('%s', (stderr, kind) => {
    expect(refusalIn(stderr)?.kind).toBe(kind)
  })

  test('an empty standard error refuses nothing', () => {
    expect(refusalIn('')).toBeUndefined()
  })
})

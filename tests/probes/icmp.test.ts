import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pingHost } from '../../lib/probes/icmp.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { withTool } from './stand-in.ts'

const signal = new AbortController().signal

const ping = (options = {}) =>
  pingHost({
    host: '127.0.0.1',
    count: 3,
    intervalMs: 10,
    sizeBytes: 56,
    timeoutMs: 1_000,
    deadlineMs: 5_000,
    signal,
    ...options,
  })

describeWith(hasTool('ping') ? [] : ['ping'], 'a ping', () => {
  test('of this machine gets a reply for each packet', async () => {
    const result = await ping({ count: 10, intervalMs: 200 })
    expect(result).toMatchObject({ sent: 10, received: 10, address: '127.0.0.1', errors: [] })
    expect(result.rttsMs).toHaveLength(10)
    expect(result.failure).toBeUndefined()
  })

  test('supports IPv6', async () => {
    expect(await ping({ host: '::1' })).toMatchObject({ received: 3, address: '::1' })
  })

  test('of a name uses the requested address family', async () => {
    const result = await ping({ host: 'localhost', interfaceFamily: 4 })
    expect(result).toMatchObject({ received: 3, address: '127.0.0.1' })
  })

  test('that is too small for a timestamp gets replies as well', async () => {
    expect(await ping({ sizeBytes: 8 })).toMatchObject({ sent: 3, received: 3, rttsMs: [] })
  })

  test('of a name that does not exist sends nothing', async () => {
    expect(await ping({ host: 'nowhere.invalid' })).toMatchObject({
      sent: 0,
      failure: { kind: 'dns' },
    })
  })

  test('counts the replies until its deadline, and the losses until then', async () => {
    const result = await ping({ host: '127.0.0.1', count: 1_000, intervalMs: 20, deadlineMs: 500 })
    expect(result.received).toBeGreaterThan(0)
    expect(result.sent).toBeLessThan(1_000)
    expect(result.failure).toBeUndefined()
  })

  test('ends when the run is stopped', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    const startedMs = Date.now()
    const result = await ping({ count: 1_000, deadlineMs: 60_000, signal: stop.signal })
    expect(result.failure).toMatchObject({ kind: 'aborted' })
    expect(Date.now() - startedMs).toBeLessThan(1_500)
  })
})

describe('an unusual ping program', () => {
  test('never gets a host that looks like an option', async () => {
    const script = 'echo "PING it ran"; echo "1 packets transmitted, 1 received"'
    const result = await withTool('ping', { script }, () => ping({ host: '-f' }))
    expect(result).toMatchObject({ sent: 0, failure: { kind: 'dns' } })
  })

  test('that hangs and ignores signals is killed; the packets after its last reply are lost', async () => {
    const script = `trap '' INT
echo 'PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.'
echo '64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.020 ms'
exec sleep 60`
    const startedMs = Date.now()
    const result = await withTool('ping', { script }, () => ping({ count: 10, deadlineMs: 400 }))
    expect(result).toMatchObject({ sent: 10, received: 1, rttsMs: [0.02] })
    expect(Date.now() - startedMs).toBeLessThan(1_400)
  })

  test('that prints nothing until the deadline has an unknown number of packets', async () => {
    const result = await withTool('ping', { script: 'exec sleep 60' }, () =>
      ping({ deadlineMs: 200 }),
    )
    expect(result).toMatchObject({ sent: 0, failure: { kind: 'timed_out' } })
  })

  test.each([
    ['ping: socket: Operation not permitted', /Operation not permitted/],
    ['ping: cannot flood; minimal interval allowed for user is 200ms', /minimal interval/],
  ])('that prints "%s" is not permitted', async (said, words) => {
    const result = await withTool('ping', { script: `echo '${said}' >&2; exit 2` }, () => ping())
    expect(result).toMatchObject({
      sent: 0,
      failure: { kind: 'not_permitted', detail: expect.stringMatching(words) },
    })
  })

  test('that reports packets dropped by a firewall of this host has no network loss', async () => {
    const script = `echo 'ping: sendmsg: Operation not permitted' >&2
echo '3 packets transmitted, 0 received, 100% packet loss, time 20ms'; exit 1`
    const result = await withTool('ping', { script }, () => ping())
    expect(result).toMatchObject({ sent: 3, received: 0, failure: { kind: 'not_permitted' } })
  })

  test('that is missing is a missing tool', async () => {
    const path = process.env.PATH
    process.env.PATH = '/nowhere'
    // Debian's ping is not in the folders for administrators, which are searched as well.
    const result = await ping().finally(() => {
      process.env.PATH = path
    })
    expect(result).toMatchObject({ sent: 0, failure: { kind: 'missing_tool', code: 'ENOENT' } })
  })

  test('that is not executable is not permitted', async () => {
    const path = process.env.PATH
    const folder = await mkdtemp(join(tmpdir(), 'tool-'))
    await writeFile(join(folder, 'ping'), '')
    process.env.PATH = folder
    const result = await ping().finally(() => {
      process.env.PATH = path
    })
    await rm(folder, { recursive: true, force: true })
    expect(result).toMatchObject({ sent: 0, failure: { kind: 'not_permitted', code: 'EACCES' } })
  })
})

/** Like GNU inetutils 2.4: no option for the family, another program for IPv6, no fractions there. */
const inetutils = `case $1 in -4|-6)
  echo "ping: invalid option -- '\${1#-}'" >&2
  echo "Try 'ping --help' or 'ping --usage' for more information." >&2; exit 64 ;;
esac
for each; do host=$each; done`
const inetutilsReply = `echo "PING $host ($host): 56 data bytes"
echo "64 bytes from $host: icmp_seq=0 ttl=64 time=0.045 ms"
echo "--- $host ping statistics ---"
echo "1 packets transmitted, 1 packets received, 0% packet loss"
echo "round-trip min/avg/max/stddev = 0.045/0.045/0.045/0.000 ms"`

describe('the ping of GNU inetutils', () => {
  test('is called again without the option for the address family', async () => {
    const script = `${inetutils}\n${inetutilsReply}`
    const result = await withTool('ping', { script }, () => ping({ count: 1 }))
    expect(result).toMatchObject({ sent: 1, received: 1, rttsMs: [0.045], address: '127.0.0.1' })
    expect(result.failure).toBeUndefined()
  })

  test('is a separate program for IPv6', async () => {
    const script = `[ "$1" = -n ] || exit 64\nfor each; do host=$each; done\n${inetutilsReply}`
    const result = await withTool('ping', { script: inetutils }, () =>
      withTool('ping6', { script }, () => ping({ count: 1, host: '::1' })),
    )
    expect(result).toMatchObject({ sent: 1, received: 1, address: '::1' })
  })
})

describe('an option that ping does not support is a fault of this machine', () => {
  test.each([
    ['iputils', "ping: invalid option -- 'Z'\n\nUsage\n  ping [options] <destination>"],
    ['iputils', "ping: invalid argument: '0.0001': out of range: 0.002 <= value"],
    ['busybox', "ping: invalid option -- 'i'\nBusyBox v1.35.0 multi-call binary."],
    ['GNU inetutils', "ping: invalid value (\\`0.2' near \\`.2')"],
    ['macOS', 'ping: illegal option -- Z\nusage: ping [-AaDdfnoQqRrv] [-c count] host'],
    ['macOS', 'ping: invalid timing interval: `0.01x\\`'],
    ['another', 'ping: something that nobody has seen before'],
  ])('%s: %s', async (_, said) => {
    const script = `cat >&2 <<'END'\n${said}\nEND\nexit 2`
    const result = await withTool('ping', { script }, () => ping())
    expect(result).toMatchObject({ sent: 0, failure: { kind: 'missing_tool' } })
    expect(result.failure?.detail).toMatch(/^the `ping` of this machine does not (take|work)/)
  })
})

describeWith(hasTool('busybox') ? [] : ['busybox'], 'the ping of busybox', () => {
  const busybox = <T>(look: () => Promise<T>) =>
    withTool('ping', { script: 'exec busybox ping "$@"' }, look)

  test('is supported', async () => {
    const result = await busybox(() => ping())
    expect(result).toMatchObject({ sent: 3, received: 3, address: '127.0.0.1' })
    expect(result.rttsMs).toHaveLength(3)
  })

  test('of a name that does not exist sends nothing', async () => {
    expect(await busybox(() => ping({ host: 'nowhere.invalid' }))).toMatchObject({
      sent: 0,
      failure: { kind: 'dns' },
    })
  })
})

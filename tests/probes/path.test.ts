import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { probeMtu, probePath } from '../../lib/probes/path.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { withTool } from './stand-in.ts'

const signal = new AbortController().signal
const options = { host: '127.0.0.1', timeoutMs: 10_000, signal }
const missing = hasTool('ping') ? [] : ['ping']

describeWith(missing, 'the path to a host', () => {
  test.each(['127.0.0.1', '::1'])('to %s is one hop, with its time', async (host) => {
    expect(await probePath({ ...options, host, maxHops: 4 })).toMatchObject({
      reached: true,
      hops: [{ ttl: 1, address: host, rttMs: expect.any(Number) }],
    })
  })

  test('has the routers, with a gap for a silent one', async () => {
    // Replies like iputils: by the given time to live.
    const script = `while [ "$1" != -t ]; do shift; done
echo 'PING 10.0.3.7 (10.0.3.7) 56(84) bytes of data.'
case $2 in
1) echo 'From 10.0.1.1 icmp_seq=1 Time to live exceeded' ;;
3) echo '64 bytes from 10.0.3.7: icmp_seq=1 ttl=62 time=1.25 ms'; exit 0 ;;
esac
exit 1`
    const path = await withTool('ping', { script }, () =>
      probePath({ ...options, host: '10.0.3.7', maxHops: 9 }),
    )
    expect(path).toMatchObject({
      reached: true,
      hops: [{ address: '10.0.1.1' }, { ttl: 2 }, { address: '10.0.3.7', rttMs: 1.25 }],
    })
    expect(path.hops[1]?.address).toBeUndefined()
  })

  test('ends at a router that reports no route', async () => {
    const script = "echo 'From 10.0.1.1 icmp_seq=1 Destination Host Unreachable'; exit 1"
    const path = await withTool('ping', { script }, () => probePath({ ...options, maxHops: 9 }))
    expect(path).toMatchObject({ reached: false, hops: [], failure: { kind: 'unreachable' } })
  })

  test('ends at the deadline, not at the end of a ping', async () => {
    const startedMs = Date.now()
    const path = await withTool('ping', { script: 'exec sleep 60' }, () =>
      probePath({ ...options, timeoutMs: 300, maxHops: 9 }),
    )
    expect(path).toMatchObject({ reached: false, failure: { kind: 'timed_out' } })
    expect(Date.now() - startedMs).toBeLessThan(1_300)
  })

  test('ends when the run is stopped', async () => {
    const path = await probePath({ ...options, signal: AbortSignal.abort(), maxHops: 9 })
    expect(path).toMatchObject({ reached: false, hops: [], failure: { kind: 'aborted' } })
  })

  test('refuses a host that looks like an option', async () => {
    const path = await probePath({ ...options, host: '-f', maxHops: 9 })
    expect(path).toMatchObject({ reached: false, failure: { kind: 'dns' } })
  })
})

describeWith(missing, 'the largest packet on a path', () => {
  test.each([
    ['127.0.0.1', 65_535],
    ['::1', 65_535],
  ])('to %s over loopback is as large as a packet can be', async (host, mtuBytes) => {
    expect(await probeMtu({ ...options, host })).toMatchObject({ ok: true, mtuBytes })
  })

  /** A path for `mtu` bytes, with a reply if a packet is larger. */
  const way = (mtu: number, tooLong: string) => `while [ "$1" != -s ]; do shift; done
if [ $(($2 + 28)) -le ${mtu} ]; then
  echo '64 bytes from 10.0.3.7: icmp_seq=1 ttl=62 time=1.25 ms'; exit 0
fi
${tooLong}
exit 1`

  test.each([
    [
      'by the size that a router names',
      1_400,
      'From 10.0.1.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)',
    ],
    ['by bisection if no router reports it', 1_431, 'ping: sendto: Message too long'],
    ['by bisection if large packets are lost', 1_431, ''],
    ['above the usual size', 9_000, 'ping: local error: message too long, mtu=9000'],
  ])('is found %s', async (_, mtuBytes, said) => {
    const script = way(mtuBytes, `echo '${said}'`)
    const mtu = await withTool('ping', { script }, () =>
      probeMtu({ ...options, timeoutMs: 20_000 }),
    )
    expect(mtu).toMatchObject({ ok: true, mtuBytes })
  })

  test('that a router reports takes a few packets, not a search', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'calls-'))
    const script = `echo ping >> ${folder}/calls
${way(1_400, "echo 'From 10.0.1.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)'")}`
    await withTool('ping', { script }, () => probeMtu(options))
    const calls = await readFile(join(folder, 'calls'), 'utf8')
    await rm(folder, { recursive: true, force: true })
    expect(calls.trim().split('\n')).toHaveLength(4)
  })

  test('is unknown if the search could not be completed', async () => {
    const script = way(1_431, 'exec sleep 60')
    const startedMs = Date.now()
    const mtu = await withTool('ping', { script }, () => probeMtu({ ...options, timeoutMs: 700 }))
    expect(mtu).toMatchObject({ ok: false, failure: { kind: 'timed_out' } })
    expect(Date.now() - startedMs).toBeLessThan(1_700)
  })

  test('is unknown if the run was stopped in the middle', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 300)
    const mtu = await withTool('ping', { script: way(1_431, 'exec sleep 60') }, () =>
      probeMtu({ ...options, signal: stop.signal }),
    )
    expect(mtu).toMatchObject({ ok: false, failure: { kind: 'aborted' } })
  })

  test('is unknown if ping has no option for it', async () => {
    const script = `echo "ping: invalid option -- 'M'" >&2; exit 1`
    expect(await withTool('ping', { script }, () => probeMtu(options))).toMatchObject({
      ok: false,
      failure: { kind: 'missing_tool', detail: expect.stringContaining("invalid option -- 'M'") },
    })
  })
})

describeWith(hasTool('busybox') ? [] : ['busybox'], 'with the ping of busybox', () => {
  const script = 'exec busybox ping "$@"'

  test('finds the path, but not the largest packet', async () => {
    await withTool('ping', { script }, async () => {
      expect(await probePath({ ...options, maxHops: 4 })).toMatchObject({ reached: true })
      expect(await probeMtu(options)).toMatchObject({ failure: { kind: 'missing_tool' } })
    })
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearestName } from '../../lib/source/nearest-name.ts'

const metrics = [
  'packet_loss',
  'rtt.min',
  'rtt.avg',
  'rtt.max',
  'latency.avg',
  'latency.p95',
  'throughput',
  'success_rate',
  'slots_exceeded',
  'speedup',
]

test.each([
  ['rtt.average', 'rtt.avg'],
  ['rtt.maximum', 'rtt.max'],
  ['rtt_avg', 'rtt.avg'],
  ['RTT.Avg', 'rtt.avg'],
  ['rttAvg', 'rtt.avg'],
  ['packetloss', 'packet_loss'],
  ['packet-loss', 'packet_loss'],
  ['paket_los', 'packet_loss'],
  ['loss_packet', 'packet_loss'],
  ['latency', 'latency.avg'],
  ['p95', 'latency.p95'],
  ['latency.p95.ms', 'latency.p95'],
  ['latency.p59', 'latency.p95'],
  ['throughputs', 'throughput'],
  ['through', 'throughput'],
  ['sucess_rate', 'success_rate'],
  ['speed_up', 'speedup'],
])('%s is near %s', (name, expected) => {
  expect(nearestName(name, metrics)).toBe(expected)
})

test.each(['', '_', 'banana', 'x', 'completely_different', 'a'.repeat(5000)])(
  '%s is near nothing',
  (name) => {
    expect(nearestName(name, metrics)).toBeUndefined()
  },
)

test('short names allow one mistake, and swapped letters are one', () => {
  expect(nearestName('tpc', ['icmp', 'tcp'])).toBe('tcp')
  expect(nearestName('pign', ['http', 'ping'])).toBe('ping')
  expect(nearestName('dns', ['tcp', 'tls'])).toBeUndefined()
  expect(nearestName('ab', ['cd', 'xb'])).toBeUndefined()
})

test('the first of equally near names wins, and there is none without names', () => {
  expect(nearestName('rtt.mox', ['rtt.max', 'rtt.mix'])).toBe('rtt.max')
  expect(nearestName('rtt', [])).toBeUndefined()
})

test('an exact name is its own nearest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 100 }), { minLength: 1 }),
      fc.nat(),
      (names, index) => {
        const name = names[index % names.length] ?? ''
        expect(nearestName(name, names)).toBe(name === '' ? undefined : name)
      },
    ),
  )
})

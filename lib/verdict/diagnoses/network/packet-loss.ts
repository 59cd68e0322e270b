import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { addressOf } from '../evidence/failed-evidence.ts'

/** Packets get lost, some or all. */
export function packetLoss(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const { check, metrics, subject } = measurement
  const loss = metrics.packet_loss
  const isByTcp = metrics.method === 'tcp'
  const isBound = missed.some(({ metric }) => metric.startsWith('packet_loss.'))
  if (check !== 'ping' || typeof loss !== 'number' || (loss === 0 && !isBound)) return undefined
  if (loss === 0) return tooFewPackets(subject.name)
  if (loss === 100) {
    return {
      code: 'total_packet_loss',
      symptom: isByTcp
        ? `no TCP connect to ${addressOf(measurement)} succeeded`
        : `no packet to ${subject.host} came back`,
      cause: `${subject.name} is off or at another address, or a firewall drops ${isByTcp ? `port ${subject.port}` : 'everything to it'}`,
      remedy: [
        `check that the machine is on, that its server runs, and that ${subject.host} is its address`,
        'check the firewall on the worker and on the path; then cable, switch port, Wi-Fi',
      ],
    }
  }
  return {
    code: 'packet_loss',
    symptom: `${loss.toFixed(1)}% of the packets to ${subject.host} are lost`,
    cause: `a bad cable, a switch port or Wi-Fi on the path to ${subject.name}${isByTcp ? ', or its server accepts connections too slowly' : ''}`,
    remedy: [
      'connect the worker by Ethernet instead of Wi-Fi, and try another cable and switch port',
      isByTcp
        ? 'watch it over time: `ping: { count: 100 }`, and by ICMP where `ping` is installed'
        : `watch it over time: \`ping -c 100 ${subject.host}\``,
    ],
  }
}

function tooFewPackets(name: string): Diagnosis {
  return {
    code: 'sample_too_small',
    symptom: `no packet to ${name} was lost, but too few were sent to prove the bound`,
    cause:
      'the sample is too small: n packets without a loss only bound the loss below about 3/n (95%)',
    remedy: ['raise `count`: 300 packets without a loss prove less than 1%'],
  }
}

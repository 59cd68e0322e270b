import { beforeAll, describe, test, expect as vitestExpect } from 'vitest'
import { expect } from '../../lib/index.ts'
import { matchers } from '../../lib/matchers.ts'
import type { MeasurementOf } from '../../lib/vitest/cluster-handle.ts'

beforeAll(() => vitestExpect.extend(matchers))

function ping(metrics: MeasurementOf<'ping'>['metrics']): MeasurementOf<'ping'> {
  const subject = { name: 'mac-1', host: '10.0.0.1' }
  return { check: 'ping', subject, metrics, evidence: [], notes: [], startedAt: '', durationMs: 1 }
}

const healthy = ping({ packet_loss: 0, 'rtt.avg': 2 })
const lossy = ping({ packet_loss: 30, 'rtt.avg': 2 })
const unmeasured = ping({})

/** The message with which an expectation fails. */
function messageOf(expectation: () => void): string {
  try {
    expectation()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('`toMeet`', () => {
  test('takes what meets every condition, in the language of the specs', () => {
    expect(healthy).toMeet({ packet_loss: '0%', 'rtt.avg': ['< 10ms', '> 1ms'] })
  })

  test('fails with measurement, cause and remedy', () => {
    const message = messageOf(() => expect(lossy).toMeet({ packet_loss: '0%' }))
    vitestExpect(message).toMatch(
      /packet_loss: 30% is not 0%[\s\S]*mac-1[\s\S]*cause: a bad cable[\s\S]*remedy/,
    )
  })

  test('`not` fails where the conditions are met', () => {
    expect(lossy).not.toMeet({ packet_loss: '0%' })
    vitestExpect(messageOf(() => expect(healthy).not.toMeet({ packet_loss: '0%' }))).toContain(
      'packet_loss: 0% meets 0%',
    )
  })

  test('no data meets no condition, nor its opposite', () => {
    vitestExpect(messageOf(() => expect(unmeasured).toMeet({ packet_loss: '0%' }))).toContain(
      'no data',
    )
    vitestExpect(messageOf(() => expect(unmeasured).not.toMeet({ packet_loss: '0%' }))).toContain(
      'no data',
    )
  })

  test('what the sample does not decide meets no condition, nor its opposite', () => {
    const interval = { low: 0, high: 26, confidence: 0.95 }
    const open = { ...healthy, intervals: { packet_loss: interval } }
    vitestExpect(messageOf(() => expect(open).toMeet({ packet_loss: '< 5%' }))).toContain(
      'packet_loss: inconclusive: 0% (0% to 26% at 95%) straddles < 5%',
    )
    vitestExpect(messageOf(() => expect(open).not.toMeet({ packet_loss: '< 5%' }))).toContain(
      'inconclusive',
    )
  })

  test.each([
    [
      'a metric that the check lacks',
      { connect_time: '< 1s' },
      /unknown metric `connect_time` of `ping`/,
    ],
    ['a condition of another dimension', { packet_loss: '< 10ms' }, /`packet_loss`: .*duration/],
  ])('refuses %s', (_, conditions, message) => {
    vitestExpect(messageOf(() => expect(healthy).toMeet(conditions as never))).toMatch(message)
  })

  test('refuses what is no measurement', () => {
    vitestExpect(messageOf(() => expect(3 as never).toMeet({} as never))).toContain(
      'no measurement',
    )
  })
})

describe('the named matchers', () => {
  test('say what they mean', () => {
    expect(healthy).toHaveNoPacketLoss()
    expect(lossy).not.toHaveNoPacketLoss()
    expect(healthy).toAnswerWithin('10ms')
    expect(healthy).not.toAnswerWithin('1ms')
  })

  test('know which checks they are for', () => {
    vitestExpect(messageOf(() => expect(healthy).toServeItsModel())).toBe(
      'toServeItsModel is for measurements of model, not of ping',
    )
  })
})

test('the matchers work under any runner that takes Jest matchers', () => {
  vitestExpect(
    matchers.toMeet.call({ isNot: false }, healthy, { packet_loss: '0%' }),
  ).toMatchObject({ pass: true })
})

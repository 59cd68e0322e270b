import { beforeAll, describe, test, expect as vitestExpect } from 'vitest'
import { expect } from '../../lib/index.ts'
import type { MeasurementOf } from '../../lib/matchers/typed-matchers.ts'
import { matchers } from '../../lib/matchers.ts'
import type { Measurement } from '../../lib/record/measurement.ts'

beforeAll(() => vitestExpect.extend(matchers))

function ping(metrics: MeasurementOf<'ping'>['metrics']): MeasurementOf<'ping'> {
  const subject = { name: 'mac-1', host: '10.0.0.1' }
  return { check: 'ping', subject, metrics, evidence: [], notes: [], startedAt: '', durationMs: 1 }
}

function benchmark(metrics: Measurement['metrics']): MeasurementOf<'benchmark'> {
  return { ...ping({}), check: 'benchmark', subject: { name: 'cluster' }, metrics }
}

const ladder = benchmark({
  success_rate: 100,
  'baseline.success_rate': 100,
  'speedup{concurrency=5}': 1.04,
  'speedup{concurrency=15}': 2.7,
})

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
  test('passes if every condition is met, in the language of the specs', () => {
    expect(healthy).toMeet({ packet_loss: '0%', 'rtt.avg': ['< 10ms', '> 1ms'] })
  })

  test('fails with measurement, cause and remedy', () => {
    const message = messageOf(() => expect(lossy).toMeet({ packet_loss: '0%' }))
    vitestExpect(message).toMatch(
      /packet_loss: 30% is not 0%[\s\S]*mac-1[\s\S]*cause: a bad cable[\s\S]*remedy/,
    )
  })

  test('`not` fails if the conditions are met', () => {
    expect(lossy).not.toMeet({ packet_loss: '0%' })
    vitestExpect(messageOf(() => expect(healthy).not.toMeet({ packet_loss: '0%' }))).toContain(
      'packet_loss: 0% meets 0%',
    )
  })

  test('no data meets neither a condition nor its opposite', () => {
    vitestExpect(messageOf(() => expect(unmeasured).toMeet({ packet_loss: '0%' }))).toContain(
      'no data',
    )
    vitestExpect(messageOf(() => expect(unmeasured).not.toMeet({ packet_loss: '0%' }))).toContain(
      'no data',
    )
  })

  test('an undecided sample meets neither a condition nor its opposite', () => {
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

  test('refuses a value that is not a measurement', () => {
    vitestExpect(messageOf(() => expect(3 as never).toMeet({} as never))).toContain(
      'no measurement',
    )
  })
})

describe('`toMeet` at a level', () => {
  test('checks that level only, or all of them without a level', () => {
    expect(ladder).toMeet({ speedup: '>= 2.5x' }, { at: { concurrency: 15 } })
    expect(ladder).not.toMeet({ speedup: '>= 2.5x' })
    expect(ladder).not.toMeet({ speedup: '>= 2.5x' }, { at: { concurrency: 5 } })
  })

  test('accepts percentages with their unit', () => {
    const open = benchmark({
      'open_loop.success_rate{concurrency=15,load=90}': 100,
      'open_loop.latency.p99{concurrency=15,load=90}': 20,
    })
    expect(open).toMeet({ 'open_loop.latency.p99': '< 1s' }, { at: { load: '90%' } })
  })

  test('reports which level was missed, and which was met', () => {
    const at = { concurrency: 15 }
    vitestExpect(messageOf(() => expect(ladder).toMeet({ speedup: '>= 3x' }, { at }))).toMatch(
      /^speedup at concurrency 15: 2\.7x is not >= 3x/,
    )
    vitestExpect(messageOf(() => expect(ladder).toMeet({ speedup: '>= 3x' }))).toMatch(
      /^speedup: at concurrency 5: 1\.04x is not >= 3x; at concurrency 15: 2\.7x is not >= 3x/,
    )
    vitestExpect(messageOf(() => expect(ladder).not.toMeet({ speedup: '> 1x' }, { at }))).toContain(
      'speedup at concurrency 15: 2.7x meets > 1x',
    )
  })

  test('that was not measured is no data, which meets nothing', () => {
    const at = { concurrency: 50 }
    const reported =
      /^speedup at concurrency 50: no data: it was measured at concurrency 5 and 15 only/
    vitestExpect(messageOf(() => expect(ladder).toMeet({ speedup: '> 1x' }, { at }))).toMatch(
      reported,
    )
    vitestExpect(messageOf(() => expect(ladder).not.toMeet({ speedup: '> 1x' }, { at }))).toMatch(
      reported,
    )
  })

  test('of a measurement that is unfit is neither met nor missed', () => {
    const unfit = { ...ladder, unfit: ['the load generator was the limit'] }
    const at = { concurrency: 15 }
    for (const matcher of [expect(unfit), expect(unfit).not]) {
      vitestExpect(messageOf(() => matcher.toMeet({ speedup: '> 1x' }, { at }))).toMatch(
        /^not judged: the load generator was the limit\n/,
      )
    }
  })

  test.each<[string, object, string]>([
    [
      'an unknown label',
      { concurency: 15 },
      'unknown label `concurency` of `benchmark`; it has concurrency, workers, load',
    ],
    [
      'a value of another type',
      { concurrency: '15' },
      '`concurrency`: `15` is not a whole number; expected a whole number such as `15`',
    ],
    ['no label', {}, '`at` names no level'],
  ])('refuses %s', (_, at, message) => {
    vitestExpect(
      messageOf(() => expect(ladder).toMeet({ speedup: '> 1x' }, { at: at as never })),
    ).toBe(message)
  })

  test('refuses a check that has a single level', () => {
    const at = { concurrency: 15 } as never
    const resolved = {
      ...healthy,
      check: 'dns',
      metrics: { resolves: true },
    } as MeasurementOf<'dns'>
    vitestExpect(messageOf(() => expect(resolved).toMeet({ resolves: true }, { at }))).toBe(
      '`dns` does not measure at levels: no `at`',
    )
  })
})

describe('`toReachSpeedup`', () => {
  test('holds at the given level, or at every one', () => {
    expect(ladder).toReachSpeedup({ atLeast: '2.5x', at: { concurrency: 15 } })
    expect(ladder).toReachSpeedup({ atLeast: '1x' })
    expect(ladder).not.toReachSpeedup({ atLeast: '2.5x' })
  })

  test('reports the speedup that was reached', () => {
    vitestExpect(
      messageOf(() => expect(ladder).toReachSpeedup({ atLeast: '2.5x', at: { concurrency: 5 } })),
    ).toMatch(/^speedup at concurrency 5: 1\.04x is not >= 2\.5x/)
  })

  test('refuses an invalid multiplier', () => {
    vitestExpect(messageOf(() => expect(ladder).toReachSpeedup({ atLeast: '2.5s' }))).toMatch(
      /^`speedup`: .*duration/,
    )
  })

  test('accepts benchmarks only', () => {
    vitestExpect(messageOf(() => expect(healthy).toReachSpeedup({ atLeast: '2x' }))).toBe(
      'toReachSpeedup is for measurements of benchmark, not of ping',
    )
  })
})

describe('the named matchers', () => {
  test('have readable messages', () => {
    expect(healthy).toHaveNoPacketLoss()
    expect(lossy).not.toHaveNoPacketLoss()
    expect(healthy).toRespondWithin('10ms')
    expect(healthy).not.toRespondWithin('1ms')
  })

  test('refuse measurements of other checks', () => {
    vitestExpect(messageOf(() => expect(healthy).toServeItsModel())).toBe(
      'toServeItsModel is for measurements of model, not of ping',
    )
  })
})

test('the matchers work in any runner that accepts Jest matchers', () => {
  vitestExpect(
    matchers.toMeet.call({ isNot: false }, healthy, { packet_loss: '0%' }),
  ).toMatchObject({ pass: true })
})

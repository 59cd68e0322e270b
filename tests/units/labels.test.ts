import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  hasLabels,
  type Labels,
  labelled,
  labelsInWords,
  levelsInWords,
  readLabelled,
} from '../../lib/units/labels.ts'

const awkward = ['90%', '15', '', '\u0085,', '"\\', 'a=b,c=d', '{}', 'NaN']

describe('the key of a labelled metric', () => {
  test('has its labels sorted by name, so that the same level has the same key', () => {
    const labels = { workers: 3, concurrency: 15 }
    expect(labelled('throughput', labels)).toBe('throughput{concurrency=15,workers=3}')
    expect(labelled('throughput', {})).toBe('throughput')
  })

  test('is read back as it was written, whatever the values', () => {
    const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/)
    const number = fc.double().map((value) => value + 0)
    const value = fc.oneof(
      number,
      fc.integer().map(String),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...awkward),
    )
    fc.assert(
      fc.property(fc.dictionary(name, value), (written) => {
        const labels: Labels = { ...written }
        const key = labelled('share.mac-1', labels)
        expect(readLabelled(key)).toEqual({ metric: 'share.mac-1', labels })
      }),
    )
  })

  test('distinguishes a number from a text that looks like one', () => {
    expect(readLabelled('rate{a=15,b="15",c=fast}').labels).toEqual({ a: 15, b: '15', c: 'fast' })
  })

  test.each(['json.items{0}', 'json.{a}', 'json.a{b="\\x"}', 'json.a{b=c}d', 'latency.p99.9'])(
    '%s is the name of a metric without labels',
    (key) => {
      expect(readLabelled(key)).toEqual({ metric: key, labels: {} })
    },
  )
})

test('a metric has given labels if it has all of these, and maybe more', () => {
  const labels = { concurrency: 15, workers: 3 }
  expect(hasLabels(labels, {})).toBe(true)
  expect(hasLabels(labels, { workers: 3 })).toBe(true)
  expect(hasLabels(labels, { workers: 1 })).toBe(false)
  expect(hasLabels(labels, { workers: 3, load: 90 })).toBe(false)
  expect(hasLabels({}, { constructor: 1 } as unknown as Labels)).toBe(false)
})

describe('the words for levels', () => {
  test('have the labels one after the other', () => {
    expect(labelsInWords({ concurrency: 15, workers: 3 })).toBe('concurrency 15, workers 3')
  })

  test.each<[readonly Labels[], string]>([
    [[{ concurrency: 1 }], 'concurrency 1'],
    [[{ concurrency: 1 }, { concurrency: 5 }], 'concurrency 1 and 5'],
    [[{ concurrency: 1 }, { concurrency: 5 }, { concurrency: 15 }], 'concurrency 1, 5 and 15'],
    [
      [
        { concurrency: 5, workers: 1 },
        { concurrency: 5, workers: 3 },
      ],
      '(concurrency 5, workers 1) and (concurrency 5, workers 3)',
    ],
    [[{ model: 'small' }, { model: 'large' }], 'model small and large'],
  ])('for %j are %s', (levels, words) => {
    expect(levelsInWords(levels)).toBe(words)
  })

  test('for many levels are their number', () => {
    const levels = Array.from({ length: 20 }, (_, index) => ({ concurrency: index + 1 }))
    expect(levelsInWords(levels)).toBe('concurrency 1, 2, 3, 4, 5, 6, 7, 8 and 12 more')
    expect(levelsInWords(levels.slice(0, 9))).toBe('concurrency 1, 2, 3, 4, 5, 6, 7, 8 and 9')
  })
})

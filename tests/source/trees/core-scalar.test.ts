import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { coreScalar } from '../../../lib/source/trees/core-scalar.ts'

test('scalars are read as YAML reads them', () => {
  const scalar = fc.oneof(
    fc.stringMatching(/^[-+.0-9eExXo_a-f]{0,8}$/),
    fc.constantFrom(
      '~',
      'null',
      'NULL',
      'nUll',
      'true',
      'False',
      'TRUE',
      'yes',
      '.inf',
      '.nan',
      '1e999',
      '0o17',
      '0xff',
      '9007199254740993',
      '-0',
      '+1',
      '1.',
      '.5',
      '1e3',
      '-0x1',
    ),
  )
  fc.assert(
    fc.property(scalar, (text) => {
      const read: unknown =
        text.startsWith('-') && text.length === 1 ? text : (parse(`[${text}]`)[0] ?? null)
      const isUnsound =
        typeof read === 'number' &&
        (!Number.isFinite(read) || (/^[-+]?\d+$|^0[xo]/.test(text) && !Number.isSafeInteger(read)))
      expect(coreScalar(text)).toEqual(isUnsound ? text : read)
    }),
    { numRuns: 3000 },
  )
})

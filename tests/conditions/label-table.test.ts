import { describe, expect, test } from 'vitest'
import { type LabelType, parseLabel } from '../../lib/conditions/label-table.ts'

describe('the value of a label', () => {
  test.each<[unknown, LabelType, number | string]>([
    [15, 'integer', 15],
    ['90%', 'percentage', 90],
    ['33.3 %', 'percentage', 33.3],
    ['small', 'text', 'small'],
  ])('%j as %s is %j', (written, type, value) => {
    expect(parseLabel(written, type)).toEqual({ ok: true, value })
  })

  test.each<[unknown, LabelType, string]>([
    ['15', 'integer', '`15` is not a whole number'],
    [1.5, 'integer', '`1.5` is not a whole number'],
    [[1, 5], 'integer', 'this value is not a whole number'],
    [undefined, 'integer', '`undefined` is not a whole number'],
    [90, 'percentage', '`90` is not a percentage'],
    ['90ms', 'percentage', '`90ms` is a duration, not a percentage'],
    [7, 'text', '`7` is not a text'],
    ['', 'text', '`` is not a text'],
  ])('%j is refused as %s', (written, type, message) => {
    expect(parseLabel(written, type)).toMatchObject({ ok: false, message })
  })
})

import { parseQuantity } from '../units/quantity.ts'
import { type Rejection, reject } from '../units/rejection.ts'

/** The types of a label's value in `at`. */
export type LabelType = 'integer' | 'percentage' | 'text'

/** The labels of a check that measures at several levels, by name. */
export type LabelTable = Readonly<Record<string, LabelType>>

export type LabelResult = { readonly ok: true; readonly value: number | string } | Rejection

/** Reads the value of a label in the form of measurements: a percentage becomes its number of points. */
export function parseLabel(written: unknown, type: LabelType): LabelResult {
  const shown = typeof written === 'object' ? 'this value' : `\`${String(written)}\``
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(written)
        ? { ok: true, value: written as number }
        : reject(`${shown} is not a whole number`, 'a whole number such as `15`')
    case 'percentage':
      return typeof written === 'string'
        ? parseQuantity(written, 'percentage')
        : reject(`${shown} is not a percentage`, 'a percentage such as `90%`')
    case 'text':
      return typeof written === 'string' && written !== ''
        ? { ok: true, value: written }
        : reject(`${shown} is not a text`, 'a text')
  }
}

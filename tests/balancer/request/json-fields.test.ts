import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonFields } from '../../../lib/balancer/request/json-fields.ts'

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe('the fields of a JSON object', () => {
  test('have the values that JSON.parse returns, however the text is formatted', () => {
    const written = fc
      .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'))
      .map(([value, indent]) => ({ value, text: JSON.stringify(value, null, indent) }))
    fc.assert(
      fc.property(written, ({ value, text }) => {
        // A long one is not parsed as a whole.
        for (const body of [text, text + ' '.repeat(20_000)]) {
          const fields = JsonFields.read(body)
          expect({ ...fields?.values }).toEqual({ ...JSON.parse(JSON.stringify(value)) })
        }
      }),
    )
  })

  test('are found or not, and never throw, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.string(), (bytes, text) => {
        const bodies = [bytes, `{${text}`, `{"a":${text}}`, `{"${text}":1}`]
        const long = bodies.map((body) =>
          Buffer.concat([Buffer.from(body), Buffer.alloc(20_000, ' ')]),
        )
        for (const body of [...bodies, ...long]) {
          const values = JsonFields.read(body)?.values ?? {}
          for (const name of Object.keys(values)) expect(() => values[name]).not.toThrow()
        }
      }),
    )
  })

  test.each(['', '[]', '"a"', '{', '{"a":1', '{"a":1,}', '{"a"}', '{a:1}', '{} {}', '{"a":"\\"}'])(
    'are absent in %s',
    (text) => {
      expect(JsonFields.read(text)).toBeUndefined()
    },
  )

  test('may be nested arbitrarily deep', () => {
    const fields = JsonFields.read(`{"a":${deep(1_000_000)},"model":"m"}`)
    expect(fields?.values.model).toBe('m')
    const changed = fields?.with({ model: 'n' }).toString()
    expect(changed).toBe(`{"a":${deep(1_000_000)},"model":"n"}`)
  })

  test('are changed, added and removed, and the rest stays unchanged', () => {
    const fields = JsonFields.read('{ "a": 1.0, "b":[1 , 2], "c":3,"c":4 }')
    const changed = fields?.with({ b: undefined, c: 5, d: 'x' }).toString()
    expect(changed).toBe('{"a": 1.0,"c":5,"d":"x"}')
  })

  test('give the first items of a list unchanged', () => {
    const fields = JsonFields.read('{"m":[ {"role":"system"} , [1,"]"],3],"n":[],"o":5}')
    expect(fields?.itemsOf('m', 2)).toEqual(['{"role":"system"}', '[1,"]"]'])
    expect(fields?.itemsOf('n', 2)).toEqual([])
    expect(fields?.itemsOf('o', 2)).toBeUndefined()
  })
})

import { describe, expect, test } from 'vitest'
import { readJsonBody } from '../../../lib/checks/kit/json-body.ts'
import { jsonMetrics, whyNoJson } from '../../../lib/checks/kit/json-metrics.ts'
import { evaluateCondition } from '../../../lib/conditions/evaluate-condition.ts'
import { parseSource } from '../../../lib/source/document.ts'
import { readExpectations } from '../../../lib/spec/read-expectations.ts'
import type { MetricTable } from '../../../lib/units/dimension.ts'

const metrics: MetricTable = { 'json.*': { dimension: 'any', description: 'A value of the body.' } }

/** The result of a condition, as in YAML, on the value of a JSON body. */
function outcomeOf(value: string, condition: string): string {
  const document = parseSource(`expect:\n  json.v: ${condition}\n`, '/p/specs/network/a.spec.yaml')
  const { expect: block } = document.value as { expect: unknown }
  const asked = { check: 'http', metrics, options: {} }
  const { expectations, problems } = readExpectations(document, ['expect'], block, asked)
  if (problems[0]) return problems[0].message
  const [expectation] = expectations
  if (!expectation || !('condition' in expectation)) throw new Error('no condition was read')
  const measured = jsonMetrics(readJsonBody(`{ "v": ${value} }`), ['json.v'])
  return evaluateCondition(expectation.condition, measured['json.v']).outcome
}

describe('null, the empty text and texts that look like values are distinguished', () => {
  test.each([
    ['null', 'null', 'met'],
    ['null', '~', 'met'],
    ['null', '"== null"', 'met'],
    ['null', '"!= null"', 'missed'],
    ['null', '"null"', 'missed'],
    ['null', '""', 'missed'],
    ['null', 'one of [null, a]', 'met'],
    ['"null"', 'null', 'missed'],
    ['"null"', '"null"', 'met'],
    ['"null"', '"!= null"', 'met'],
    ['"null"', 'one of ["null", a]', 'met'],
    ['"null"', 'one of [null, a]', 'missed'],
    ['"\\"null\\""', '"null"', 'missed'],
    ['5', '"!= null"', 'met'],
    ['false', '"!= null"', 'met'],
    ['""', '""', 'met'],
    ['""', "''", 'met'],
    ['""', 'null', 'missed'],
    ['" "', '""', 'missed'],
    ['"a"', '""', 'missed'],
    ['""', '"!= null"', 'met'],
    ['"a"', '" a"', 'missed'],
    ['" a"', '" a"', 'met'],
    ['true', '"true"', 'missed'],
    ['"true"', '"true"', 'met'],
    ['true', 'true', 'met'],
    ['"007"', '"007"', 'met'],
    ['7', '"007"', 'missed'],
    ['"7"', '7', 'missed'],
    ['1', '', 'missing condition'],
  ])('the value %s under the condition %s', (value, condition, outcome) => {
    expect(outcomeOf(value, condition)).toMatch(new RegExp(`${outcome}$`))
  })

  test('an absent member is no data, not null', () => {
    expect(jsonMetrics(readJsonBody('{}'), ['json.v'])).toEqual({ 'json.v': undefined })
  })
})

describe('a number beyond the precision of a double is compared by its digits', () => {
  test.each([
    ['12345678901234567890', '"12345678901234567890"', 'met'],
    ['12345678901234567890', '"12345678901234567891"', 'missed'],
    ['12345678901234567890', '"12345678901234567000"', 'missed'],
    ['12345678901234567890', '"> 5"', 'missed'],
    ['9007199254740993', '"9007199254740993"', 'met'],
    ['9007199254740993', '"9007199254740992"', 'missed'],
    ['-9007199254740993', '"-9007199254740993"', 'met'],
    ['9007199254740991', '9007199254740991', 'met'],
    ['1e400', '"> 10"', 'missed'],
    ['-1e400', '"< 10"', 'missed'],
    ['1e3', '1000', 'met'],
    ['0.1', '0.1', 'met'],
    ['"12345678901234567890"', '"12345678901234567890"', 'met'],
    ['"#12345678901234567890"', '"#12345678901234567890"', 'met'],
    ['"a 12345678901234567890 \\" 1e999"', 'contains "a 12345678901234567890"', 'missed'],
    ['"a 12345678901234567890"', 'contains a 12345678901234567890', 'met'],
  ])('the number %s under the condition %s', (value, condition, outcome) => {
    expect(outcomeOf(value, condition)).toBe(outcome)
  })

  test('in a list as well', () => {
    const list = jsonMetrics(readJsonBody('[12345678901234567890, 1, "a"]'), undefined)
    expect(list['json.[0]']).toBe('12345678901234567890')
    expect(jsonMetrics(readJsonBody('{"v":[12345678901234567890, 1]}'), ['json.v'])).toEqual({
      'json.v': ['12345678901234567890', '1'],
    })
  })
})

describe('a body that is not valid JSON is reported with the position', () => {
  test.each([
    ['{"a": 1,\n  "b": oops}', 'is not valid JSON at line 2, column 8 (not a valid JSON value)'],
    ['<html>hi</html>', 'is a page, not JSON'],
    [' \n', 'is empty, not JSON'],
    ['{"a": 1', 'is not valid JSON at line 1, column 1 (this { is never closed)'],
  ])('%j', (body, problem) => {
    expect(whyNoJson(readJsonBody(body), ['json.a'])).toBe(problem)
    expect(whyNoJson(readJsonBody(body), ['status'])).toBeUndefined()
  })

  test('valid JSON has no such problem', () => {
    expect(whyNoJson(readJsonBody('{"a": 12345678901234567890}'), ['json.a'])).toBeUndefined()
  })
})

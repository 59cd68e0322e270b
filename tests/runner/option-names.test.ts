import { describe, expect, test } from 'vitest'
import { optionsOfCall } from '../../lib/runner/option-defaults.ts'
import { toYamlNames } from '../../lib/runner/option-names.ts'

describe('options of a call in TypeScript', () => {
  test('camelCase names become the names of YAML at any depth', () => {
    const options = {
      maxTokens: 64,
      compare: [{ openLoop: true }],
      workload: { prompts: ['a'], maxCompletionTokens: 5 },
    }
    expect(toYamlNames('load', options)).toEqual({
      max_tokens: 64,
      compare: [{ open_loop: true }],
      workload: { prompts: ['a'], max_completion_tokens: 5 },
    })
  })

  test('keys of headers and JSON bodies keep their spelling', () => {
    const own = {
      headers: { maxTokens: 'a', max_tokens: 'b' },
      json: { maxTokens: { maxTime: 1 } },
    }
    expect(toYamlNames('http', own)).toEqual(own)
  })

  test('an option is filled in with its default under the name of YAML', () => {
    expect(optionsOfCall('http', { maxBodyBytes: 10 })).toMatchObject({
      max_body_bytes: 10,
      method: 'GET',
      timeout: '10s',
    })
  })

  test.each<[string, object, string]>([
    [
      'the name of YAML',
      { max_body_bytes: 10 },
      'http: unknown key `max_body_bytes`\n  in TypeScript it is `maxBodyBytes`',
    ],
    ['a misspelled name', { maxBodyByte: 10 }, 'did you mean `maxBodyBytes`?'],
    ['a value of another type', { maxBodyBytes: 'ten' }, 'http: `maxBodyBytes` is text "ten"'],
  ])('%s is refused with the spelling of TypeScript', (_, options, words) => {
    const call = () => optionsOfCall('http', options)
    expect(call).toThrow(TypeError)
    expect(call).toThrow(words)
  })
})

import { expect, test } from 'vitest'
import { affinityKeyOf } from '../../../lib/balancer/request/affinity-key.ts'
import { JsonFields } from '../../../lib/balancer/request/json-fields.ts'

const keyOf = (body: object, headers: string[] = []) =>
  affinityKeyOf(headers, JsonFields.read(JSON.stringify(body)))
const turn = (role: string, content: string) => ({ role, content })

test('a session that the caller names is the affinity key', () => {
  expect(keyOf({ user: 'u', session_id: 's' }, ['x-session-id', 'h'])).toBe('h')
  expect(keyOf({ user: 'u', session_id: 's' })).toBe('s')
  expect(keyOf({ user: 'u' })).toBe('u')
})

test('a conversation keeps its affinity key while it grows', () => {
  const begun = [turn('system', 'be brief'), turn('user', 'one')]
  const grown = [...begun, turn('assistant', 'two'), turn('user', 'three')]
  expect(keyOf({ messages: grown })).toBe(keyOf({ messages: begun }))
  const other = [turn('system', 'be brief'), turn('user', 'other')]
  expect(keyOf({ messages: other })).not.toBe(keyOf({ messages: begun }))
  expect(keyOf({ messages: [turn('user', 'one')] })).toBe(
    keyOf({ messages: [turn('user', 'one'), turn('assistant', 'two')] }),
  )
})

test('a prompt without a session has its beginning as the affinity key', () => {
  const prompt = 'word '.repeat(1_000)
  expect(keyOf({ prompt: `${prompt}a` })).toBe(keyOf({ prompt: `${prompt}b` }))
  expect(keyOf({ prompt: 'a' })).not.toBe(keyOf({ prompt: 'b' }))
  expect(keyOf({})).toBeUndefined()
})

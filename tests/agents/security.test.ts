import { expect, test } from 'vitest'
import { allowList } from '../../lib/agents/agent/allow-list.ts'
import { plainSecret, travellingWorkers } from '../../lib/agents/coordinator/plan-secrets.ts'
import { agentKey, fromBytes, sign, toBytes, verify } from '../../lib/agents/signature.ts'
import { workerOf } from '../../lib/cluster/worker-input.ts'

const key = '0123456789abcdef'

test('a signed message is read only unchanged, with the same key and for the same purpose', () => {
  const signed = sign('plan', { rate: 10 }, key)
  expect(verify('plan', signed, key)).toEqual({ rate: 10 })
  expect(verify('plan', signed, `${key}x`)).toBeUndefined()
  expect(verify('result', signed, key)).toBeUndefined()
  const { text } = sign('plan', { rate: 11 }, key)
  expect(verify('plan', { ...signed, text }, key)).toBeUndefined()
  expect(verify('plan', fromBytes(toBytes(signed)), key)).toEqual({ rate: 10 })
  expect(verify('plan', { ...signed, signature: 'ab' }, key)).toBeUndefined()
  for (const junk of [undefined, null, 'x', {}, { text: 1, signature: 'ab' }]) {
    expect(verify('plan', junk, key)).toBeUndefined()
  }
})

test('a missing or short key is refused without being shown', () => {
  expect(() => agentKey({})).toThrow('`CLUSTERGATE_AGENT_KEY` is not set')
  expect(() => agentKey({ CLUSTERGATE_AGENT_KEY: 'hunter2' })).toThrow('shorter than 16 characters')
  expect(() => agentKey({ CLUSTERGATE_AGENT_KEY: 'hunter2' })).not.toThrow('hunter2')
  expect(agentKey({ CLUSTERGATE_AGENT_KEY: key })).toBe(key)
})

test.each([
  ['private', '127.0.0.1', true],
  ['private', '::1', true],
  ['private', '::ffff:10.1.2.3', true],
  ['private', '192.168.1.9', true],
  ['private', 'localhost', true],
  ['private', '169.254.1.1', true],
  ['private', '8.8.8.8', false],
  ['private', '::ffff:8.8.8.8', false],
  ['private', 'gpu-1.lan', false],
  ['10.0.0.0/8', '10.9.9.9', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['10.0.0.0/8', 'gpu-1.lan', false],
  ['gpu-1.lan', 'GPU-1.lan', true],
  ['gpu-1.lan:80', 'gpu-1.lan', true],
  ['gpu-1.lan:81', 'gpu-1.lan', false],
  ['*.lan', 'gpu-1.lan', true],
  ['*.lan', 'evil-lan', false],
  ['[::1]:80', '::1', true],
  ['[::1]:81', '::1', false],
])('an agent that is allowed %s may send to %s: %s', (entry, host, isAllowed) => {
  expect(allowList([entry])(host, 80)).toBe(isAllowed)
})

test('an empty list allows nothing, and an invalid entry is an error', () => {
  expect(allowList([])('127.0.0.1', 80)).toBe(false)
  for (const entry of ['10.0.0.0/99', 'http://x', 'a b', '']) {
    expect(() => allowList([entry])).toThrow('not a target that can be allowed')
  }
})

test('a plan never contains the value of a secret, only the name of its variable', () => {
  const named = workerOf({ id: 'w1', host: 'h', port: 1, apiKey: { template: '${WORKER_KEY}' } })
  const written = workerOf({ id: 'w2', host: 'h', port: 2, apiKey: { template: 'sk-1234' } })
  expect(plainSecret([named])).toBeUndefined()
  expect(plainSecret([named, written])?.message).toContain('`api_key` of worker w2 is written out')
  expect(plainSecret([written])?.message).not.toContain('sk-1234')
  expect(JSON.stringify(travellingWorkers([named]))).toContain('${WORKER_KEY}')
})

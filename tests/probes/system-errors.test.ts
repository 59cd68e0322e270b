import { expect, test } from 'vitest'
import { stoppedFailure, systemFailure } from '../../lib/probes/system-errors.ts'

const errorOf = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ETIMEDOUT', 'timed_out'],
  ['EHOSTUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EINVAL', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_SYSTEM', 'dns'],
  ['EMFILE', 'not_permitted'],
  ['ESOMETHINGNEW', 'protocol'],
])('%s is %s', (code, kind) => {
  expect(systemFailure(errorOf(code), 7)).toMatchObject({ kind, code, afterMs: 7 })
})

test.each([
  ['EINVAL', 'a blackhole route'],
  ['EACCES', 'a route or firewall that prohibits it'],
])('%s, which is unspecific, is reported as %s', (code, words) => {
  expect(systemFailure(errorOf(code), 0).detail).toBe(`${code} (${words})`)
})

test('a wait that its deadline ended timed out, one that the caller ended was aborted', () => {
  const open = new AbortController().signal
  expect(stoppedFailure(open, 'no response', 20.4)).toMatchObject({
    kind: 'timed_out',
    detail: 'no response within 20ms',
  })
  const timedOut = AbortSignal.abort(new DOMException('late', 'TimeoutError'))
  expect(stoppedFailure(timedOut, 'no response', 20).kind).toBe('timed_out')
  expect(stoppedFailure(AbortSignal.abort(), 'no response', 20).kind).toBe('aborted')
})

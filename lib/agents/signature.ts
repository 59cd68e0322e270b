import { createHmac, timingSafeEqual } from 'node:crypto'
import { UserError } from '../source/user-error.ts'

/** A text with the proof that its author has the key. */
export interface Signed {
  readonly text: string
  readonly signature: string
}

const minKeyCharacters = 16

/** The purpose of a signature: one of a plan is not valid for a result. */
export type SignedKind = 'plan' | 'result'

/** Signs a value by HMAC-SHA-256 (RFC 2104). */
export function sign(kind: SignedKind, value: unknown, key: string): Signed {
  const text = JSON.stringify(value)
  return { text, signature: digest(kind, text, key).toString('hex') }
}

/** The value; undefined if the signature does not match the key. */
export function verify(kind: SignedKind, signed: unknown, key: string): unknown {
  if (!isSigned(signed)) return undefined
  const wanted = digest(kind, signed.text, key)
  const given = Buffer.from(signed.signature, 'hex')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  return JSON.parse(signed.text)
}

/**
 * The key that agents and coordinators share.
 * @throws UserError if it is not set, or too short to be a secret
 */
export function agentKey(env: Readonly<Record<string, string | undefined>>): string {
  const key = env.CLUSTERGATE_AGENT_KEY ?? ''
  if (key.length >= minKeyCharacters) return key
  const problem = key === '' ? 'is not set' : `is shorter than ${minKeyCharacters} characters`
  throw new UserError([
    {
      code: 'agent_key',
      message: `the environment variable \`CLUSTERGATE_AGENT_KEY\` ${problem}: plans for agents are signed by it`,
      expected:
        'the same secret in the environment of every agent and of this run, e.g. from `openssl rand -hex 32`',
    },
  ])
}

function digest(kind: SignedKind, text: string, key: string): Buffer {
  return createHmac('sha256', key).update(`clustergate ${kind}\n${text}`).digest()
}

function isSigned(value: unknown): value is Signed {
  const { text, signature } = (value ?? {}) as Partial<Signed>
  return typeof text === 'string' && typeof signature === 'string'
}

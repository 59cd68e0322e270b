import type { ExpectStatic, expect as vitestExpect } from 'vitest'
import type { ClustergateMatchers } from '../matchers/typed-matchers.ts'
import { expectOfTests } from './test-api.ts'

/**
 * Vitest's `expect`, typed with our matchers. A type of our own instead of an augmentation of Vitest's
 * `Matchers`, whose type parameters differ between its major versions.
 * @example
 * expect(await worker.ping()).toMeet({ packet_loss: '0%', 'rtt.avg': '< 10ms' })
 */
export const expect = expectOfTests() as ClustergateExpect

/** Vitest's `expect` with the types of our matchers. */
export interface ClustergateExpect extends ExpectStatic {
  <T>(actual: T, message?: string): Asserted<T>
  soft: <T>(actual: T, message?: string) => Asserted<T>
}

/** The assertions on a value: those of Vitest, and our matchers. */
export type Asserted<T> = ReturnType<typeof vitestExpect<T>> &
  ClustergateMatchers<T> & {
    readonly not: ClustergateMatchers<T>
    readonly resolves: LaterMatchers<Awaited<T>>
  }

/** Our matchers on a promise, which is awaited first. */
export type LaterMatchers<T> = {
  readonly [M in keyof ClustergateMatchers<T>]: (
    ...args: Parameters<ClustergateMatchers<T>[M]>
  ) => Promise<void>
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FailureWindow } from '../../../lib/balancer/worker/failure-window.ts'

const windowMs = 1_000
const steps = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 5_000 })),
    isFailure: fc.boolean(),
  }),
  { maxLength: 100, size: 'max' },
)

test('a failure window counts all failures of the last nine tenths of its time, and none older than it', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 1e9 }), (all, startMs) => {
      const window = new FailureWindow(windowMs)
      const added: { readonly atMs: number; readonly isFailure: boolean }[] = []
      let nowMs = startMs
      for (const { afterMs, isFailure } of all) {
        nowMs += afterMs
        window.add(nowMs, isFailure)
        added.push({ atMs: nowMs, isFailure })
        const { attempts, failures } = window.counts(nowMs)
        const since = (ageMs: number) => added.filter(({ atMs }) => nowMs - atMs < ageMs)
        expect(attempts).toBeGreaterThanOrEqual(since(0.9 * windowMs).length)
        expect(attempts).toBeLessThanOrEqual(since(windowMs).length)
        expect(failures).toBeLessThanOrEqual(
          since(windowMs).filter((each) => each.isFailure).length,
        )
      }
    }),
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { strategies } from '../../../lib/balancer/strategies/registry.ts'
import { Stage } from '../play.ts'
import { calmPlays, plays } from '../plays.ts'

/** How often one may be overtaken by those that the strategy prefers. */
const mostOvertaken = 16

describe.each(Object.entries(strategies))('admission with %s, whatever happens', (_, strategy) => {
  test('gives no worker more than its slots, and leaves none idle while a request waits for it', () => {
    fc.assert(
      fc.property(plays, (play) => {
        expect(new Stage(play, strategy).run().faults).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('ends every wait in the queue, and every request, exactly once', () => {
    fc.assert(
      fc.property(plays, (play) => {
        const { stays, roles, admission, rotation, clock } = new Stage(play, strategy).run()
        expect(stays.filter(({ end }) => end === undefined)).toEqual([])
        expect(roles.filter(({ ends }) => ends.length !== 1)).toEqual([])
        expect(admission.queued).toBe(0)
        expect(rotation.workers.filter(({ inFlight }) => inFlight !== 0)).toEqual([])
        expect(clock.pending).toBe(0)
      }),
    )
  })

  test('rejects only if the queue is full, or after the whole timeout', () => {
    fc.assert(
      fc.property(plays, (play) => {
        const { stays } = new Stage(play, strategy).run()
        for (const { end, code, enteredMs, endedMs = 0, isReturned } of stays) {
          if (end !== 'denied') continue
          const waitedMs = endedMs - enteredMs
          if (code === 'BALANCER_QUEUE_FULL') expect([waitedMs, isReturned]).toEqual([0, false])
          else {
            expect(['BALANCER_QUEUE_TIMEOUT', 'BALANCER_NO_WORKER']).toContain(code)
            expect(waitedMs).toBeCloseTo(play.queueTimeoutMs, 6)
          }
        }
      }),
    )
  })

  test('serves requests for one model in order, except the few that the strategy prefers', () => {
    const most = 'prefers' in strategy({ nowMs: () => 0, random: () => 0 }) ? mostOvertaken : 0
    fc.assert(
      fc.property(plays, (play) => {
        const { stays } = new Stage(play, strategy).run()
        expect(Math.max(0, ...stays.map(({ overtaken }) => overtaken))).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('serves every request if no worker fails', () => {
    fc.assert(
      fc.property(calmPlays, (play) => {
        const { roles, faults } = new Stage(play, strategy).run()
        expect(faults).toEqual([])
        expect(roles.filter(({ ends: [end] }) => end !== 'served')).toEqual([])
      }),
    )
  })
})

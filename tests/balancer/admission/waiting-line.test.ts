import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type InLine, WaitingLine } from '../../../lib/balancer/admission/waiting-line.ts'

class Member implements InLine<Member> {
  isInLine = false
  before: Member | undefined
  behind: Member | undefined
}

test('the waiting line behaves like an array, whichever request leaves it', () => {
  const steps = fc.array(fc.oneof(fc.constant('push' as const), fc.nat(20)), { size: 'medium' })
  fc.assert(
    fc.property(steps, (all) => {
      const line = new WaitingLine<Member>()
      const model: Member[] = []
      for (const step of all) {
        if (step === 'push') {
          const who = new Member()
          line.push(who)
          model.push(who)
        } else {
          const who = model[step] ?? new Member()
          const stood = model.includes(who)
          expect(line.remove(who)).toBe(stood)
          if (stood) model.splice(model.indexOf(who), 1)
        }
        expect([...line]).toEqual(model)
        expect([line.length, line.first]).toEqual([model.length, model[0]])
      }
    }),
  )
})

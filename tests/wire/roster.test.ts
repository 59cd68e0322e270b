import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Roster, type RosterMember } from '../../lib/wire/roster.ts'

class Member implements RosterMember {
  rosterPlace = -1
}

test('a roster has the members that a set would have, whichever of them leave', () => {
  const steps = fc.array(fc.oneof(fc.constant('add' as const), fc.nat(20)), { size: 'medium' })
  fc.assert(
    fc.property(steps, (all) => {
      const roster = new Roster<Member>()
      const model = new Set<Member>()
      const known: Member[] = []
      for (const step of all) {
        if (step === 'add') {
          const member = new Member()
          known.push(member)
          roster.add(member)
          model.add(member)
        } else {
          const member = known[step] ?? new Member()
          expect(roster.delete(member)).toBe(model.delete(member))
        }
        expect(new Set(roster)).toEqual(model)
        expect([...roster].map(({ rosterPlace }) => rosterPlace)).toEqual(
          [...model.keys()].map((_, at) => at),
        )
        expect(roster.size).toBe(model.size)
      }
    }),
  )
})

test('a member that left can come back', () => {
  const roster = new Roster<Member>()
  const member = new Member()
  roster.add(member)
  roster.delete(member)
  roster.add(member)
  expect([...roster]).toEqual([member])
})

test('members may leave while a roster is iterated', () => {
  const roster = new Roster<Member>()
  for (let count = 0; count < 5; count++) roster.add(new Member())
  let visited = 0
  for (const member of roster) {
    roster.delete(member)
    visited += 1
  }
  expect([visited, roster.size]).toEqual([5, 0])
})

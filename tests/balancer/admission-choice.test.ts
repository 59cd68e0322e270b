import { describe, expect, test } from 'vitest'
import type { Strategy } from '../../lib/balancer/strategies/strategy.ts'
import { admit, state } from './admissions.ts'
import { PlainTicket } from './tickets.ts'

describe('models', () => {
  const llama = () => state('w1', { model: 'llama' })
  const mistral = () => state('w2', { model: 'mistral' })

  test('decide which workers can serve a request', () => {
    const { enter } = admit([llama(), mistral()])
    const ids = [1, 2].map(() => enter(new PlainTicket({ model: 'mistral' })).worker?.id)
    expect(ids).toEqual(['w2', undefined])
  })

  test('keep no request waiting behind requests for another model', () => {
    const { enter } = admit([llama(), mistral()])
    for (let index = 0; index < 2; index++) enter(new PlainTicket({ model: 'mistral' }))
    expect(enter(new PlainTicket({ model: 'llama' })).worker?.id).toBe('w1')
  })

  test('are served in the order of arrival if one worker can serve several', () => {
    const any = state('w1')
    const { enter, admission } = admit([any, llama()])
    for (let index = 0; index < 2; index++) enter()
    const [first, second] = [enter(), enter(new PlainTicket({ model: 'llama' }))]
    admission.release(any)
    expect([first.worker?.id, second.worker]).toEqual(['w1', undefined])
  })

  test('decide nothing when no worker has them anymore', () => {
    const models = new Set(['llama', 'mistral'])
    const workers = [llama(), mistral()]
    const { enter, admission } = admit(workers, { models: () => models })
    enter(new PlainTicket({ model: 'mistral' }))
    const waiting = enter(new PlainTicket({ model: 'mistral' }))
    workers.pop()
    models.delete('mistral')
    admission.serve()
    expect(waiting.worker?.id).toBe('w1')
  })

  test('show a strategy only the workers that have them', () => {
    const seen: string[][] = []
    const watching: Strategy = {
      name: 'watching',
      pick: (free, _, rotation) => {
        seen.push(rotation.map(({ id }) => id))
        return free[0]!
      },
    }
    const { enter } = admit([llama(), mistral()], { strategy: watching })
    enter(new PlainTicket({ model: 'mistral' }))
    enter()
    expect(seen).toEqual([['w2'], ['w1', 'w2']])
  })
})

describe('a strategy of a user', () => {
  test('that throws rejects that request and no other', () => {
    let isBroken = false
    const { enter, admission } = admit([state('w1')], {
      strategy: {
        name: 'mine',
        pick: (free) => {
          if (isBroken) throw new TypeError('broken')
          return free[0]!
        },
      },
    })
    const first = enter()
    isBroken = true
    const waiting = enter()
    admission.release(first.worker!)
    expect(waiting.error?.message).toBe('broken')
    expect(enter().error?.message).toBe('broken')
    isBroken = false
    expect(enter().worker?.id).toBe('w1')
  })

  test('that picks a worker without a free slot is ignored', () => {
    const [w1, w2] = [state('w1'), state('w2')]
    const strategy: Strategy = { name: 'mine', pick: () => w1 }
    const { enter } = admit([w1, w2], { strategy })
    enter()
    expect(enter().error).toMatchObject({ code: 'BALANCER_INVALID_PICK' })
    expect(w1.inFlight).toBe(1)
  })

  test('that prefers late requests lets no request be overtaken more than 16 times', () => {
    const w1 = state('w1')
    const { enter, admission } = admit([w1], {
      strategy: {
        name: 'mine',
        pick: (free) => free[0]!,
        prefers: (_, { affinityKey }) => affinityKey === 'late',
      },
    })
    enter()
    const early = [enter(), enter(), enter()]
    for (let index = 0; index < 60; index++) enter(new PlainTicket({ key: 'late' }))
    const servedAt = early.map(() => -1)
    for (let served = 0; served < 20; served++) {
      admission.release(w1)
      for (const [index, ticket] of early.entries()) {
        if (ticket.worker && servedAt[index] === -1) servedAt[index] = served
      }
    }
    expect(servedAt).toEqual([16, 17, 18])
  })
})
